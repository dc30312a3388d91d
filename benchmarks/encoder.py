"""Writing vector tiles: our encoder beside mapbox-vector-tile, both read back by two decoders."""

from base64 import b64encode

import mapbox_vector_tile
import numpy as np

from benchmarks.measure import cpu_here, in_turn, middle
from benchmarks.node import Node
from benchmarks.results import Report
from maps.mvt import EXTENT, Coded, encode

GOALS = {256: "≥ 20", 10_000: "≥ 100"}
STATES = ["", "received", "in_review", "accepted", "planned", "done", "declined"]
LAYER = "proposals"
NAMES = ("count", "id", "category", "state")
ROUNDS = 15


def run(size: int) -> Report:
    report = Report(
        ("features", "ours, CPU ms", "mapbox-vector-tile, CPU ms", "ratio", "ours, bytes",
         "theirs, bytes"),
        packages=("numpy", "mapbox-vector-tile"),
    )  # fmt: skip
    sizes = sorted({256, size})
    same = [_measure(report, each) for each in sizes]
    report.same("Both encoders' tiles, as both decoders read them, and what was written", all(same))
    report.notes.append(
        "Four properties a feature (count, id, category, state), as in the map's own tiles. "
        "mapbox-vector-tile gets its features ready-made; making them is not counted."
    )
    return report


def _measure(report: Report, size: int) -> bool:
    x, y, properties = features(size)
    theirs = as_dicts(x, y, properties)
    tiles: dict[str, bytes] = {}

    def ours() -> float:
        return cpu_here(lambda: tiles.update(ours=encode(LAYER, x, y, properties)))

    def yardstick() -> float:
        return cpu_here(lambda: tiles.update(theirs=encode_theirs(theirs)))

    rounds = in_turn(ROUNDS if size <= 1_000 else 5, ours=_repeated(ours, size), theirs=yardstick)
    mine, their = middle(rounds["ours"]), middle(rounds["theirs"])
    report.row(
        size, 1000 * mine, 1000 * their, f"{their / mine:.0f}×",
        len(tiles["ours"]), len(tiles["theirs"]),
    )  # fmt: skip
    if size in GOALS:
        report.goal(f"{size:,} features, times faster", their / mine, GOALS[size])
    written = sorted(plain(feature) for feature in theirs)
    return all(written == read(tile) == _read_in_node(tile) for tile in tiles.values())


def _repeated(work, size: int):
    """The clock of the CPU is too coarse for one small tile: many of them, divided."""
    times = max(1, 20_000 // size)
    return lambda: sum(work() for _ in range(times)) / times


def features(size: int):
    rng = np.random.default_rng(size)
    count = np.where(rng.random(size) < 0.4, 1, rng.zipf(1.6, size) % 5_000 + 1)
    alone = count == 1
    properties = {
        "count": count,
        "id": np.where(alone, rng.integers(1, 1_000_000, size), 0),
        "category": np.where(alone, rng.integers(1, 9, size), 0),
        "state": Coded(np.where(alone, rng.integers(1, len(STATES), size), 0), STATES),
    }
    return rng.integers(0, EXTENT, size), rng.integers(0, EXTENT, size), properties


def as_dicts(x, y, properties) -> list[dict]:
    names = list(properties)
    columns = [
        [values.words[code] for code in values.codes]
        if isinstance(values, Coded)
        else values.tolist()
        for values in properties.values()
    ]
    rows = zip(x.tolist(), y.tolist(), *columns, strict=True)
    return [
        {
            "geometry": {"type": "Point", "coordinates": [at_x, at_y]},
            "properties": dict(zip(names, values, strict=True)),
        }
        for at_x, at_y, *values in rows
    ]


def encode_theirs(features: list[dict]) -> bytes:
    return mapbox_vector_tile.encode(
        [{"name": LAYER, "features": features}], default_options={"y_coord_down": True}
    )


def plain(feature: dict) -> tuple:
    return (*feature["geometry"]["coordinates"], *feature["properties"].values())


def read(tile: bytes) -> list[tuple]:
    """By mapbox-vector-tile."""
    found = mapbox_vector_tile.decode(tile, default_options={"y_coord_down": True})
    return sorted(
        (*each["geometry"]["coordinates"], *(each["properties"][name] for name in NAMES))
        for each in found[LAYER]["features"]
    )


def _read_in_node(tile: bytes) -> list[tuple]:
    """By @mapbox/vector-tile, which is what browsers use."""
    with Node("decode.mjs") as node:
        found = node.ask(tile=b64encode(tile).decode(), layer=LAYER)
    return sorted((x, y, *(of[name] for name in NAMES)) for x, y, _id, of in found)
