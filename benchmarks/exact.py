"""The same numbers everywhere: snapshot with changes, database and brute force, after edits."""

from collections import Counter
from functools import lru_cache

import numpy as np

from benchmarks.brute_force import FACETS, Rows, without
from benchmarks.edits import edit_at_random, undone
from benchmarks.results import Report
from benchmarks.tiles import LAYER, Filter, Tile, filters, tiles_where_people_are
from city.models import City
from maps import points
from maps.in_columns import InColumns
from maps.in_database import InDatabase
from maps.layers import layer
from maps.snapshot import build_snapshot
from maps.tiles import draw_tile

TILES, BOXES, SEED = 4, 3, 20261122
ORDERS = ("support", "newest")


def run(size: int) -> Report:
    build_snapshot(LAYER)
    asked: Counter = Counter()
    wrong: Counter = Counter()
    with undone():
        touched = edit_at_random(SEED)
        snapshot, database = _both_ways()
        for chosen in [
            *filters(),
            Filter("words", "q=주차"),
            Filter("outcome", "outcome=declined"),
        ]:
            _check(chosen, snapshot, database, asked, wrong)
    points.forget()
    report = Report(("compared", "how many", "not equal"))
    for what, number in asked.items():
        report.row(what, number, wrong[what])
    report.same("Everything", not wrong.total())
    report.notes += [
        f"After {touched:,} edits in one transaction, undone afterwards: hidden, moved, pins taken "
        "away, decided, category and district changed, merged, backed, deleted, added. The "
        f"snapshot was built before them, so they are all in its delta ({len(snapshot.gone):,} gone, "
        f"{len(snapshot.fresh):,} fresh).",
        "Brute force looks at every row that ProposalFilter (the list's own filters) leaves, and "
        "finds its tile by the textbook's formula.",
        f"Seven filters (none, four of the other benchmarks, words, outcome); up to {TILES} tiles "
        f"at each of six zooms; {BOXES} views of different size, by support and newest.",
    ]
    return report


def _both_ways() -> tuple[InColumns, InDatabase]:
    snapshot = points.known(LAYER, anew=True).points
    assert isinstance(snapshot, InColumns), "too few rows for a snapshot: MAP_SNAPSHOT_FROM"
    return snapshot, InDatabase(layer(LAYER))


def _check(chosen: Filter, snapshot: InColumns, database: InDatabase, asked, wrong) -> None:
    conditions = points.conditions_of(LAYER, chosen.params)
    read = lru_cache(maxsize=8)(Rows.of)

    def note(what: str, is_same: bool) -> None:
        asked[what] += 1
        wrong[what] += not is_same

    for some in tiles_where_people_are(TILES).values():
        for tile in some:
            mine = snapshot.squares(conditions, *tile)
            plain = draw_tile(LAYER, database.squares(conditions, *tile), *tile)
            note("tiles, byte by byte: snapshot, database",
                 draw_tile(LAYER, mine, *tile) == plain)  # fmt: skip
            rows = read(chosen.query)
            note("totals of tiles: snapshot, brute force",
                 mine.total == int(rows.in_tile(*tile).sum()))  # fmt: skip
            children = sum(snapshot.squares(conditions, *child).total for child in _children(tile))
            note("four children's totals, and the parent's", children == mine.total)
    for box in _boxes():
        for order in ORDERS:
            mine_view = snapshot.in_view(conditions, box, order)
            note("list, total and facets of a view: snapshot, database",
                 mine_view == database.in_view(conditions, box, order))  # fmt: skip
            note("list, total and facets of a view: snapshot, brute force",
                 _as_words(mine_view) == _by_brute_force(read, chosen.query, box, order))  # fmt: skip


def _by_brute_force(read, query: str, box, order: str) -> tuple:
    rows = read(query)
    here = rows.in_box(*box)
    facets = {}
    for name in FACETS:
        others = read(without(query, name))
        facets[name] = others.facet(name, others.in_box(*box))
    return int(here.sum()), rows.first(here, order, 50), facets


def _as_words(view) -> tuple:
    facets = {
        name: {str(value): count for value, count in found.items()}
        for name, found in view.facets.items()
    }
    return view.total, view.keys, facets


def _children(tile: Tile) -> list[Tile]:
    z, x, y = tile
    return [(z + 1, 2 * x + right, 2 * y + down) for right in (0, 1) for down in (0, 1)]


def _boxes() -> list[tuple[float, float, float, float]]:
    """The whole city, a quarter of its width and a street."""
    city = City.objects.current()
    rng = np.random.default_rng(SEED)
    boxes = []
    for share in (1.0, 0.25, 0.02)[:BOXES]:
        wide, high = (city.east - city.west) * share, (city.north - city.south) * share
        west = city.west + rng.random() * (city.east - city.west - wide)
        south = city.south + rng.random() * (city.north - city.south - high)
        boxes.append((west, south, west + wide, south + high))
    return boxes
