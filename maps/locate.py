"""Which district is a point in? Gives rows with a place their cell and district."""


def place_many(rows) -> None:
    """Rounds each row's point, stores its cell, and finds its district where none is given."""
