"""Draws a crowd of proposals, as large as one likes: where, when, about what, and what became of it.

Many stand close together, as in a real city: 60 neighbourhoods and 300 spots draw more than
others, one in twenty shares its address with hundreds. The same seed draws the same crowd.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np
import shapely
from shapely.geometry import shape

from maps.cells import cell_of
from maps.locate import DECIMALS, districts_of
from maps.models import District, Population
from proposals.workflow import Outcome, Status

TEXTS = json.loads((Path(__file__).parent / "texts" / "crowd.json").read_text("utf-8"))
YEARS = 5
NEIGHBOURHOODS, SPOTS, ADDRESSES = 60, 300, 20
EVERYWHERE, AT_ONE_ADDRESS, AT_A_SPOT = 0.13, 0.05, 0.45  # the rest is around a neighbourhood
METRES_PER_DEGREE = 111_320
DAY = np.timedelta64(86_400, "s")
OPEN_DAYS = 25  # what waits for somebody has not waited longer, so that no clock is overdue

# What became of proposals; a state, and how often it is drawn.
STATES: dict[tuple[str, str], float] = {
    (Status.RECEIVED, ""): 0.05,
    (Status.NEEDS_INFO, ""): 0.01,
    (Status.IN_REVIEW, ""): 0.04,
    (Status.ACCEPTED, ""): 0.10,
    (Status.PLANNED, ""): 0.08,
    (Status.CLOSED, Outcome.DONE): 0.15,
    (Status.CLOSED, Outcome.DECLINED): 0.18,
    (Status.CLOSED, Outcome.NOT_RAISED): 0.32,
    (Status.CLOSED, Outcome.REFERRED): 0.07,
}
CODES = [outcome or status for status, outcome in STATES]
WAITING = {Status.RECEIVED, Status.NEEDS_INFO, Status.IN_REVIEW}


@dataclass(frozen=True)
class Crowd:
    """One row of each array is one proposal; `state` and `category` count from 0."""

    lon: np.ndarray
    lat: np.ndarray
    cell: np.ndarray
    district: np.ndarray
    category: np.ndarray
    state: np.ndarray
    created: np.ndarray  # seconds in UTC
    since: np.ndarray
    supports: np.ndarray
    words: np.ndarray  # one number, from which title and text are put together

    def __len__(self) -> int:
        return len(self.lon)


def draw_crowd(
    size: int, *, categories: int, threshold: int, now: datetime, seed: int = 1
) -> Crowd:
    rng = np.random.default_rng(seed)
    lon, lat, district = _Ground(rng).draw(size)
    state = rng.choice(len(STATES), size, p=list(STATES.values()))
    created, since = _times(rng, state, np.datetime64(int(now.timestamp()), "s"))
    # Keys follow the order of receipt, as in a city that is not generated.
    order = np.argsort(created, kind="stable")
    state, created, since = state[order], created[order], since[order]
    supports = _supports(rng, state, threshold)
    return Crowd(
        lon=lon, lat=lat, cell=cell_of(lon, lat), district=district,
        category=_zipf(rng, categories, size), state=state, created=created, since=since,
        supports=supports, words=rng.integers(0, 1 << 62, size),
    )  # fmt: skip


def _zipf(rng, kinds: int, size: int) -> np.ndarray:
    """The first is twice as frequent as the second, three times as the third."""
    share = 1 / np.arange(1, kinds + 1)
    return rng.choice(kinds, size, p=share / share.sum())


def _times(rng, state, now) -> tuple[np.ndarray, np.ndarray]:
    """When it was proposed (more of late), and since when it is in its state."""
    age = rng.random(len(state)) ** 1.4 * YEARS * 365
    waits = np.isin(state, [n for n, (status, _outcome) in enumerate(STATES) if status in WAITING])
    age[waits] = rng.random(waits.sum()) * OPEN_DAYS
    in_state = age * rng.random(len(state))
    in_state[state == 0] = age[state == 0]
    return now - _seconds(age), now - _seconds(in_state)


def _supports(rng, state: np.ndarray, threshold: int) -> np.ndarray:
    """A few have hundreds, most have five; the threshold is where the states say it is."""
    supports = np.minimum(rng.lognormal(1.6, 1.3, len(state)), 4_000).astype(np.int64)
    below = np.isin(state, [CODES.index(Status.RECEIVED), CODES.index(Outcome.NOT_RAISED)])
    supports[below] %= max(threshold, 1)
    in_review = state == CODES.index(Status.IN_REVIEW)
    supports[in_review] += threshold
    return supports


def _seconds(days: np.ndarray) -> np.ndarray:
    return (days * 86_400).astype("timedelta64[s]")


class _Ground:
    """Where the crowd may stand: inside the outlines of the current districts."""

    def __init__(self, rng: np.random.Generator):
        self.rng = rng
        districts = list(District.objects.current().order_by("code"))
        self._outlines = [shape(district.outline) for district in districts]
        shapely.prepare(self._outlines)
        self._shares = _shares(districts)
        self._middle = float(np.mean([district.label_lat for district in districts]))
        self.neighbourhoods = self._inside(NEIGHBOURHOODS)
        at = self.rng.integers(0, NEIGHBOURHOODS, SPOTS)
        self.spots = self._around(self.neighbourhoods[at], np.full(SPOTS, 350.0))
        self.addresses = self._around(self.spots[:ADDRESSES], np.full(ADDRESSES, 20.0))

    def draw(self, size: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Longitude, latitude and district; whoever would stand outside is drawn again."""
        points = self._points(size).round(DECIMALS)
        district = districts_of(*points.T)
        while (outside := np.flatnonzero(district == 0)).size:
            points[outside] = self._points(len(outside)).round(DECIMALS)
            district[outside] = districts_of(*points[outside].T)
        return points[:, 0], points[:, 1], district

    def _points(self, size: int) -> np.ndarray:
        kind = self.rng.random(size)
        near = self.neighbourhoods[_zipf(self.rng, NEIGHBOURHOODS, size)]
        points = self._around(near, self.rng.uniform(150, 700, size))
        at_spot = kind < EVERYWHERE + AT_ONE_ADDRESS + AT_A_SPOT
        spots = self.spots[_zipf(self.rng, SPOTS, at_spot.sum())]
        points[at_spot] = self._around(spots, self.rng.uniform(10, 120, at_spot.sum()))
        at_address = kind < EVERYWHERE + AT_ONE_ADDRESS
        points[at_address] = self.addresses[_zipf(self.rng, ADDRESSES, at_address.sum())]
        everywhere = kind < EVERYWHERE
        points[everywhere] = self._inside(everywhere.sum())
        return points

    def _around(self, points: np.ndarray, metres: np.ndarray) -> np.ndarray:
        far = self.rng.normal(0, 1, points.shape) * (metres / METRES_PER_DEGREE)[:, None]
        far[:, 0] /= np.cos(np.radians(self._middle))
        return points + far

    def _inside(self, size: int) -> np.ndarray:
        """Anywhere in a district, but more often where more people live."""
        points = np.empty((size, 2))
        at = self.rng.choice(len(self._outlines), size, p=self._shares)
        for n, outline in enumerate(self._outlines):
            open_places = np.flatnonzero(at == n)
            west, south, east, north = outline.bounds
            while open_places.size:
                drawn = self.rng.uniform((west, south), (east, north), (open_places.size, 2))
                points[open_places] = drawn
                open_places = open_places[~shapely.contains_xy(outline, *drawn.T)]
        return points


def _shares(districts: list[District]) -> np.ndarray:
    """Each district's share of the people; where nobody was counted, all the same."""
    people = dict(
        Population.objects.filter(district__in=districts, sex="", age_band="").values_list(
            "district", "persons"
        )
    )
    shares = np.array([people.get(district.pk, 0) or 1 for district in districts], float)
    return shares / shares.sum()


# ── Words ────────────────────────────────────────────────────────────────────────────────────


def words_of(crowd: Crowd, some: slice, slugs: list[str], dongs: dict[int, str]) -> Iterator[tuple]:
    """Title, text and place of each; for what has no spot of its own only the dong is named."""
    rows = zip(
        crowd.words[some].tolist(), crowd.category[some].tolist(), crowd.district[some].tolist(),
        strict=True,
    )  # fmt: skip
    for number, category, district in rows:
        slug, dong = slugs[category], dongs[district]
        number, problem = _pick(number, TEXTS["problems"].get(slug) or TEXTS["problems"]["walking"])
        number, since = _pick(number, TEXTS["since"])
        number, wish = _pick(number, TEXTS["wishes"])
        spot = _pick(number, TEXTS["spots"])[1] if slug in TEXTS["with_spot"] else ""
        title = f"{dong} {spot}, {problem[0]}" if spot else f"{dong} {problem[0]}"
        yield title, f"{problem[1]} {since} {wish} {TEXTS['mark']}", spot


def _pick(number: int, choices: list):
    number, place = divmod(number, len(choices))
    return number, choices[place]
