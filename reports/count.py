"""Counts figures over an extract: those over the same rows in one scan of them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice
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
    found = extract.execute(sql).fetchall()
    return rows_of(definitions, ((_cut(dimensions, left), left) for left in map(iter, found)))


def rows_of(
    definitions: list[Definition], found: Iterable[tuple[dict[str, str], Iterator[Any]]]
) -> dict[str, list[Row]]:
    """From each cut with the values of all definitions in turn: the rows of each definition."""
    rows: dict[str, list[Row]] = {d.key: [] for d in definitions}
    asked = [(d, {frozenset(cut) for cut in d.cuts}, rows[d.key]) for d in definitions]
    for cut, values in found:
        names = frozenset(cut)
        for d, cuts, of_figure in asked:
            if names in cuts:
                of_figure.append(_row(d, cut, values))
            else:
                skip = 2 + len(d.extra) + len(d.people)
                next(islice(values, skip - 1, skip), None)
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
