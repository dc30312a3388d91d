"""Reads the outlines of districts from the files that Korean agencies publish."""

import io
import json
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import shapely
from django.utils.translation import gettext as _

from city.words import Words, words
from maps.locate import KOREA
from maps.outlines import KOREA_IN_METRES, measured, tidy_outline

CODE_COLUMNS = ["adm_cd2", "adm_cd8", "hjd_cd", "adm_cd", "emd_cd", "code", "id"]
NAME_COLUMNS = ["adm_nm", "adm_kor_nm", "hjd_nm", "emd_kor_nm", "emd_nm", "emd", "name", "name_ko"]
KOSTAT_COLUMNS = ["kostat_code", "adm_cd"]
ENGLISH_COLUMNS = ["name_en", "adm_eng_nm", "emd_eng_nm"]
DEGREES = "EPSG:4326"


class FileRefused(ValueError):
    """The file cannot be loaded; str() is one sentence that says why and what would help."""


@dataclass(frozen=True)
class Columns:
    """Which columns to read, where the file's own names do not tell."""

    code: str | None = None
    name: str | None = None


@dataclass
class OutlineFile:
    """What a file holds: the fields of each district, and what had to be put right."""

    districts: list[dict] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def read_outlines(
    path: Path, *, columns: Columns | None = None, crs: str | None = None, only: str = ""
) -> OutlineFile:
    """GeoJSON, zipped Shapefile or GeoPackage, in any coordinate system.

    `crs` says which one where the file does not; `only` is the beginning of the codes to take.
    """
    table, named = _open(path)
    frame = _in_degrees(path, table, named, crs)
    names = {column.lower(): column for column in frame.columns if column != "geometry"}
    columns = columns or Columns()
    code = _column(names, columns.code, CODE_COLUMNS, _("code"), "--code-column")
    name = _column(names, columns.name, NAME_COLUMNS, _("name"), "--name-column")
    kostat = next((names[each] for each in KOSTAT_COLUMNS if each in names), None)
    english = next((names[each] for each in ENGLISH_COLUMNS if each in names), None)
    file = OutlineFile()
    found: dict[str, dict] = {}
    for row in frame.to_dict("records"):
        key = _code(row[code])
        if not key.startswith(only):
            continue
        full = _text(row[name])
        outline = _area_of(row["geometry"], f"{full or '?'} ({key})", file.notes)
        if outline is None:
            continue
        district = found.setdefault(
            key,
            {
                "code": key,
                "kostat_code": _text(row[kostat])[:10] if kostat else "",
                "name": short_name(full, _text(row[english]) if english else ""),
                "full": full,
                "parts": [],
            },
        )
        if district["full"] != full:
            raise FileRefused(
                _("The code %(code)s stands for two districts: %(one)s and %(other)s.")
                % {"code": key, "one": district["full"], "other": full}
            )
        district["parts"].append(outline)
    if not found:
        raise FileRefused(_("%(file)s holds no areas.") % {"file": path.name})
    file.districts = _whole(list(found.values()))
    return file


def short_name(full: str, english: str = "") -> Words:
    """"경기도 오산시 중앙동" is 중앙동 to the people of Osan."""  # fmt: skip
    return words(full.split()[-1] if full else "", english)


# ── The file ─────────────────────────────────────────────────────────────────────────────────


def _open(path: Path):
    """The file's table, and the coordinate system that it names."""
    import geopandas
    import pyogrio

    try:
        if path.suffix.lower() in {".geojson", ".json"}:
            text, named = _geojson(path)
            return geopandas.read_file(io.BytesIO(text.encode()), on_invalid="fix"), named
        frame = _in_own_letters(path)
        return frame, frame.crs
    except FileRefused:
        raise
    except (pyogrio.errors.DataSourceError, shapely.errors.ShapelyError, OSError, ValueError) as e:
        raise FileRefused(
            _("%(file)s cannot be read as GeoJSON, zipped Shapefile or GeoPackage.")
            % {"file": path.name}
        ) from e


def _in_own_letters(path: Path):
    """Reads with the file's own encoding, else as UTF-8, else as the CP949 of older files."""
    import geopandas

    is_shapefile = path.suffix.lower() in {".zip", ".shp"}
    for encoding in ("utf-8", "cp949") if is_shapefile else (None,):
        try:
            return geopandas.read_file(path, encoding=encoding, on_invalid="fix")
        except UnicodeDecodeError:
            continue
    raise _letters_unknown(path)


def _geojson(path: Path):
    """The text, and what the `crs` member of older files names; newer ones are in degrees."""
    import pyproj

    content = path.read_bytes()
    for encoding in ("utf-8-sig", "cp949"):
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise _letters_unknown(path)
    found = json.loads(text)
    if not isinstance(found, dict):
        raise ValueError("GeoJSON is an object")
    if found.get("type") == "Topology":
        raise FileRefused(
            _(
                "%(file)s is TopoJSON. Make it GeoJSON first, for example with "
                "“ogr2ogr districts.geojson %(file)s” or at mapshaper.org."
            )
            % {"file": path.name}
        )
    if found.get("crs") is None:
        return text, None
    try:
        return text, pyproj.CRS.from_user_input(found["crs"]["properties"]["name"])
    except (pyproj.exceptions.CRSError, KeyError, TypeError) as error:
        raise FileRefused(
            _(
                "The member “crs” of %(file)s names no known coordinate system. Take it out, and "
                "name the system with --crs."
            )
            % {"file": path.name}
        ) from error


def _letters_unknown(path: Path) -> FileRefused:
    return FileRefused(
        _("The letters of %(file)s are neither UTF-8 nor CP949.") % {"file": path.name}
    )


# ── Where it lies ────────────────────────────────────────────────────────────────────────────


def _in_degrees(path: Path, frame, named, given: str | None):
    """The areas in WGS84, from the system that the file names or that was given."""
    import pyproj

    system = _given_system(given)
    if named is None and system is None:
        if path.suffix.lower() not in {".geojson", ".json"}:
            raise FileRefused(
                _(
                    "%(file)s does not say which coordinate system it uses. Add its .prj file, or "
                    "name the system with --crs: newer files are in EPSG:5186 or EPSG:5179, those "
                    "from before 2010 often in EPSG:5174."
                )
                % {"file": path.name}
            )
        system = pyproj.CRS(DEGREES)  # what GeoJSON means when it says nothing
    if named is not None and system is not None and not _agree(named, system):
        raise FileRefused(
            _("%(file)s says that it is in %(named)s, not in %(given)s. Leave out --crs.")
            % {"file": path.name, "named": named.name, "given": given}
        )
    if not hasattr(frame, "geom_type"):  # a table without any map
        raise FileRefused(_("%(file)s holds no areas.") % {"file": path.name})
    frame = frame.set_crs(system or named, allow_override=True)
    frame = frame[frame.geometry.notna() & ~frame.geometry.is_empty]
    # A file of lines or points is another file than was meant; a stray one among areas is named.
    if not frame.geom_type.isin(["Polygon", "MultiPolygon"]).any():
        raise FileRefused(_("%(file)s holds no areas.") % {"file": path.name})
    try:
        frame = frame.to_crs(DEGREES)
    except (RuntimeError, ValueError) as error:
        raise FileRefused(
            _("The coordinates of %(file)s cannot be read: %(error)s")
            % {"file": path.name, "error": error}
        ) from error
    _check_korea(path, frame.total_bounds)
    return frame


def _given_system(given: str | None):
    import pyproj

    if not given:
        return None
    try:
        return pyproj.CRS.from_user_input(int(given) if given.isdigit() else given)
    except pyproj.exceptions.CRSError as error:
        raise FileRefused(
            _("“%(crs)s” is no coordinate system; write it like EPSG:5186.") % {"crs": given}
        ) from error


def _agree(one, other) -> bool:
    return one.equals(other, ignore_axis_order=True) or (
        one.to_epsg() is not None and one.to_epsg() == other.to_epsg()
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


# ── What it says of each district ────────────────────────────────────────────────────────────


def _column(names: dict, given: str | None, guesses: list[str], what: str, option: str) -> str:
    for guess in [given.lower()] if given else guesses:
        if guess in names:
            return names[guess]
    raise FileRefused(
        _(
            "No column with the %(what)s was found; name one with %(option)s. There are: %(columns)s."
        )
        % {"what": what, "option": option, "columns": ", ".join(names.values())}
    )


def _code(value) -> str:
    code = _text(value)
    if not code or len(code) > 10:
        raise FileRefused(
            _("“%(code)s” is no district code; name the right column with --code-column.")
            % {"code": code}
        )
    return code


def _text(value) -> str:
    if value is None or value != value:
        return ""
    return str(int(value) if isinstance(value, float) else value).strip()


def _area_of(drawn, whose: str, notes: list[str]):
    """The area as it is kept; what had to be put right or left out is noted."""
    outline = tidy_outline(drawn)
    if outline.is_empty:
        notes.append(_("%(district)s was left out: it has no area.") % {"district": whose})
        return None
    if not drawn.is_valid:
        notes.append(
            _("%(district)s was repaired: %(reason)s.")
            % {"district": whose, "reason": shapely.is_valid_reason(drawn)}
        )
    return outline


def _whole(found: list[dict]) -> list[dict]:
    """Parts of one code are one district; its area is measured in Korea's own metres."""
    import geopandas

    outlines = [tidy_outline(shapely.union_all(each["parts"])) for each in found]
    areas = geopandas.GeoSeries(outlines, crs=DEGREES).to_crs(KOREA_IN_METRES).area
    return [
        {name: each[name] for name in ("code", "kostat_code", "name")} | measured(outline, area)
        for each, outline, area in zip(found, outlines, areas, strict=True)
    ]
