"""Places: districts, cells, tiles, layers."""
