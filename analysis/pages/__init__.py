"""Staff pages about what was said and what was done."""
