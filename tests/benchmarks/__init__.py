"""Benchmarks: what a child waits for, what a move costs, and what the same costs elsewhere."""
