"""Weights that make those who answered stand for the population, and how much they cost.

Pure: plain numbers in, plain numbers out. Weights are not cut off at the ends; groups are large
enough beforehand (surveys/figures/groups.py).
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from city.shares import share


class Cell(NamedTuple):
    """People with the same weight; of them, `part` gave the answer, or `part` is their sum."""

    weight: float
    part: float
    people: float


class WeightedShare(NamedTuple):
    """In percent, with the ends of the 95 % interval."""

    percent: float
    low: float
    high: float
    effective: float


def factors(people: Sequence[int], population: Sequence[int | None]) -> list[float]:
    """Post-stratification: each group's share of the population over its share of those who
    answered. A group whose population is not known weighs 1 a head."""
    known = [n for n, persons in zip(people, population, strict=True) if persons is not None]
    answered = sum(known)
    persons_of_all = sum(persons for persons in population if persons is not None)
    if not answered or not persons_of_all:
        return [1.0] * len(people)
    return [
        1.0 if persons is None or not n else persons / persons_of_all * answered / n
        for n, persons in zip(people, population, strict=True)
    ]


def effective_size(cells: Iterable[tuple[float, float]]) -> float:
    """Kish: (Σw)² / Σw² over people, from (weight, people). So many people asked at random would
    say as much (L. Kish, Survey Sampling, 1965, 11.7)."""
    each = list(cells)
    squares = sum(weight * weight * people for weight, people in each)
    return sum(weight * people for weight, people in each) ** 2 / squares if squares else 0.0


def design_effect(cells: Iterable[tuple[float, float]]) -> float:
    """How many times larger the variance is than with equal weights; 1 at least."""
    each = list(cells)
    effective = effective_size(each)
    return sum(people for _weight, people in each) / effective if effective else 1.0


def weighted_share(cells: Iterable[Cell]) -> WeightedShare | None:
    """Σ weight·part / Σ weight·people, with Wilson's interval for the effective number of people."""
    each = list(cells)
    whole = sum(cell.weight * cell.people for cell in each)
    effective = effective_size((cell.weight, cell.people) for cell in each)
    if not whole or not effective:
        return None
    p = min(1.0, sum(cell.weight * cell.part for cell in each) / whole)
    interval = share(p * effective, effective)
    assert interval is not None  # effective is not 0
    return WeightedShare(100 * p, interval.low, interval.high, effective)


def weighted_mean(cells: Iterable[Cell]) -> float | None:
    """`part` is the sum of what these people said."""
    each = list(cells)
    whole = sum(cell.weight * cell.people for cell in each)
    return sum(cell.weight * cell.part for cell in each) / whole if whole else None
