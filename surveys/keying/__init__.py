"""Papers: typed in by one person, held against the paper by a second."""
