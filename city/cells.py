"""Cells of CSV files that a spreadsheet shows and never runs (CWE-1236)."""

from typing import Any

# What begins so is taken for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def safe_cell(value: Any) -> Any:
    """Texts that look like a formula get an apostrophe in front; numbers stay numbers."""
    if isinstance(value, str) and value.startswith(FORMULA):
        return f"'{value}"
    return value
