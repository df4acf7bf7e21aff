"""Tests, as sentences of the domain."""
