"""Somebody with every published table and a computer, who wants to know how few people did what.

What is published is a system of linear equations; counts of people are whole and never negative.
Linear programming finds the smallest and the largest value that agree with all of it. The attacker
has won when the truth is a few people (1 … k − 1) and every value that could be true is a few: then
it is certain that it was somebody, and not many. Nobody, or k people and more, must stay possible.
"""

from collections.abc import Hashable, Mapping

import numpy as np
from scipy.optimize import linprog

Sum = Mapping[Hashable, int]  # variable → how often it stands in the sum


class Attacker:
    def __init__(self, k: int):
        self.k = k
        self.places: dict[Hashable, int] = {}
        self.equations: list[tuple[Sum, float]] = []
        self.at_least: list[tuple[Sum, float]] = []

    def learn(self, told: Sum, number: float) -> None:
        """A published number is the sum of these counts."""
        self.equations.append((told, number))
        self._know(told)

    def learn_at_least(self, told: Sum, number: float) -> None:
        self.at_least.append((told, number))
        self._know(told)

    def _know(self, told: Sum) -> None:
        for variable in told:
            self.places.setdefault(variable, len(self.places))

    def range_of(self, asked: Sum) -> tuple[float, float]:
        """The smallest and the largest value that agree with everything published."""
        if not set(asked) <= self.places.keys():
            return -np.inf, np.inf  # nothing was published about it
        ends = []
        for sign in (1, -1):
            found = linprog(
                sign * self._row(asked),
                A_eq=self._rows(self.equations), b_eq=self._numbers(self.equations),
                A_ub=-self._rows(self.at_least), b_ub=-self._numbers(self.at_least),
                bounds=(0, None), method="highs",
            )  # fmt: skip
            assert found.status in (0, 3), found.message  # what is published agrees with itself
            ends.append(sign * found.fun if found.status == 0 else -sign * np.inf)
        return ends[0], ends[1]

    def wins(self, asked: Sum, truth: int) -> bool:
        """A change counts by its size: three fewer are three people."""
        if not 0 < abs(truth) < self.k:
            return False
        low, high = (round(end, 6) for end in self.range_of(asked))
        assert low <= truth <= high
        return not (low <= 0 <= high or low <= -self.k or high >= self.k)

    def _row(self, told: Sum) -> np.ndarray:
        row = np.zeros(len(self.places))
        for variable, times in told.items():
            row[self.places[variable]] += times
        return row

    def _rows(self, known: list[tuple[Sum, float]]) -> np.ndarray:
        return np.array([self._row(told) for told, _n in known]).reshape(-1, len(self.places))

    @staticmethod
    def _numbers(known: list[tuple[Sum, float]]) -> np.ndarray:
        return np.array([number for _told, number in known])
