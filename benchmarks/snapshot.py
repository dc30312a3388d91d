"""Building and opening the snapshot, and whether a tile costs more when there are ten times more."""

import time
from dataclasses import replace
from functools import partial

import numpy as np
from django.utils import timezone

from benchmarks.measure import cpu_here, cpu_with_database, in_turn, middle
from benchmarks.results import Report
from benchmarks.tiles import LAYER, ZOOMS, filters, tiles_where_people_are
from city.models import Category
from livinglab.demo.crowd import STATES, draw_crowd
from maps.conditions import Condition
from maps.in_columns import InColumns
from maps.layers import layer
from maps.points import conditions_of
from maps.snapshot import build_snapshot, erase_folder, open_table, write_table
from maps.table import PER_DEGREE, Table, read_table
from maps.tiles import draw_tile

TILES, ROUNDS, TIMES, OPENED = 12, 5, 10, 20
MORE = 10


def run(size: int) -> Report:
    report = Report(("what", "figure"))
    start = time.perf_counter()
    cpu = cpu_with_database(lambda: build_snapshot(LAYER))
    wall = time.perf_counter() - start
    snapshot = build_snapshot(LAYER)
    report.row("building it, seconds", wall)
    report.row("building it, CPU seconds with the database's", cpu)
    opening = [
        _seconds(lambda: open_table(layer(LAYER), snapshot.folder, snapshot.rows))
        for _ in range(OPENED)
    ]
    report.row("opening it, ms (median)", 1000 * middle(opening))
    report.row("opening it, ms (slowest of 20)", 1000 * max(opening))
    table = open_table(layer(LAYER), snapshot.folder, snapshot.rows)
    report.row("bytes a point in the files", round(_bytes(table) / len(table)))
    report.goal("Building it, seconds", wall, "≤ 10")
    report.goal("Opening it, ms", 1000 * middle(opening), "≤ 50")
    _compare_sizes(report, table)
    report.notes += [
        f"Tiles as in the other benchmarks, z{', z'.join(map(str, ZOOMS))}; CPU, medians of {ROUNDS} "
        f"rounds in turn. The {MORE * len(table):,} points are drawn like the city's and only exist "
        "as a snapshot's files, mapped like the real ones.",
    ]
    return report


def _seconds(work) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _bytes(table: Table) -> int:
    arrays = [*table.columns.values(), *table.totals.values(), table.by_pk]
    return sum(each.nbytes for each in arrays)


def _compare_sizes(report: Report, table: Table) -> None:
    folder = write_table("benchmark", _drawn(MORE * len(table)))
    try:
        _tiles_of_both(report, table, _open_drawn(folder, MORE * len(table)))
    finally:
        erase_folder("benchmark", folder)


def _tiles_of_both(report: Report, table: Table, larger: Table) -> None:
    tiles = [tile for some in tiles_where_people_are(TILES).values() for tile in some]
    for chosen in filters():
        conditions = conditions_of(LAYER, chosen.params)
        rounds = in_turn(
            ROUNDS,
            one=partial(_cpu, _points(table), conditions, tiles),
            ten=partial(_cpu, _points(larger), conditions, tiles),
        )
        one, ten = (1000 * middle(rounds[name]) for name in ("one", "ten"))
        report.row(
            f"a tile, {chosen.name}: CPU ms at {len(table):,} / {len(larger):,}",
            f"{one:.2f} / {ten:.2f} ({ten / one:.2f}×)",
        )
        if not chosen.query:
            report.goal(f"A tile of {MORE} times more points, as a multiple", ten / one, "≤ 1.5")


def _cpu(points: InColumns, conditions: list[Condition], tiles) -> float:
    def work():
        for _ in range(TIMES):
            for tile in tiles:
                draw_tile(LAYER, points.squares(conditions, *tile), *tile)

    return cpu_here(work) / TIMES / len(tiles)


def _points(table: Table) -> InColumns:
    of = layer(LAYER)
    return InColumns(of, table, np.zeros(0, np.int64), read_table(of, of.rows().none()))


def _open_drawn(folder: str, rows: int) -> Table:
    """As another layer of the same columns would be opened."""
    return open_table(replace(layer(LAYER), name="benchmark"), folder, rows)


def _drawn(size: int) -> Table:
    """The columns of a larger city, without its rows."""
    of = layer(LAYER)
    keys = list(Category.objects.order_by("position").values_list("pk", flat=True))
    crowd = draw_crowd(size, categories=len(keys), threshold=30, now=timezone.now(), seed=10)
    empty = read_table(of, of.rows().none())
    words = dict(of.words)
    status, outcome = zip(*STATES, strict=True)
    columns = {name: np.zeros(size, values.dtype) for name, values in empty.columns.items()}
    columns |= {
        "cell": crowd.cell,
        "pk": np.arange(1, size + 1),
        "lon": np.rint(crowd.lon * PER_DEGREE).astype(np.int32),
        "lat": np.rint(crowd.lat * PER_DEGREE).astype(np.int32),
        "category_id": np.array(keys, np.int32)[crowd.category],
        "district_id": crowd.district.astype(np.int32),
        "created_at": crowd.created.astype("datetime64[us]").astype(np.int64),
        "support_count": crowd.supports.astype(np.int32),
        "status": np.array([words["status"].index(each) for each in status], np.uint8)[crowd.state],
        "outcome": np.array([words["outcome"].index(each) for each in outcome], np.uint8)[
            crowd.state
        ],
    }
    return Table.of(of, columns)
