"""What the figures tell of groups of people: decided once a time, kept, and the same everywhere."""
