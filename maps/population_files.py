"""Reads who lives where from the tables of Korean agencies: CSV or Excel, long or wide."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from maps.outline_files import FileRefused
from maps.population import AGE_UNKNOWN
from maps.sheets import read_sheet

HEADINGS = {  # in the order in which they are preferred
    "code": [
        "code", "adm_cd2", "hjd_cd", "행정기관코드", "행정동코드", "행정구역코드", "읍면동코드",
        "adm_cd", "코드", "행정구역", "행정기관",
    ],
    "sex": ["sex", "gender", "성별", "성"],
    "age_band": ["age_band", "age", "연령", "연령대", "연령별", "연령구간", "나이", "나이대"],
    "persons": ["persons", "population", "인구수", "인구", "총인구수", "총인구", "주민등록인구"],
    "as_of": ["as_of", "date", "기준일", "기준일자", "기준월", "기준연월", "기준년월"],
}  # fmt: skip
ALL = {"", "계", "합계", "총계", "전체", "소계", "total", "all", "t", "총인구수"}
SEXES = dict.fromkeys(ALL, "") | {
    "m": "m", "male": "m", "남": "m", "남자": "m", "남성": "m",
    "f": "f", "female": "f", "여": "f", "여자": "f", "여성": "f",
}  # fmt: skip
AGES_UNKNOWN = {"unknown", "미상", "연령미상"}
# 2024년01월_남_0~9세, 2024년01월_계_총인구수; 2024년01월_남자 인구수, 2024년01월_총인구수.
WIDE = re.compile(r"(\d{4})년\s*(\d{1,2})월_(?:(계|남|여|거주자)_)?(.+)")
WIDE_TOTALS = {"총인구수": "", "남자인구수": "m", "여자인구수": "f"}
TITLE_ROWS = 10  # so many rows may stand above the headings


class RowRefused(ValueError):
    """One number of the file cannot be taken; str() says why."""


@dataclass(frozen=True)
class Group:
    """One number of the file: how many live there, of which sex and age; "" is all of them."""

    row: int  # as a spreadsheet counts
    code: str
    as_of: date
    sex: str
    age_band: str
    persons: int


@dataclass(frozen=True)
class Refused:
    """What could not be taken: the row, whose it was where it said so, and why."""

    row: int
    code: str
    why: str


def read_groups(path: Path, as_of: date | None) -> Iterator[Group | Refused]:
    """Every number of the file; a file without the columns that are needed is refused whole."""
    rows = read_sheet(path)
    top, places = _headings(path, rows)
    wide = _wide_columns(rows[top])
    if "persons" not in places and not wide:
        raise _column_missing(path, _("number of residents"), rows[top])
    if as_of is None and not wide and "as_of" not in places:
        raise FileRefused(
            _("%(file)s does not say of which day it is. Say it with --as-of=YYYY-MM-DD.")
            % {"file": path.name}
        )
    for number, row in enumerate(rows[top + 1 :], start=top + 2):
        if not any(row):
            continue
        code = _code(_at(row, places["code"]))
        try:
            if wide:
                for column, (month, sex, band) in wide.items():
                    yield Group(number, code, as_of or month, sex, band, _persons(_at(row, column)))
            else:
                yield _long(row, number, code, places, as_of)
        except RowRefused as refusal:
            yield Refused(number, code, str(refusal))


# ── The table ────────────────────────────────────────────────────────────────────────────────


def _headings(path: Path, rows: list[list[str]]) -> tuple[int, dict[str, int]]:
    """The row of headings, below any title, and where each column that we know stands."""
    for top, row in enumerate(rows[:TITLE_ROWS]):
        plain = [re.sub(r"\(.*?\)|\s", "", heading).lower() for heading in row]
        places = {
            name: plain.index(next(each for each in known if each in plain))
            for name, known in HEADINGS.items()
            if not set(known).isdisjoint(plain)
        }
        if "code" in places and len(row) > 1:
            return top, places
    raise _column_missing(path, _("code of the district"), rows[0] if rows else [])


def _wide_columns(headings: list[str]) -> dict[int, tuple[date, str, str]]:
    """The Ministry's own table has one column for each sex and age."""
    found = {}
    for place, heading in enumerate(headings):
        parts = WIDE.fullmatch(heading)
        if parts is None or not 1 <= int(parts[2]) <= 12:
            continue
        year, month = int(parts[1]), int(parts[2])
        day = date(year, month, monthrange(year, month)[1])
        what = parts[4].replace(" ", "")
        if parts[3] is None and what in WIDE_TOTALS:
            found[place] = (day, WIDE_TOTALS[what], "")
        elif parts[3] is not None:
            sex = SEXES.get(parts[3], "")
            if what == "총인구수":
                found[place] = (day, sex, "")
            elif re.match(r"\d", what):
                found[place] = (day, sex, _age_band(what))
    return found


def _column_missing(path: Path, what: str, row: list[str]) -> FileRefused:
    return FileRefused(
        _("%(file)s has no column with the %(what)s. There are: %(columns)s.")
        % {"file": path.name, "what": what, "columns": ", ".join(filter(None, row))[:300]}
    )


def _name(path: Path) -> dict[str, str]:
    return {"file": path.name}


# ── One row ──────────────────────────────────────────────────────────────────────────────────


def _long(row: list[str], number: int, code: str, places: dict, as_of: date | None) -> Group:
    sex = _at(row, places.get("sex")).lower()
    if sex not in SEXES:
        raise RowRefused(_("“%(value)s” is no sex; write m, f or nothing.") % {"value": sex})
    return Group(
        row=number,
        code=code,
        as_of=as_of or _day(_at(row, places["as_of"])),
        sex=SEXES[sex],
        age_band=_age_band(_at(row, places.get("age_band"))),
        persons=_persons(_at(row, places["persons"])),
    )


def _at(row: list[str], place: int | None) -> str:
    return row[place] if place is not None and place < len(row) else ""


def _code(cell: str) -> str:
    """4137051000, or the last of "경기도 오산시 중앙동 (4137051000)"."""  # fmt: skip
    named = re.search(r"\((\d{5,10})\)\s*$", cell)
    return named[1] if named else re.sub(r"\.0$", "", cell)


def _age_band(cell: str) -> str:
    """0-9, 37, 100+, unknown or "" for all, however it was written."""
    age = re.sub(r"\s|세", "", cell).lower()
    if age in ALL:
        return ""
    if age in AGES_UNKNOWN:
        return AGE_UNKNOWN
    if between := re.fullmatch(r"(\d{1,3})[-~–∼](\d{1,3})", age):
        first, last = int(between[1]), int(between[2])
        if first <= last:
            return f"{first}-{last}"
    if decade := re.fullmatch(r"(\d{1,2}0|0)대", age):
        return f"{int(decade[1])}-{int(decade[1]) + 9}"
    if since := re.fullmatch(r"(\d{1,3})(이상|\+|~)", age):
        return f"{int(since[1])}+"
    if under := re.fullmatch(r"(\d{1,3})미만", age):
        return f"0-{int(under[1]) - 1}"
    if re.fullmatch(r"\d{1,3}", age):
        return f"{int(age)}"
    raise RowRefused(_("“%(value)s” is no age; write it like 20-29 or 65+.") % {"value": cell})


def _persons(cell: str) -> int:
    number = re.sub(r"[,\s명]|\.0+$", "", cell)
    if not re.fullmatch(r"\d{1,9}", number):
        raise RowRefused(_("“%(value)s” is no number of residents.") % {"value": cell})
    return int(number)


def _day(cell: str) -> date:
    """A day, or a month, which stands for its last day."""
    try:
        if found := re.fullmatch(r"(\d{4})\D?(\d{2})월?", cell):
            year, month = int(found[1]), int(found[2])
            return date(year, month, monthrange(year, month)[1])
        plain = re.sub(r"^(\d{4})\D?(\d{2})\D?(\d{2})\D?.*$", r"\1-\2-\3", cell)
        if day := parse_date(plain):
            return day
    except ValueError:
        pass
    raise RowRefused(_("“%(value)s” is no day; write it like 2026-05-31.") % {"value": cell})
