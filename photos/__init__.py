"""Safe pictures."""
