"""What we ask residents."""
