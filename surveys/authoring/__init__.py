"""What authors write: reading a definition and finding what is wrong with it."""
