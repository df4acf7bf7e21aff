"""The report's documents: the same figures in every format, and each format as it should be."""
