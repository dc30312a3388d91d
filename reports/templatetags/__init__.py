"""Template tags that any room may use."""
