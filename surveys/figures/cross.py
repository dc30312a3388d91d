"""The second published file of a survey: how groups of people answered, and what each group weighs.

One line is one group and one answer. Every count is 0 or at least k, each table is whole, and groups
are the same for all questions of a wave, so that subtracting lines leaves nothing about a few people
(surveys/figures/groups.py). Questions that were shown only to some are left out: how many they
were shown to is an answer to another question.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from city.hiding.groups import is_small
from city.hiding.scales import hidden_levels, hidden_options
from surveys.figures.groups import add_up, partitions, told_levels, told_together
from surveys.figures.population import Population
from surveys.figures.weigh import factors
from surveys.figures.who import UNKNOWN, Dimension, answered_by
from surveys.parts import Part, Shape, value_in

COLUMNS = [
    "wave", "by", "group", "column", "answer", "people", "average", "population", "weight",
]  # fmt: skip
AND = "|"  # between the codes of what is told together
Line = dict[str, Any]


@dataclass(frozen=True)
class Table:
    """One part of a question in the groups of one dimension; `answers` None: averages."""

    part: Part
    answers: list[tuple] | None
    counts: list[dict]  # of each group: answer → people, or the sum and the people


def lines_of(
    wave: str,
    responses: Sequence[Mapping[str, Any]],
    dimensions: Iterable[Dimension],
    parts: Sequence[Part],
    k: int,
    population: Population | None = None,
) -> list[Line]:
    """Everything that is told about groups in one wave; `population` is that of the first
    dimension."""
    lines: list[Line] = []
    for dimension in dimensions:
        codes, answers = _sorted_out(responses, dimension)
        groups, tables = most_told([_counts(parts, each) for each in answers], parts, k, answers)
        if groups:
            persons = population.persons_of if population and not lines else None
            lines += _lines(
                wave, dimension, codes, [len(each) for each in answers], groups, persons
            )
            lines += [
                line for table in tables for line in _table_lines(wave, dimension, codes, groups, table)
            ]  # fmt: skip
    return lines


def _sorted_out(
    responses: Sequence[Mapping[str, Any]], dimension: Dimension
) -> tuple[list[str], list[list[Mapping]]]:
    people = defaultdict(list)
    for response in responses:
        people[answered_by(response, dimension)].append(response["answers"])
    codes = [*dimension.labels, *([UNKNOWN] if UNKNOWN in people else [])]
    return codes, [people[code] for code in codes]


def _counts(parts: Sequence[Part], answers: Sequence[Mapping]) -> dict[str, dict]:
    """Of one group as it is: for each column its answers, or the sum and the number of numbers."""
    return {part.column: _count(part, [value_in(part, each) for each in answers]) for part in parts}


def _count(part: Part, values: list) -> dict:
    given = [value for value in values if value is not None]
    if part.shape == Shape.NUMBER:
        return {"sum": sum(given), "people": len(given)}
    return Counter(given)


def most_told(
    counts: Sequence[Mapping[str, dict]],
    parts: Sequence[Part],
    k: int,
    people: Sequence[Sequence],
) -> tuple[list[list[int]], list[Table]]:
    """Of all ways to put groups together the one in which most can be told."""
    best: tuple[list[list[int]], list[Table]] = ([], [])
    for groups in partitions([len(each) for each in people], k):
        tables = [
            table
            for part in parts
            if (table := tell(part, [each[part.column] for each in counts], groups, k))
        ]
        if _cells(groups, tables) > _cells(*best) or not best[0]:
            best = (groups, tables)
    return best


def _cells(groups: list, tables: Sequence[Table]) -> int:
    return len(groups) * sum(len(table.answers or [()]) for table in tables)


def tell(
    part: Part, counts: Sequence[dict], groups: Sequence[Sequence[int]], k: int
) -> Table | None:
    """None where even together too few people in some group gave one answer."""
    merged = add_up(counts, groups)
    if part.shape == Shape.NUMBER:
        few = any(is_small(each.get("people", 0), k) for each in merged)
        return None if few else Table(part, None, merged)
    whole = add_up(counts, [range(len(counts))])[0]
    total: dict = dict.fromkeys(_answers(part), 0) | whole
    if part.shape == Shape.LEVELS:
        answers = told_levels(merged, hidden_levels(total, k, part.sums), k)
    elif part.shape == Shape.CHOICE:
        answers = told_together(merged, _answers(part), hidden_options(total, k), k)
    elif part.shape == Shape.TICK:
        few = any(is_small(each.get(value, 0), k) for each in [*merged, total] for value in (0, 1))
        answers = None if few else [(1,), (0,)]
    else:
        return None
    return Table(part, answers, merged) if answers else None


def _answers(part: Part) -> tuple:
    return (1, 0) if part.shape == Shape.TICK else part.codes


# ── Lines ────────────────────────────────────────────────────────────────────────────────────


def _lines(wave, dimension, codes, sizes, groups, persons_of) -> list[Line]:
    """How many people are in each group and, where it is known, how many live there."""
    people = [sum(sizes[place] for place in group) for group in groups]
    population = [
        persons_of([codes[place] for place in group]) if persons_of else None for group in groups
    ]
    weights = factors(people, population) if persons_of else [None] * len(groups)
    return [
        _line(wave, dimension, codes, group, people=n, population=persons, weight=weight)
        for group, n, persons, weight in zip(groups, people, population, weights, strict=True)
    ]


def _table_lines(wave, dimension, codes, groups, table: Table) -> Iterable[Line]:
    for group, counts in zip(groups, table.counts, strict=True):
        if table.answers is None:
            n = counts.get("people", 0)
            average = round(counts["sum"] / n, 6) if n else None
            yield _line(wave, dimension, codes, group, table.part.column, people=n, average=average)
        for together in table.answers or ():
            n = sum(counts.get(answer, 0) for answer in together)
            answer = AND.join(map(str, together))
            yield _line(wave, dimension, codes, group, table.part.column, answer, people=n)


def _line(wave, dimension, codes, group, column="", answer="", **told) -> Line:
    line = dict.fromkeys(COLUMNS, "") | {
        "wave": wave,
        "by": dimension.code,
        "group": AND.join(codes[place] for place in group),
        "column": column,
        "answer": answer,
    }
    if told.get("weight") is not None:
        told["weight"] = round(told["weight"], 6)
    return line | {name: value for name, value in told.items() if value is not None}
