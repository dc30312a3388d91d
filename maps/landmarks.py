"""Loads the places that people know: schools, stations, bridges; rivers and roads as lines."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from city.words import words
from maps.load import FileRefused
from maps.locate import KOREA, PlaceOutside, checked_point
from maps.models import Place


@dataclass
class LoadedPlaces:
    """What a file brought, and each row that was refused: (number, why)."""

    added: int = 0
    updated: int = 0
    refused: list[tuple[int, str]] = field(default_factory=list)


class PlaceRefused(ValueError):
    """One row of the file is no place; str() says why."""


def load_places(*, path: str | Path) -> LoadedPlaces:
    """Adds the file's places, or updates those with the same kind and name; reports the rest."""
    return add_places(_records(Path(path)))


@transaction.atomic
def add_places(records) -> LoadedPlaces:
    loaded = LoadedPlaces()
    known = {(place.kind, place.name.get("ko")): place for place in Place.objects.all()}
    for number, record in enumerate(records, 1):
        try:
            fields = _place(record)
        except (PlaceRefused, PlaceOutside) as refusal:
            loaded.refused.append((number, str(refusal)))
            continue
        key = fields["kind"], fields["name"]["ko"]
        place = known.setdefault(key, Place())
        loaded.updated += place.pk is not None
        loaded.added += place.pk is None
        for name, value in fields.items():
            setattr(place, name, value)
        place.save()
    return loaded


def _place(record: dict) -> dict:
    name = record.get("name") or {}
    ko, en = (
        (name.get("ko"), name.get("en"))
        if isinstance(name, dict)
        else (name, record.get("name_en"))
    )
    if not ko:
        raise PlaceRefused(_("The place has no name."))
    if record.get("kind") not in Place.Kind.values:
        raise PlaceRefused(
            _("“%(kind)s” is no kind of place. There are: %(kinds)s.")
            % {"kind": record.get("kind") or "", "kinds": ", ".join(Place.Kind.values)}
        )
    line = [_point(*point[:2]) for point in record.get("line") or []]
    if line and len(line) < 2:
        raise PlaceRefused(_("A line needs at least two points."))
    # A line is labelled where it is half-way.
    lon, lat = line[len(line) // 2] if line else _point(record.get("lon"), record.get("lat"))
    return {
        "kind": record["kind"],
        "name": words(str(ko).strip(), str(en or "").strip()),
        "lon": lon,
        "lat": lat,
        "line": {"type": "LineString", "coordinates": line} if line else None,
        "road_address": str(record.get("road_address") or "").strip()[:200],
    }


def _point(lon, lat) -> tuple[float, float]:
    try:
        lon, lat = checked_point(lon, lat)
    except (TypeError, ValueError) as error:
        if isinstance(error, PlaceOutside):
            raise
        raise PlaceRefused(
            _("A place needs two numbers: longitude and latitude in degrees.")
        ) from error
    if not (KOREA[0] <= lon <= KOREA[2] and KOREA[1] <= lat <= KOREA[3]):
        raise PlaceRefused(_("The place lies outside Korea."))
    return lon, lat


def _records(path: Path) -> Iterator[dict]:
    """Rows of a CSV file, members of a JSON list, or features of a GeoJSON file."""
    text = _decoded(path)
    if path.suffix.lower() == ".csv":
        yield from csv.DictReader(io.StringIO(text))
        return
    try:
        found = json.loads(text)
    except ValueError:
        found = _json_lines(path, text)
    if isinstance(found, dict):
        found = found.get("features", [found])
    for each in found:
        yield _feature(each) if each.get("type") == "Feature" else each


def _decoded(path: Path) -> str:
    content = path.read_bytes()
    for encoding in ("utf-8-sig", "cp949"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FileRefused(
        _("The letters of %(file)s are neither UTF-8 nor CP949.") % {"file": path.name}
    )


def _json_lines(path: Path, text: str) -> list[dict]:
    try:
        return [json.loads(line) for line in text.splitlines() if line.strip()]
    except ValueError as error:
        raise FileRefused(
            _("%(file)s cannot be read as CSV, JSON or GeoJSON.") % {"file": path.name}
        ) from error


def _feature(feature: dict) -> dict:
    geometry = feature.get("geometry") or {}
    record = dict(feature.get("properties") or {})
    if geometry.get("type") == "LineString":
        record["line"] = geometry["coordinates"]
    elif geometry.get("type") == "Point":
        record["lon"], record["lat"] = geometry["coordinates"][:2]
    return record
