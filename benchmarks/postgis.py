"""CPU per tile: ours beside PostGIS, which clusters the same points with ST_AsMVT."""

from functools import partial

import mapbox_vector_tile
from django.db import connection

from benchmarks.measure import cpu_with_database, in_turn, middle
from benchmarks.results import Report
from benchmarks.tiles import (
    LAYER,
    ZOOMS,
    Filter,
    Tile,
    filters,
    our_squares,
    our_tile,
    tiles_where_people_are,
)
from maps.snapshot import build_snapshot

TILES, ROUNDS = 8, 3
SQUARE = 16  # to a side of a tile, as ours
WORLD = 40_075_016.685578488

# The yardstick gets a narrow table of its own, points in the projection of the tiles, and
# indexes for place alone and for place with category.
TABLE = """
    CREATE EXTENSION IF NOT EXISTS postgis;
    CREATE EXTENSION IF NOT EXISTS btree_gist;
    DROP TABLE IF EXISTS yardstick;
    CREATE TABLE yardstick AS SELECT id, category_id, district_id, created_at, status::text,
        coalesce(nullif(outcome, ''), status)::text AS state,
        ST_Transform(ST_SetSRID(ST_MakePoint(lon, lat), 4326), 3857) AS at
        FROM proposals_proposal WHERE hidden_at IS NULL AND cell IS NOT NULL ORDER BY cell;
    CREATE INDEX ON yardstick USING gist (at);
    CREATE INDEX ON yardstick USING gist (at, category_id);
    VACUUM ANALYZE yardstick
"""
QUERY = """
    SELECT ST_AsMVT(squares, 'proposals', 4096, 'place') FROM (
        SELECT ST_AsMVTGeom(
                ST_SetSRID(ST_MakePoint(avg(ST_X(at)), avg(ST_Y(at))), 3857),
                ST_TileEnvelope(%(z)s, %(x)s, %(y)s), 4096, 0, false) AS place,
            count(*) AS count,
            CASE WHEN count(*) = 1 THEN min(id) ELSE 0 END AS id,
            CASE WHEN count(*) = 1 THEN min(category_id) ELSE 0 END AS category,
            CASE WHEN count(*) = 1 THEN min(state) ELSE '' END AS state
        FROM yardstick
        WHERE at && ST_TileEnvelope(%(z)s, %(x)s, %(y)s) AND {where}
        GROUP BY ST_SnapToGrid(at, %(left)s, %(top)s, %(side)s, %(side)s)
    ) AS squares
"""


def run(size: int) -> Report:
    _make_table()
    build_snapshot(LAYER)
    report = Report(
        ("filter", *(f"z{z}: ours / PostGIS, CPU ms" for z in ZOOMS), "six zooms, times cheaper"),
        packages=("numpy", "django", "psycopg"),
    )
    tiles = tiles_where_people_are(TILES)
    ratios, pairs = {}, []
    for each in filters():
        ratios[each.name] = _measure(report, each, tiles)
        pairs += [_totals(each, tile) for some in tiles.values() for tile in some]
    without, *chosen = ratios.values()
    report.goal("No filter, times cheaper", without, "≥ 100")
    report.goal("Worst of four filters, times cheaper", min(chosen), "≥ 10")
    report.notes += [
        _difference(pairs),
        f"Up to {TILES} tiles a zoom, drawn where proposals are; medians of {ROUNDS} rounds, taken "
        "in turn. Python's CPU and that of the PostgreSQL backend (ticks of 10 ms) together; "
        "parallel queries and JIT are off. PostGIS also has an index of place with category.",
        _version(),
    ]
    return report


def _measure(report: Report, chosen: Filter, tiles: dict[int, list[Tile]]) -> float:
    ours, theirs, cells = 0.0, 0.0, []
    for some in tiles.values():
        # A backend's clock ticks every 10 ms: where tiles are cheap, more of them.
        times = 1 if len(some) > 2 else 3
        rounds = in_turn(
            ROUNDS,
            ours=partial(_cpu, our_tile, chosen.params, some, 4 * times),
            theirs=partial(_cpu, _their_tile, chosen, some, times),
        )
        mine, their = (1000 * middle(rounds[name]) for name in ("ours", "theirs"))
        cells.append(f"{mine:.2f} / {their:.3g}")
        ours, theirs = ours + mine, theirs + their
    report.row(chosen.name, *cells, f"{theirs / ours:.0f}×")
    return theirs / ours


def _cpu(answer, chosen, some: list[Tile], times: int) -> float:
    """Seconds for one tile."""

    def work():
        for _ in range(times):
            for tile in some:
                answer(chosen, tile)

    return cpu_with_database(work) / times / len(some)


def _their_tile(chosen: Filter, tile: Tile) -> bytes:
    z, x, y = tile
    side = WORLD / 2**z / SQUARE
    left, top = -WORLD / 2 + x * WORLD / 2**z, WORLD / 2 - y * WORLD / 2**z
    with connection.cursor() as cursor:
        cursor.execute(
            QUERY.format(where=chosen.where),
            # Snapping goes to the nearest corner, so corners lie in the middle of squares.
            {"z": z, "x": x, "y": y, "side": side, "left": left + side / 2, "top": top - side / 2},
        )
        return bytes(cursor.fetchone()[0])


def _totals(chosen: Filter, tile: Tile) -> tuple[int, int]:
    features = mapbox_vector_tile.decode(_their_tile(chosen, tile)).get(LAYER, {})
    theirs = sum(each["properties"]["count"] for each in features.get("features", []))
    return our_squares(chosen.params, tile).total, theirs


def _difference(pairs: list[tuple[int, int]]) -> str:
    unequal = [(ours, theirs) for ours, theirs in pairs if ours != theirs]
    more = sum(theirs - ours for ours, theirs in unequal)
    total = sum(ours for ours, _theirs in pairs)
    return (
        f"Of {len(pairs)} tiles {len(unequal)} have another total in PostGIS, {more:,} rows more in "
        f"{total:,}: `&&` compares boxes of single precision, a metre here, so both neighbours count "
        "what lies along their border. Ours are right (see exact)."
    )


def _make_table() -> None:
    with connection.cursor() as cursor:
        for statement in TABLE.split(";"):
            cursor.execute(statement)


def _version() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version'), postgis_lib_version()")
        return "PostgreSQL {}, PostGIS {}.".format(*cursor.fetchone())
