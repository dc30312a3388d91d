"""Which tiles and filters the benchmarks ask for, and how our answer is made."""

from dataclasses import dataclass
from datetime import timedelta

import numpy as np
from django.http import QueryDict
from django.utils import timezone

from city.models import Category
from maps.cells import tile_of
from maps.models import District
from maps.points import conditions_of, points_of
from maps.tiles import Squares, draw_tile
from proposals.models import Proposal

LAYER = "proposals"
ZOOMS = (8, 10, 12, 14, 16, 18)
Tile = tuple[int, int, int]


@dataclass(frozen=True)
class Filter:
    """The same choice twice: as the portal's address says it, and in SQL for the yardstick."""

    name: str
    query: str = ""
    where: str = "true"

    @property
    def params(self) -> QueryDict:
        return QueryDict(self.query)


def filters() -> list[Filter]:
    """None, and the four of which the worst counts."""
    category = Category.objects.order_by("position").first()
    district = District.objects.current().order_by("code").first()
    assert category
    assert district
    today = timezone.localdate()
    quarter, year = today - timedelta(days=90), today - timedelta(days=365)
    of_category = f"category_id = {category.pk}"
    return [
        Filter("no filter"),
        Filter("category", f"category={category.slug}", of_category),
        Filter(
            "category, status",
            f"category={category.slug}&status=accepted",
            f"{of_category} AND status = 'accepted'",
        ),
        Filter("last 90 days", f"since={quarter}", f"created_at >= '{quarter} 00:00+09'"),
        Filter(
            "category, two statuses, one year, district",
            f"category={category.slug}&status=accepted&status=planned&since={year}"
            f"&district={district.code}",
            f"{of_category} AND status IN ('accepted', 'planned') "
            f"AND created_at >= '{year} 00:00+09' AND district_id = {district.pk}",
        ),
    ]


def tiles_where_people_are(most: int, zooms: tuple[int, ...] = ZOOMS) -> dict[int, list[Tile]]:
    """For each zoom different tiles, drawn as often as there are proposals in them."""
    keys = Proposal.objects.public().filter(cell__isnull=False).order_by("pk")
    first, last = keys.first(), keys.last()
    assert first
    assert last
    drawn = np.random.default_rng(8).integers(first.pk, last.pk + 1, 2_000).tolist()
    cells = list(keys.filter(pk__in=drawn).values_list("cell", flat=True))
    np.random.default_rng(9).shuffle(cells)
    found: dict[int, list[Tile]] = {}
    for z in zooms:
        places = dict.fromkeys(tile_of(cell, z) for cell in cells)
        found[z] = [(z, x, y) for x, y in list(places)[:most]]
    return found


def our_squares(query: QueryDict, tile: Tile) -> Squares:
    return points_of(LAYER).squares(conditions_of(LAYER, query), *tile)


def our_tile(query: QueryDict, tile: Tile) -> bytes:
    """What the view does, without HTTP."""
    return draw_tile(LAYER, our_squares(query, tile), *tile)
