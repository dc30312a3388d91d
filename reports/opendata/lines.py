"""Rows as lines of CSV and GeoJSON, written by DuckDB: no row passes through Python.

The same answers as `cell` of write.py gives, which the tests compare.
"""

from city.cells import FORMULA
from reports.extract.columns import DATE, NUMBER, TEXT, TIME, Column

# The whole portal keeps Korean time, which has no summer time; so stated it is read twice as fast.
OFFSET, OFFSET_MICROSECONDS = "+09:00", 9 * 3600 * 1_000_000
_STARTS = ", ".join(f"chr({ord(sign)})" for sign in FORMULA)
_SPECIAL = "^[" + "".join(f"\\x{ord(sign):02x}" for sign in FORMULA) + r']|[",\r\n\x00]'
_CRLF = "chr(13) || chr(10)"


def csv_head(columns: tuple[Column, ...]) -> bytes:
    """With the mark by which spreadsheets know UTF-8."""
    return ("\ufeff" + ",".join(column.name for column in columns) + "\r\n").encode()


def csv_line(columns: tuple[Column, ...]) -> str:
    """RFC 4180: quoted where a quote, comma or line break stands."""
    return " || ',' || ".join(_csv_cell(column) for column in columns) + f" || {_CRLF}"


def _csv_cell(column: Column) -> str:
    return _csv_text(column) if column.kind == TEXT else f"coalesce({as_text(column)}, '')"


def _csv_text(column: Column) -> str:
    """Most texts are plain words: one look tells, and only the others are turned over."""
    plain = f"coalesce({_name(column)}, '')"
    text = f"replace({plain}, chr(0), '')"
    safe = f"CASE WHEN left({text}, 1) IN ({_STARTS}) THEN '''' || {text} ELSE {text} END"
    quoted = f"""'"' || replace({safe}, '"', '""') || '"'"""
    return (
        f"CASE WHEN NOT regexp_matches({plain}, '{_SPECIAL}') THEN {plain} "
        f"WHEN regexp_matches({plain}, '[\",\\r\\n]') THEN {quoted} ELSE {safe} END"
    )


def feature(columns: tuple[Column, ...], key: str) -> str:
    """One feature of RFC 7946; its place is its geometry and stands nowhere else."""
    own = [column for column in columns if column.name not in ("lon", "lat")]
    pairs = ", ".join(f"'{column.name}', {_json_value(column)}" for column in own)
    return (
        """'{"type":"Feature","id":' || """
        f'CAST(to_json("{key}") AS VARCHAR) || '
        """',"geometry":' || coalesce(ST_AsGeoJSON(ST_GeomFromWKB(geometry)), 'null') """
        """|| ',"properties":' || """
        f"CAST(json_object({pairs}) AS VARCHAR) || '}}'"
    )


def _json_value(column: Column) -> str:
    return as_text(column) if column.kind in (TIME, DATE) else _name(column)


def as_text(column: Column) -> str:
    name = _name(column)
    if column.kind == TIME:
        local = f"make_timestamp(epoch_us({name}) + {OFFSET_MICROSECONDS})"
        return f"strftime({local}, '%Y-%m-%dT%H:%M:%S') || '{OFFSET}'"
    if column.kind == NUMBER:
        whole = f"{name} = floor({name}) AND abs({name}) < 1e15"
        return f"CASE WHEN {whole} THEN {name}::BIGINT::VARCHAR ELSE {name}::VARCHAR END"
    return f"CAST({name} AS VARCHAR)"


def _name(column: Column) -> str:
    return f'"{column.name}"'
