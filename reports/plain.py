"""A definition and a stored value as plain JSON: what is frozen, what a page is given."""

from typing import Any

from reports.figures import Definition
from reports.models import Figure


def define(d: Definition) -> dict[str, Any]:
    return {
        "key": d.key, "name": d.name, "unit": d.unit, "definition": d.definition,
        "denominator": d.denominator, "sql": d.sql if d.source else "", "pandas": d.pandas,
        "decimals": d.decimals, "icon": d.icon,
    }  # fmt: skip


def plain(figure: Figure) -> dict[str, Any]:
    return {
        "key": figure.key, "cut": figure.cut, "value": figure.value, "n": figure.n,
        "hidden": figure.is_suppressed, "extra": figure.extra,
    }  # fmt: skip
