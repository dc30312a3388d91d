"""The outlines of all districts, kept in memory: which one holds a point on a day?"""

import threading
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache

import numpy as np
import shapely
from django.utils import timezone
from shapely.geometry import shape

from maps.cover import Cover, cover
from maps.models import District

# From so many points on, squares are worth the tenth of a second that they take to be drawn.
MANY = 5_000


_building = threading.Lock()


class Borders:
    """The outlines in force together; a shared border belongs to the lowest code."""

    def __init__(self, keys: np.ndarray, outlines: np.ndarray):
        self.keys = keys
        self.outlines = outlines
        self.tree = shapely.STRtree(outlines)

    @cached_property
    def cover(self) -> Cover:
        with _building:
            return cover(self.outlines)

    def find(self, lons: np.ndarray, lats: np.ndarray) -> np.ndarray:
        """The key of the district of each point; 0 where it is in none."""
        if not len(self.keys):
            return np.zeros(len(lons), np.int64)
        if len(lons) >= MANY or "cover" in self.__dict__:
            places = self.cover.find(lons, lats)
        else:
            places = self._ask_near(lons, lats)
        # -1 is no place, and the last of these keys.
        return np.append(self.keys, 0)[places]

    def holds(self, keys: list[int], lons: np.ndarray, lats: np.ndarray) -> np.ndarray:
        """Whether each point lies in the district of that key, one of these, or on its border."""
        place_of = {key: place for place, key in enumerate(self.keys.tolist())}
        places = np.array([place_of.get(key, -1) for key in keys])
        here = places >= 0
        here[here] = shapely.intersects_xy(self.outlines[places[here]], lons[here], lats[here])
        return here

    def _ask_near(self, lons: np.ndarray, lats: np.ndarray) -> np.ndarray:
        points, places = self.tree.query(shapely.points(lons, lats))
        # "Intersects" takes points on the border too; the first district keeps them.
        here = shapely.intersects_xy(self.outlines[places], lons[points], lats[points])
        first = np.full(len(lons), len(self.keys))
        np.minimum.at(first, points[here], places[here])
        return first


@dataclass(frozen=True)
class OutlineIndex:
    """Every version of every outline, prepared, in the order of their codes."""

    version: str
    keys: np.ndarray
    outlines: np.ndarray
    valid: list[tuple[date | None, date | None]]
    together: dict[tuple[int, ...], Borders] = field(default_factory=dict)

    def valid_on(self, day: date | None) -> tuple[int, ...]:
        day = day or timezone.localdate()
        return tuple(
            place
            for place, (start, end) in enumerate(self.valid)
            if (start is None or start <= day) and (end is None or day < end)
        )

    def on(self, day: date | None) -> Borders:
        places = self.valid_on(day)
        if places not in self.together:
            chosen = list(places)
            self.together[places] = Borders(self.keys[chosen], self.outlines[chosen])
        return self.together[places]

    def since(self, day: date) -> date:
        """The day from which the outlines of that day are in force: few, of many days."""
        turns = {turn for days in self.valid for turn in days if turn and turn <= day}
        return max(turns, default=date.min)

    def known_on(self, day: date | None) -> Borders:
        """Of that day, or the oldest that are known where it was before all of them."""
        starts = [start for start, _end in self.valid if start]
        is_before_all = day and starts and day < min(starts) and not self.valid_on(day)
        return self.on(min(starts) if is_before_all else day)


def outline_index() -> OutlineIndex:
    """Read anew by each process as soon as a district is added, changed or ended."""
    version = District.objects.version()
    with _building:  # threads that come at once share one building
        return _build(version)


@lru_cache(maxsize=1)
def _build(version: str) -> OutlineIndex:
    rows = list(
        District.objects.order_by("code", "pk").values_list(
            "pk", "outline", "valid_from", "valid_to"
        )
    )
    outlines = np.array([shape(outline) for _pk, outline, *_days in rows], object)
    shapely.prepare(outlines)
    west, south, east, north = shapely.bounds(outlines).reshape(-1, 4).T
    # The first question finishes the preparing, which threads must not do together.
    shapely.intersects_xy(outlines, (west + east) / 2, (south + north) / 2)
    return OutlineIndex(
        version=version,
        keys=np.array([pk for pk, *_rest in rows], np.int64),
        outlines=outlines,
        valid=[(start, end) for _pk, _outline, start, end in rows],
    )
