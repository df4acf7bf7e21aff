"""The light door: the same questionnaires as whole pages that work without JavaScript."""
