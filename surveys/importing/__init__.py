"""Responses from elsewhere: a CSV file, read by a declarative map, checked whole."""
