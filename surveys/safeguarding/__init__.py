"""What the safeguarding lead reads first: the words, their order, the queue."""
