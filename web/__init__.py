"""The edge: everything that speaks HTTP, and the command line."""
