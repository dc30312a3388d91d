"""What counting a layer answers, in whichever of the two ways: the numbers are the same.

maps/in_database.py asks the database, maps/in_columns.py a snapshot and what changed since.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from maps.conditions import Condition
from maps.layers import PointLayer
from maps.table import Box
from maps.tiles import Squares

STATE = ("status", "outcome")
# What the rows of a view are counted by, and which columns that takes.
FACETS: dict[str, tuple[str, ...]] = {
    "category": ("category_id",),
    "state": STATE,
    "district": ("district_id",),
}


@dataclass(frozen=True)
class InView:
    """What a list beside the map shows: how many rows, the first keys in its order, and how many
    there would be for each choice of a filter, with all other filters as they are."""

    total: int
    keys: list[int]
    facets: dict[str, dict]  # {"category": {key: n}, "state": {word: n}, "district": {key: n}}


class Points(Protocol):
    @property
    def layer(self) -> PointLayer: ...

    def facet(self, name: str, conditions: list[Condition], box: Box | None) -> dict: ...

    def grid(
        self, conditions: list[Condition], box: Box | None, level: int
    ) -> tuple[np.ndarray, np.ndarray]:
        """The squares of a level (a tile's z) in which there is anything: number and count."""
        ...

    def squares(self, conditions: list[Condition], z: int, x: int, y: int) -> Squares: ...

    def in_view(
        self, conditions: list[Condition], box: Box | None, order: str | None, most: int = 50
    ) -> InView: ...


def without(conditions: list[Condition], columns: Iterable[str]) -> list[Condition]:
    return [each for each in conditions if each.column not in columns]
