"""Asking: what children are asked, and how an answer is taken."""
