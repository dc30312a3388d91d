"""Tiles per second over HTTP, beside an empty Django view on the same server."""

from benchmarks.measure import load_average, middle
from benchmarks.results import Report
from benchmarks.server import Load, Server, server
from benchmarks.tiles import LAYER, ZOOMS, Filter, filters, our_tile, tiles_where_people_are
from maps.points import revision
from maps.snapshot import build_snapshot

TILES, SECONDS, ROUNDS = 12, 5, 5
EMPTY = "an empty view"


def run(size: int) -> Report:
    build_snapshot(LAYER)
    tiles = [tile for some in tiles_where_people_are(TILES).values() for tile in some]
    ways = {EMPTY: ["/empty/"]}
    for each in filters():
        ways[f"tiles, {each.name}"] = [_path(tile, each) for tile in tiles]
    with server() as running:
        loads = _measure(running, ways)
        same = all(
            running.get(_path(tile, each)) == our_tile(each.params, tile)
            for tile in tiles
            for each in filters()
        )
    report = _compare(loads)
    report.same(
        f"All {len(tiles)} tiles × {len(filters())} filters, as over HTTP and in here", same
    )
    refused = sum(load.refused for some in loads.values() for load in some)
    report.notes += [
        f"{len(tiles)} tiles of z{', z'.join(map(str, ZOOMS))}, where proposals are, in turn; wrk "
        f"with 8 connections on the same machine, {SECONDS} s each, {ROUNDS} rounds in turn. "
        "Gunicorn as `serve` starts it (one process, 8 threads), with all middleware. "
        f"{refused} answers were errors.",
        "A tile takes some 0.3 to 0.4 ms more than an empty answer of the same process; from run "
        "to run the share of the first row moved between 0.47 and 0.54 on this machine.",
        f"Load average at the end: {load_average()}.",
    ]
    return report


def _compare(loads: dict[str, list[Load]]) -> Report:
    """Each way beside the empty view of the same round."""
    report = Report(
        ("what is asked for", "per second", "of the empty view", "median, ms"),
        packages=("django", "gunicorn"),
    )
    for name, some in loads.items():
        pairs = zip(some, loads[EMPTY], strict=True)
        share = middle(one.per_second / empty.per_second for one, empty in pairs)
        speed = middle(load.per_second for load in some)
        report.row(name, speed, share, middle(load.middle_ms for load in some))
        if name == "tiles, no filter":
            report.goal("Tiles without filter, of the empty view's requests", share, "≥ 0.5")
    return report


def _measure(running: Server, ways: dict[str, list[str]]) -> dict[str, list[Load]]:
    for paths in ways.values():
        running.load(paths, 1)  # the first requests pay for what is read once
    loads: dict[str, list[Load]] = {name: [] for name in ways}
    for _ in range(ROUNDS):
        for name, paths in ways.items():
            loads[name].append(running.load(paths, SECONDS))
    return loads


def _path(tile, chosen: Filter) -> str:
    z, x, y = tile
    return f"/tiles/{LAYER}/{z}/{x}/{y}.mvt?rev={revision(LAYER)}&{chosen.query}".rstrip("&")
