"""Loads district outlines: new ones, corrected ones, and those that take over on a day."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import shapely
from django.db import transaction
from django.db.models import Q
from shapely.geometry import shape

from city.models import City
from maps.models import District, Succession
from maps.outline_files import Columns, FileRefused, read_outlines, short_name
from maps.outlines import DECIMALS
from maps.settle import settle_rows

__all__ = ["FileRefused", "Loaded", "fit_city_bounds", "load_districts", "short_name"]

# Borders drawn twice differ by slivers; only a real share of an area counts as taken over.
REAL_SHARE = 0.02


@dataclass(frozen=True)
class Loaded:
    """What a file changed, and what of it had to be put right."""

    added: int
    updated: int
    unchanged: int
    ended: int
    placed: int  # rows that had no district before
    moved: int  # rows that lie in another district than it was thought
    astray: int  # rows that lie in none now; they keep the one they had
    notes: list[str] = field(default_factory=list)


def load_districts(
    *,
    path: str | Path,
    code_column: str | None = None,
    name_column: str | None = None,
    valid_from: date | None = None,
    source: str = "",
    crs: str | None = None,
    only: str = "",
) -> Loaded:
    """Adds the file's districts, or updates those with the same code and day, all or nothing.

    With `valid_from`, the districts that the new ones cover end on that day, and each is noted
    as the predecessor of those that took over from it.
    """
    file = read_outlines(Path(path), columns=Columns(code_column, name_column), crs=crs, only=only)
    with transaction.atomic():
        saved = [_save(each, valid_from, source or Path(path).name) for each in file.districts]
        rows = [row for row, _what in saved]
        changed = {row.pk for row, what in saved if what != "unchanged"}
        ended, left = _end_predecessors(rows, changed, valid_from) if valid_from else (0, set())
        fit_city_bounds()
        settled = settle_rows(changed | left)
    done = [what for _row, what in saved]
    return Loaded(
        added=done.count("added"),
        updated=done.count("updated"),
        unchanged=done.count("unchanged"),
        ended=ended,
        placed=settled.placed,
        moved=settled.moved,
        astray=settled.astray,
        notes=file.notes,
    )


def _save(found: dict, valid_from: date | None, source: str) -> tuple[District, str]:
    fields = {**found, "source": source[:200]}
    row = District.objects.filter(code=found["code"], valid_from=valid_from).first()
    if row is None:
        return District.objects.create(**fields, valid_from=valid_from), "added"
    if all(getattr(row, name) == value for name, value in fields.items()):
        return row, "unchanged"
    for name, value in fields.items():
        setattr(row, name, value)
    row.save()
    return row, "updated"


def _end_predecessors(rows: list[District], changed: set[int], day: date) -> tuple[int, set[int]]:
    """Ends what the rows take over from, and notes who came after whom.

    Returns how many ended, and those from which a changed row took over.
    """
    older = District.objects.filter(Q(valid_from__isnull=True) | Q(valid_from__lt=day)).filter(
        Q(valid_to__isnull=True) | Q(valid_to=day)
    )
    outlines = [shape(row.outline) for row in rows]
    tree = shapely.STRtree(outlines)
    ended, left = 0, set()
    for old in older:
        before = shape(old.outline)
        near = tree.query(before, predicate="intersects").tolist()
        heirs = [rows[place] for place in near if _share(before, outlines[place]) > REAL_SHARE]
        for heir in heirs:
            Succession.objects.get_or_create(before=old, after=heir)
        if changed & {heir.pk for heir in heirs}:
            left.add(old.pk)
        if heirs and old.valid_to is None:
            old.valid_to = day
            old.save(update_fields=["valid_to"])
            ended += 1
    return ended, left


def _share(before, after) -> float:
    return before.intersection(after).area / min(before.area, after.area)


def fit_city_bounds() -> None:
    """The map opens on what the districts cover; the centre stays where it is inside of that."""
    city = City.objects.current()
    bounds = District.objects.current().bounds()
    if city.pk is None or bounds is None:
        return
    west, south, east, north = bounds
    city.west, city.south, city.east, city.north = bounds
    if not (west <= city.lon <= east and south <= city.lat <= north):
        city.lon, city.lat = (
            round((west + east) / 2, DECIMALS),
            round((south + north) / 2, DECIMALS),
        )
    city.save(update_fields=["west", "south", "east", "north", "lon", "lat"])
