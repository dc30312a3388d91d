"""Counts figures over an extract: those over the same rows in one scan of them."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from reports.figures import DIMENSIONS, Definition

# One cut of one figure: what it was cut by, its values, and how many people each part holds.
Row = dict[str, Any]


def by_source(definitions: Iterable[Definition]) -> list[list[Definition]]:
    """Figures that look at the same rows, together."""
    together: dict[str, list[Definition]] = defaultdict(list)
    for definition in definitions:
        together[definition.source].append(definition)
    return list(together.values())


def count(extract, definitions: Iterable[Definition]) -> dict[str, list[Row]]:
    """{key: a row for each part of each cut}; rows of a figure in the order of its dimensions."""
    found: dict[str, list[Row]] = {}
    for together in by_source(definitions):
        found |= _count_together(extract, together)
    return found


def _count_together(extract, definitions: list[Definition]) -> dict[str, list[Row]]:
    cuts = sorted({cut for d in definitions for cut in d.cuts})
    dimensions = [name for name in DIMENSIONS if any(name in cut for cut in cuts)]
    columns = [f"grouping({name}), {name}" for name in dimensions]
    for d in definitions:
        columns += [d.value, d.n, *d.extra.values(), *d.people]
    sql = f"SELECT {', '.join(columns)} FROM {definitions[0].source}"  # noqa: S608
    if dimensions:
        sets = ", ".join(f"({', '.join(cut)})" for cut in cuts)
        sql += f" GROUP BY GROUPING SETS ({sets})"
        sql += f" ORDER BY {', '.join(str(n) for n in range(1, 2 * len(dimensions) + 1))}"
    rows: dict[str, list[Row]] = {d.key: [] for d in definitions}
    for values in extract.execute(sql).fetchall():
        left = iter(values)
        cut = _cut(dimensions, left)
        for d in definitions:
            row = _row(d, cut, left)
            if set(cut) in map(set, d.cuts):
                rows[d.key].append(row)
    return rows


def _cut(dimensions: list[str], values) -> dict[str, str]:
    cut = {}
    for name in dimensions:
        is_total, group = next(values), next(values)
        if not is_total:
            cut[name] = "" if group is None else str(group)
    return cut


def _row(d: Definition, cut: dict[str, str], values) -> Row:
    value, n = next(values), next(values)
    extra = {name: next(values) for name in d.extra}
    people = [next(values) for _part in d.people]
    return {
        "cut": cut,
        # Rounded once, here: what is stored is what every page and file shows.
        "value": None if value is None else round(float(value), 6),
        "n": int(n or 0),
        "extra": {name: int(number or 0) for name, number in extra.items()},
        "people": tuple(int(part or 0) for part in people),
    }
