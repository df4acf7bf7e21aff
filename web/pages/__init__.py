"""Staff pages about users, settings and the audit trail."""
