"""Consents one by one, leaving, codes kept apart from names, hand-outs, and asking again."""
