"""Hearing: what was said, by how many, and what was done."""
