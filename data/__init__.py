"""Remembering: the only place with SQL."""
