"""Experiments in the street, with people."""
