"""What we learned, published openly."""
