"""What authors of a translation write: what is wanted, where it stands, what is wrong with it."""
