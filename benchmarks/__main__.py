"""python -m benchmarks NAME [--size N] [--write]: one figure beside its yardstick."""

import argparse
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module

import django

from benchmarks.cluster import cluster, make_database
from benchmarks.folder import FOLDER, CannotRun

EMPTY = 0  # a database without proposals


@dataclass(frozen=True)
class Figure:
    module: str
    about: str
    size: int
    # How many proposals its city has: the size itself, none, or no database at all.
    city: str = "of that size"


FIGURES = {
    "encoder": Figure(
        "encoder", "Writing vector tiles, against mapbox-vector-tile; read by two decoders",
        10_000, city="none",
    ),
    "http": Figure(
        "http_tiles", "Tiles per second over HTTP, against an empty Django view on the same server",
        1_000_000,
    ),
    "postgis": Figure(
        "postgis", "CPU per tile, against PostGIS (ST_AsMVT, grid, GiST)", 1_000_000
    ),
    "supercluster": Figure(
        "supercluster", "CPU per tile, memory and change of filter, against supercluster on Node",
        1_000_000,
    ),
    "bytes": Figure(
        "view_bytes", "Bytes of one view of 1280 × 800, against all points as GeoJSON", 1_000_000
    ),
    "pan": Figure(
        "pan", "Moving the city map in Chromium, against the same map without marks", 1_000_000
    ),
    "exact": Figure(
        "exact", "Tiles, list and facets after random edits: snapshot, SQL and brute force",
        1_000_000,
    ),
    "pages": Figure("pages", "CPU of list and map, against what other platforms need", 10_000),
    "districts": Figure(
        "districts", "A million points into districts, against geopandas", 1_000_000, city="empty"
    ),
    "support": Figure(
        "support", "Supports a second on one hot proposal, against the same unique INSERT", 200_000,
        city="empty",
    ),
    "observations": Figure(
        "observations", "Observations a second over HTTP in batches, against COPY of the same rows",
        100_000, city="empty",
    ),
    "figures": Figure(
        "figures", "A night's figures at 10 supports a proposal, against DuckDB by hand and plain SQL",
        1_000_000,
    ),
    "release": Figure(
        "release", "All proposals as CSV and GeoParquet, against COPY … TO of the same rows",
        1_000_000,
    ),
    "snapshot": Figure(
        "snapshot", "Building and opening the snapshot; memory per process", 1_000_000
    ),
}  # fmt: skip


def main() -> None:
    arguments = _arguments()
    figure = FIGURES[arguments.name]
    size = arguments.size or figure.size
    try:
        with _django(figure, size):
            report = import_module(f"benchmarks.{figure.module}").run(size)
            results = import_module("benchmarks.results")
            print(f"{figure.about} ({size:,})\n\n{report.text()}")
            if arguments.write:
                command = " ".join(["python -m benchmarks", *sys.argv[1:]])
                title = arguments.name if size == figure.size else f"{arguments.name}, {size:,}"
                results.write(title, figure.about, command, size, report)
    except CannotRun as reason:
        sys.exit(str(reason))


def _arguments() -> argparse.Namespace:
    listed = "\n".join(f"  {name:13} {figure.about}" for name, figure in FIGURES.items())
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description="One figure beside its yardstick, on the same data in the same run.",
        epilog=f"figures:\n{listed}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("name", choices=list(FIGURES), metavar="NAME")
    parser.add_argument(
        "--size", type=int, metavar="N", help="how many proposals, points, features"
    )
    parser.add_argument("--write", action="store_true", help="keep it in benchmarks/RESULTS.md")
    return parser.parse_args()


@contextmanager
def _django(figure: Figure, size: int) -> Iterator[None]:
    """Django on a database of the benchmarks' own, filled with a city of the wanted size."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"
    proposals = size if figure.city == "of that size" else EMPTY
    name = f"city_{proposals}"
    os.environ["LIVINGLAB_VAR"] = str(FOLDER / name)
    if figure.city == "none":
        django.setup()
        yield
        return
    with cluster() as address:
        os.environ["DATABASE_URL"] = make_database(address, name)
        django.setup()
        import_module("benchmarks.data").make_city(proposals)
        yield


if __name__ == "__main__":
    main()
