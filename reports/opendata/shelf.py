"""The files of a release as a reader looks for them: table by table, each with its first rows."""

import csv
from dataclasses import dataclass, field
from itertools import islice

from city.words import Words
from reports.extract.columns import Column
from reports.models import Release, ReleaseFile
from reports.opendata.codes import codes_of
from reports.opendata.datasets import File, Published
from reports.opendata.release import path_of

ROWS_SHOWN, CHARACTERS_SHOWN = 10, 80
ORDER = (".csv", ".geojson", ".gpkg", ".parquet", "-dictionary.csv", "-schema.json",
         ".csv-metadata.json")  # fmt: skip
FORMATS = {
    ".csv": "CSV", ".geojson": "GeoJSON", ".gpkg": "GeoPackage", ".parquet": "Parquet",
    "-schema.json": "Table Schema", ".csv-metadata.json": "CSVW",
}  # fmt: skip


@dataclass
class Described:
    """One column with what it may hold."""

    column: Column
    codes: list[tuple[str, Words]]


@dataclass
class Preview:
    heads: list[tuple[str, Words | str]]  # name and what it is called
    rows: list[list[str]]


@dataclass
class Shelf:
    """One table of a dataset with all its files."""

    name: str
    title: Words
    columns: list[Described]
    rows: int = 0
    data: list[ReleaseFile] = field(default_factory=list)
    about: list[ReleaseFile] = field(default_factory=list)
    csv: ReleaseFile | None = None
    preview: Preview | None = None


def shelves_of(release: Release, published: Published, *, is_demo: bool) -> list[Shelf]:
    """`release` comes with its files and their withdrawals fetched."""
    files = sorted(release.files.all(), key=lambda file: ORDER.index(_ending(file.name)))
    return [_shelf(each, files, is_demo) for each in published.files]


def _shelf(table: File, files: list[ReleaseFile], is_demo: bool) -> Shelf:
    columns = [
        Described(column, codes_of(table.name, column.name))
        for column in table.columns_in(is_demo=is_demo)
    ]
    shelf = Shelf(table.name, table.title, columns)
    for file in files:
        if file.name.removesuffix(_ending(file.name)) != table.name:
            continue
        is_about = _ending(file.name) in ORDER[4:]
        (shelf.about if is_about else shelf.data).append(file)
        if _ending(file.name) == ".csv":
            shelf.csv, shelf.rows = file, file.rows
            shelf.preview = None if file.is_withdrawn else preview(file, table)
    return shelf


def _ending(name: str) -> str:
    return next((ending for ending in reversed(ORDER) if name.endswith(ending)), ".csv")


def format_of(name: str) -> str:
    return FORMATS.get(_ending(name), "CSV")


def preview(file: ReleaseFile, table: File) -> Preview | None:
    labels = {column.name: column.label for column in table.columns_in(is_demo=True)}
    try:
        with path_of(file).open(encoding="utf-8-sig", newline="") as opened:
            names, *rows = islice(csv.reader(opened), ROWS_SHOWN + 1)
    except (FileNotFoundError, ValueError):
        return None
    heads = [(name, labels.get(name, name)) for name in names]
    return Preview(heads, [[cell[:CHARACTERS_SHOWN] for cell in row] for row in rows])
