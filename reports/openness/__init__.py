"""For whoever watches the city: what it hid, refused and spent, from stored figures."""
