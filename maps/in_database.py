"""Counts a layer in the database: always fresh, the same on SQLite and PostgreSQL.

Enough for some 50,000 rows, and at high zooms for any number.
"""

from dataclasses import dataclass

import numpy as np
from django.db.models import Count, F, FloatField, Func, Min, QuerySet, Sum

from maps.cells import LEVELS, tile_range
from maps.conditions import Condition
from maps.counting import FACETS, InView, without
from maps.layers import PointLayer
from maps.mvt import coded
from maps.table import PER_DEGREE, Box
from maps.tiles import SQUARES, Counts, Squares, occupied


@dataclass(frozen=True)
class InDatabase:
    """A tile is a range scan on `cell`, grouped by square."""

    layer: PointLayer

    def squares(self, conditions: list[Condition], z: int, x: int, y: int) -> Squares:
        first, end = tile_range(z, x, y)
        size = 2 * (LEVELS - z - SQUARES)
        found = list(
            self._rows(conditions)
            .filter(cell__gte=first, cell__lt=end)
            .annotate(square=F("cell").bitrightshift(size))
            .values("square")
            .annotate(
                count=Count("pk"), in_lon=_sum_of("lon"), in_lat=_sum_of("lat"), key=Min("pk"),
                in_category=Min("category_id"), in_status=Min("status"), in_outcome=Min("outcome"),
            )
            .order_by("square")
            .values_list(
                "count", "in_lon", "in_lat", "key", "in_category", "in_status", "in_outcome"
            )
        )  # fmt: skip
        count, lon, lat, key, category, status, outcome = (
            zip(*found, strict=True) if found else ((),) * 7
        )
        counts = Counts(*(np.array(each, np.int64) for each in (count, lon, lat, key)))
        lons, lats, number, keys = occupied(counts)
        words = [
            (closed or opened) if single else ""
            for single, opened, closed in zip(keys, status, outcome, strict=True)
        ]
        return Squares(
            lons, lats, number, keys,
            np.where(number == 1, np.array(category, np.int64), 0),
            coded(np.array(words, str)),
        )  # fmt: skip

    def in_view(
        self, conditions: list[Condition], box: Box | None, order: str | None, most: int = 50
    ) -> InView:
        rows = self._rows(conditions, box)
        first = rows.order_by(f"-{self.layer.order_field(order)}", "-pk")[:most]
        return InView(
            total=rows.count(),
            keys=list(first.values_list("pk", flat=True)),
            facets={name: self.facet(name, conditions, box) for name in FACETS},
        )

    def facet(self, name: str, conditions: list[Condition], box: Box | None) -> dict:
        columns = FACETS[name]
        return self._facet(self._rows(without(conditions, columns), box), columns)

    def grid(
        self, conditions: list[Condition], box: Box | None, level: int
    ) -> tuple[np.ndarray, np.ndarray]:
        rows = self._rows(conditions, box)
        square = F("cell").bitrightshift(2 * (LEVELS - level))
        counted = rows.annotate(square=square).values("square").annotate(count=Count("pk"))
        found = np.array(list(counted.order_by("square").values_list("square", "count")), np.int64)
        return found.reshape(-1, 2)[:, 0], found.reshape(-1, 2)[:, 1]

    def _rows(self, conditions: list[Condition], box: Box | None = None) -> QuerySet:
        rows = self.layer.rows().order_by().filter(*[each.q() for each in conditions])
        if box is None:
            return rows.filter(cell__isnull=False)
        west, south, east, north = box
        return rows.filter(lon__gte=west, lon__lte=east, lat__gte=south, lat__lte=north)

    @staticmethod
    def _facet(rows: QuerySet, columns: tuple[str, ...]) -> dict:
        found: dict = {}
        for *values, count in rows.values_list(*columns).annotate(count=Count("pk")):
            word = next((value for value in reversed(values) if value), None)
            if word is not None:
                found[word] = found.get(word, 0) + count
        return found


def _sum_of(axis: str):
    """Of whole 10⁻⁷ degrees: up to seven million rows a float holds their sum exactly."""
    whole = Func(F(axis) * float(PER_DEGREE), function="ROUND", output_field=FloatField())
    return Sum(whole)
