"""Loads district outlines from the files that Korean agencies publish."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import shapely
from django.apps import apps
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from shapely.geometry import shape

from city.models import City
from city.words import Words, words
from maps.locate import KOREA, districts_of
from maps.models import District, Succession
from maps.outlines import DECIMALS, KOREA_IN_METRES, measured, tidy_outline
from maps.placed import Placed

CODE_COLUMNS = ["adm_cd2", "adm_cd8", "hjd_cd", "adm_cd", "emd_cd", "code", "id"]
NAME_COLUMNS = ["adm_nm", "adm_kor_nm", "hjd_nm", "emd_kor_nm", "emd_nm", "emd", "name", "name_ko"]
KOSTAT_COLUMNS = ["kostat_code", "adm_cd"]
ENGLISH_COLUMNS = ["name_en", "adm_eng_nm", "emd_eng_nm"]
# Borders drawn twice differ by slivers; only a real share of an area counts as taken over.
REAL_SHARE = 0.02


class FileRefused(ValueError):
    """The file cannot be loaded; str() is one sentence that says why and what would help."""


@dataclass(frozen=True)
class Loaded:
    """What a file changed."""

    added: int
    updated: int
    ended: int
    placed: int


def load_districts(
    *,
    path: str | Path,
    code_column: str | None = None,
    name_column: str | None = None,
    valid_from: date | None = None,
    source: str = "",
) -> Loaded:
    """Adds the file's districts, or updates those with the same code and day, all or nothing.

    With `valid_from`, the districts that the new ones cover end on that day, and each is noted
    as the predecessor of those that took over from it.
    """
    frame = _read(Path(path), code_column, name_column)
    with transaction.atomic():
        rows = [_save(found, valid_from, source or Path(path).name) for found in frame]
        ended = _end_predecessors([row for row, _ in rows], valid_from) if valid_from else 0
        fit_city_bounds()
        return Loaded(
            added=sum(is_new for _, is_new in rows),
            updated=sum(not is_new for _, is_new in rows),
            ended=ended,
            placed=place_rows_without_district(),
        )


def _read(path: Path, code_column: str | None, name_column: str | None) -> list[dict]:
    import pyogrio

    frame = _open(path)
    if frame.crs is None:
        raise FileRefused(
            _("%(file)s does not say which coordinate system it uses. Add its .prj file.")
            % {"file": path.name}
        )
    frame = frame[frame.geometry.notna() & frame.geom_type.isin(["Polygon", "MultiPolygon"])]
    if frame.empty:
        raise FileRefused(_("%(file)s holds no areas.") % {"file": path.name})
    columns = {column.lower(): column for column in frame.columns}
    code = _column(columns, code_column, CODE_COLUMNS, _("code"), "--code-column")
    name = _column(columns, name_column, NAME_COLUMNS, _("name"), "--name-column")
    kostat = next((columns[c] for c in KOSTAT_COLUMNS if c in columns), None)
    english = next((columns[c] for c in ENGLISH_COLUMNS if c in columns), None)
    try:
        degrees = frame.to_crs("EPSG:4326")
        metres = frame.to_crs(KOREA_IN_METRES)
    except (RuntimeError, ValueError, pyogrio.errors.DataSourceError) as error:
        raise FileRefused(
            _("The coordinates of %(file)s cannot be read: %(error)s")
            % {"file": path.name, "error": error}
        ) from error
    _check_korea(path, degrees.total_bounds)
    districts: dict[str, dict] = {}
    for row, outline, flat in zip(
        frame.to_dict("records"), degrees.geometry, metres.geometry, strict=True
    ):
        key = _text(row[code])
        if not key or len(key) > 10:
            raise FileRefused(
                _("“%(code)s” is no district code; name the right column with --code-column.")
                % {"code": key}
            )
        found = districts.setdefault(
            key,
            {
                "code": key,
                "kostat_code": _text(row[kostat])[:10] if kostat else "",
                "name": short_name(_text(row[name]), _text(row[english]) if english else ""),
                "parts": [],
                "area": 0.0,
            },
        )
        found["parts"].append(tidy_outline(outline))
        found["area"] += shapely.make_valid(flat).area
    return list(districts.values())


def _open(path: Path):
    """Reads with the file's own encoding, else as UTF-8, else as the CP949 of older files."""
    import geopandas
    import pyogrio

    is_shapefile = path.suffix.lower() in {".zip", ".shp"}
    try:
        for encoding in ("utf-8", "cp949") if is_shapefile else (None,):
            try:
                return geopandas.read_file(path, encoding=encoding)
            except UnicodeDecodeError:
                continue
    except (pyogrio.errors.DataSourceError, OSError, ValueError) as error:
        raise FileRefused(
            _("%(file)s cannot be read as GeoJSON, zipped Shapefile or GeoPackage.")
            % {"file": path.name}
        ) from error
    raise FileRefused(
        _("The letters of %(file)s are neither UTF-8 nor CP949.") % {"file": path.name}
    )


def _column(columns: dict, given: str | None, guesses: list[str], what: str, option: str) -> str:
    for guess in [given.lower()] if given else guesses:
        if guess in columns:
            return columns[guess]
    raise FileRefused(
        _(
            "No column with the %(what)s was found; name one with %(option)s. There are: %(columns)s."
        )
        % {
            "what": what,
            "option": option,
            "columns": ", ".join(name for name in columns.values() if name != "geometry"),
        }
    )


def _check_korea(path: Path, bounds) -> None:
    west, south, east, north = bounds
    if not (
        np.isfinite(bounds).all()
        and KOREA[0] <= west <= east <= KOREA[2]
        and KOREA[1] <= south <= north <= KOREA[3]
    ):
        raise FileRefused(
            _(
                "%(file)s lies outside Korea. Its axes may be swapped, or it is in another "
                "coordinate system than it says."
            )
            % {"file": path.name}
        )


def _text(value) -> str:
    if value is None or value != value:
        return ""
    return str(int(value) if isinstance(value, float) else value).strip()


def short_name(full: str, english: str = "") -> Words:
    """"경기도 오산시 중앙동" is 중앙동 to the people of Osan."""  # fmt: skip
    return words(full.split()[-1] if full else "", english)


def _save(found: dict, valid_from: date | None, source: str) -> tuple[District, bool]:
    outline = tidy_outline(shapely.union_all(found["parts"]))
    return District.objects.update_or_create(
        code=found["code"],
        valid_from=valid_from,
        defaults={
            "name": found["name"],
            "kostat_code": found["kostat_code"],
            "source": source[:200],
            **measured(outline, found["area"]),
        },
    )


def _end_predecessors(rows: list[District], day: date) -> int:
    older = District.objects.filter(Q(valid_from__isnull=True) | Q(valid_from__lt=day)).filter(
        Q(valid_to__isnull=True) | Q(valid_to=day)
    )
    now = [(row, shape(row.outline)) for row in rows]
    ended = 0
    for old in older:
        outline = shape(old.outline)
        heirs = [row for row, area in now if _share(outline, area) > REAL_SHARE]
        if heirs:
            old.valid_to = day
            old.save(update_fields=["valid_to"])
            ended += 1
            for heir in heirs:
                Succession.objects.get_or_create(before=old, after=heir)
    return ended


def _share(before, after) -> float:
    if not before.intersects(after):
        return 0.0
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


def place_rows_without_district() -> int:
    """Gives a district to every row that had its point before the outlines were known."""
    placed = 0
    for model in apps.get_models():
        if not issubclass(model, Placed):
            continue
        rows = list(
            model._base_manager.filter(district=None, cell__isnull=False).only("lon", "lat")
        )
        found = districts_of([row.lon for row in rows], [row.lat for row in rows]).tolist()
        for row, district in zip(rows, found, strict=True):
            row.district_id = district or None
        rows = [row for row in rows if row.district_id]
        model._base_manager.bulk_update(rows, ["district"], batch_size=500)
        placed += len(rows)
    return placed
