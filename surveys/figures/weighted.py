"""Weighted shares and averages, from what is published and nothing else: the weights of groups, or
of the rows of a survey whose source published them."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from surveys.figures.cross import AND
from surveys.figures.published import Published, PublishedWave
from surveys.figures.weigh import (
    Cell,
    WeightedShare,
    design_effect,
    effective_size,
    weighted_mean,
    weighted_share,
)
from surveys.parts import Part, Shape
from surveys.tally import NO_ANSWER


@dataclass(frozen=True)
class Weighted:
    """Of one part in one wave; `shares` by the answers that are told together: "1", "4|5"."""

    shares: dict[str, WeightedShare] = field(default_factory=dict)
    average: float | None = None


@dataclass(frozen=True)
class Quality:
    """What the weights of a wave cost."""

    people: int
    effective: float
    design_effect: float
    least: float
    most: float


def weighted(published: Published, wave: PublishedWave, part: Part) -> Weighted:
    """Empty where the wave has no weights, or where the part is not told in the weighted groups."""
    counts = _counted(published, wave, part)
    if not counts:
        return Weighted()
    if part.shape in (Shape.NUMBER, Shape.RANK):
        return Weighted(average=weighted_mean(Cell(w, c["sum"], c["people"]) for w, c in counts))
    answers = sorted({answer for _weight, count in counts for answer in count})
    shares = {}
    for answer in answers:
        told = weighted_share(
            Cell(weight, count.get(answer, 0), sum(count.values())) for weight, count in counts
        )
        if told:
            shares[answer] = told
    return Weighted(shares, _average(part, counts))


def _average(part: Part, counts: Sequence[tuple[float, dict[str, int]]]) -> float | None:
    if part.shape != Shape.LEVELS or any(AND in answer for _w, count in counts for answer in count):
        return None
    return weighted_mean(
        Cell(weight, sum(int(level) * n for level, n in count.items()), sum(count.values()))
        for weight, count in counts
    )


def _counted(
    published: Published, wave: PublishedWave, part: Part
) -> list[tuple[float, dict[str, Any]]]:
    """Weight by weight what people answered."""
    if published.has_own_weights:
        return _by_rows(wave, part)
    weights = weights_of(wave)
    counts: dict[str, dict[str, Any]] = defaultdict(dict)
    for line in wave.lines:
        if line["by"] == published.dimensions[0].code and line["column"] == part.column:
            told = counts[line["group"]]
            if part.shape == Shape.NUMBER:
                told |= {"sum": (line["average"] or 0) * line["people"], "people": line["people"]}
            else:
                told[line["answer"]] = line["people"]
    return [(weights[group], count) for group, count in counts.items()] if weights else []


def _by_rows(wave: PublishedWave, part: Part) -> list[tuple[float, dict[str, Any]]]:
    numbers = part.shape in (Shape.NUMBER, Shape.RANK)
    counts: dict[float, Counter] = defaultdict(Counter)
    for row in wave.rows:
        value, weight = row[part.column], row["weight"]
        if value == NO_ANSWER or weight is None:
            continue
        if numbers:
            counts[weight].update({"sum": value, "people": 1})
        else:
            counts[weight][str(value)] += 1
    return list(counts.items())


def weights_of(wave: PublishedWave) -> dict[str, float]:
    """Group by group, as the file has them."""
    return {
        line["group"]: line["weight"]
        for line in wave.lines
        if line["column"] == "" and line["weight"] != ""
    }


def quality(published: Published, wave: PublishedWave) -> Quality | None:
    if published.has_own_weights:
        told = Counter(row["weight"] for row in wave.rows if row["weight"] is not None)
        cells = list(told.items())
    else:
        weights = weights_of(wave)
        cells = [
            (weights[line["group"]], line["people"])
            for line in wave.lines
            if line["column"] == "" and line["weight"] != ""
        ]
    if not cells:
        return None
    return Quality(
        sum(people for _weight, people in cells),
        effective_size(cells),
        design_effect(cells),
        min(weight for weight, _people in cells),
        max(weight for weight, _people in cells),
    )
