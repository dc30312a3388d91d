"""CPU per tile, memory and change of filter: ours beside supercluster in a Node process."""

import os
from functools import partial

import numpy as np
from django.http import QueryDict

from benchmarks.folder import FOLDER
from benchmarks.measure import cpu_here, in_turn, memory_of, middle
from benchmarks.node import Node
from benchmarks.results import Report
from benchmarks.tiles import (
    LAYER,
    ZOOMS,
    Tile,
    filters,
    our_squares,
    our_tile,
    tiles_where_people_are,
)
from city.models import Category
from maps import points
from maps.layers import layer
from maps.snapshot import build_snapshot, open_table
from maps.table import PER_DEGREE

TILES, ROUNDS, TIMES = 12, 5, 20
COMPARED = (10, 12, 14, 16)
A_VIEW = 6  # tiles
NO_FILTER = QueryDict("")


def run(size: int) -> Report:
    snapshot = build_snapshot(LAYER)
    places, categories = _write_points(snapshot)
    tiles = tiles_where_people_are(TILES)
    report = Report(("", "ours", "supercluster", "ratio"), packages=("numpy", "django"))
    with Node("supercluster.mjs") as node:
        before = memory_of(node.pid)
        node.ask(ask="load", places=places, categories=categories)
        built = node.ask(ask="build")["cpu"]
        _compare_tiles(report, node, tiles)
        _compare_memory(report, node, before, tiles)
        _compare_filters(report, node, tiles[12][:A_VIEW])
        _compare_answers(report, node, tiles, size)
    report.notes += [
        f"supercluster needed {built:.2g} CPU s to index the points, in each process anew; our "
        "files are built once (see snapshot) and opened by every process.",
        f"Up to {TILES} tiles a zoom, {TIMES} times each; medians of {ROUNDS} rounds, in turn. Both "
        "give vector tiles: ours with draw_tile, supercluster's getTile through vt-pbf.",
        "A change of filter costs supercluster what the filter leaves, since those points are "
        "indexed anew, and ours what is in view: a rare category is the yardstick's best case, and "
        "a frequent one or the way back to none ours.",
        "From z17 on supercluster does not cluster (maxZoom 16, its default).",
    ]
    return report


def _write_points(snapshot) -> tuple[str, str]:
    table = open_table(layer(LAYER), snapshot.folder, snapshot.rows)
    places, categories = FOLDER / "places.bin", FOLDER / "categories.bin"
    at = np.column_stack([table.columns["lon"], table.columns["lat"]]) / PER_DEGREE
    at.astype("<f8").tofile(places)
    table.columns["category_id"].astype("<i4").tofile(categories)
    return str(places), str(categories)


def _compare_tiles(report: Report, node: Node, tiles: dict[int, list[Tile]]) -> None:
    ours, theirs = 0.0, 0.0
    for z in ZOOMS:
        some = tiles[z]
        rounds = in_turn(
            ROUNDS,
            ours=partial(cpu_here, partial(_ours, some)),
            theirs=partial(_theirs, node, some),
        )
        mine, their = (
            1000 * middle(rounds[name]) / TIMES / len(some) for name in ("ours", "theirs")
        )
        report.row(f"a tile of z{z}, CPU ms", mine, their, f"{mine / their:.2f}×")
        if z in COMPARED:
            ours, theirs = ours + mine, theirs + their
    report.goal("CPU of a tile, z10…z16 together, as a multiple", ours / theirs, "≤ 4")


def _theirs(node: Node, some: list[Tile]) -> float:
    return node.ask(ask="tiles", tiles=some, times=TIMES)["cpu"]


def _ours(some: list[Tile]) -> None:
    for _ in range(TIMES):
        for tile in some:
            our_tile(NO_FILTER, tile)


def _compare_memory(report: Report, node: Node, before: float, tiles) -> None:
    """What the points add to a process; all that we have mapped is put to our account."""
    node.ask(ask="tidy")
    theirs = memory_of(node.pid) - before
    filtered = filters()[1].params
    points.forget()
    start = memory_of(os.getpid())
    for some in tiles.values():
        for tile in some:
            our_tile(NO_FILTER, tile)
            our_tile(filtered, tile)
    ours = max(memory_of(os.getpid()) - start, 0.1)
    report.row("memory a process takes for it, MB", ours, theirs, f"{ours / theirs:.2f}×")
    report.goal("Memory per process, as a share", ours / theirs, "≤ 0.25")


def _compare_filters(report: Report, node: Node, view: list[Tile]) -> None:
    """A reader ticks a category: the tiles of one view."""
    *_, last = categories = list(Category.objects.order_by("position"))
    ratios = []
    for which, category in {"most": categories[0], "least": last}.items():
        query = QueryDict(f"category={category.slug}")
        rounds = in_turn(
            ROUNDS,
            ours=partial(_our_change, query, view),
            theirs=partial(_their_change, node, category.pk, view),
        )
        mine, their = (1000 * middle(rounds[name]) for name in ("ours", "theirs"))
        report.row(f"filter by the {which} frequent category, one view, CPU ms", mine, their,
                   f"1/{their / mine:.0f}")  # fmt: skip
        ratios.append(their / mine)
    report.goal("Change of filter, times faster (the slower of two)", min(ratios), "≥ 25")
    node.ask(ask="build")


def _our_change(query: QueryDict, view: list[Tile]) -> float:
    """The address is read anew as well."""
    points._meaning.cache_clear()
    return cpu_here(lambda: [our_tile(query, tile) for tile in view])


def _their_change(node: Node, category: int, view: list[Tile]) -> float:
    built = node.ask(ask="build", category=category)["cpu"]
    return built + node.ask(ask="tiles", tiles=view, times=1)["cpu"]


def _compare_answers(report: Report, node: Node, tiles, size: int) -> None:
    """All tiles of z12 that hold anything, on both sides."""
    z = 12
    first = tiles[8][0]
    scale = 1 << z - 8
    every = [
        (z, first[1] * scale + dx, first[2] * scale + dy)
        for dx in range(scale)
        for dy in range(scale)
    ]
    ours = sum(our_squares(NO_FILTER, tile).total for tile in every)
    theirs = sum(node.ask(ask="count", tiles=every)["answer"])
    report.same(f"All our tiles of z12 inside one of z8, added up ({ours:,}), and that tile",
                ours == our_squares(NO_FILTER, first).total)  # fmt: skip
    report.notes.append(
        f"supercluster's tiles of z12 add up to {theirs:,}, {theirs / ours:.0%} of that: each carries "
        "a margin of its neighbours, which the browser clips."
    )
