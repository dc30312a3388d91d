"""Finds the dong, places and addresses of this city by their names, in Korean or English."""

import unicodedata
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from django import forms
from django.db.models import Case, IntegerField, Q, QuerySet, TextField, Value, When
from django.db.models.fields.json import KT
from django.db.models.functions import Length, Replace
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from city.models import City
from maps.addresses import addresses_of
from maps.locate import districts_of
from maps.models import District, Place

MOST = 10
MOST_WORDS = 4


@dataclass(frozen=True)
class Found:
    """One line of the answer; what is wide has a bbox to be shown whole."""

    kind: str
    name: str
    detail: str
    lon: float
    lat: float
    bbox: tuple[float, float, float, float] | None = None

    def as_json(self) -> dict:
        return {name: value for name, value in asdict(self).items() if value is not None}


class SearchForm(forms.Form):
    q = forms.CharField(max_length=100, required=False)

    def clean_q(self) -> str:
        # Some systems send the letters of a syllable one by one.
        return unicodedata.normalize("NFC", self.cleaned_data["q"])


def find(text: str) -> list[Found]:
    """Dong first, then places, then addresses; in each the names that begin with the text first."""
    bare = _bare(text)
    if not bare:
        return []
    districts = list(District.objects.current().without_outline())
    found = _matching_districts(districts, bare)
    found += _matching_places(districts, text)
    if len(found) < MOST:
        found += _addresses(districts, text)
    return found[:MOST]


def sentence(text: str, found: list[Found]) -> str:
    """What somebody who does not see the list hears, and everybody reads where nothing is found."""
    if not _bare(text):
        return ""
    if not found:
        return _(
            "Nothing in %(city)s is called “%(text)s”. Try a dong, a station, a school or a street."
        ) % {"city": City.objects.current(), "text": text}
    return ngettext(
        "%(number)d place found. Choose with the arrow keys and Enter.",
        "%(number)d places found. Choose with the arrow keys and Enter.",
        len(found),
    ) % {"number": len(found)}


def _bare(text: str) -> str:
    return "".join(text.split()).casefold()


def _matching_districts(districts: list[District], bare: str) -> list[Found]:
    ranked = []
    for district in districts:
        names = [_bare(name) for name in district.name.values()]
        if any(bare in name for name in names):
            rank = min(not name.startswith(bare) for name in names)
            ranked.append((rank, str(district), district.code, district))
    return [
        Found(
            kind="district",
            name=str(district),
            detail=_("district"),
            lon=district.label_lon,
            lat=district.label_lat,
            bbox=(district.west, district.south, district.east, district.north),
        )
        for *_key, district in sorted(ranked, key=lambda each: each[:3])[:MOST]
    ]


def _matching_places(districts: list[District], text: str) -> list[Found]:
    places = list(_called(text)[:MOST])
    inside = _names_around(districts, places)
    return [
        Found(
            kind=place.kind,
            name=str(place),
            detail=" · ".join(
                filter(None, [place.get_kind_display(), place.road_address or where])
            ),
            lon=place.lon,
            lat=place.lat,
            bbox=_bounds(place.line["coordinates"]) if place.line else None,
        )
        for place, where in zip(places, inside, strict=True)
    ]


def _called(text: str) -> QuerySet[Place]:
    """Every word in its name or address; or the whole text, whatever the spaces."""
    bare = _bare(text)
    rows = Place.objects.alias(
        ko=KT("name__ko"),
        en=KT("name__en"),
        bare=Replace("ko", Value(" "), Value(""), output_field=TextField()),
    )
    every_word = Q()
    for word in text.split()[:MOST_WORDS]:
        every_word &= (
            Q(bare__icontains=word) | Q(en__icontains=word) | Q(road_address__icontains=word)
        )
    rank = Case(
        When(Q(bare__iexact=bare) | Q(en__iexact=text), then=0),
        When(Q(bare__istartswith=bare) | Q(en__istartswith=text), then=1),
        When(Q(bare__icontains=bare) | Q(en__icontains=text), then=2),
        default=3,
        output_field=IntegerField(),
    )
    found = rows.filter(every_word | Q(bare__icontains=bare))
    return found.order_by(rank, Length("bare"), "pk")  # 가람역 before 가람역 환승 주차장


def _names_around(districts: list[District], places: list[Place]) -> list[str]:
    """In which dong each place is; empty where in none."""
    names = {district.pk: str(district) for district in districts}
    keys = districts_of([place.lon for place in places], [place.lat for place in places])
    return [names.get(key, "") for key in keys.tolist()]


def _bounds(line: Iterable) -> tuple[float, float, float, float]:
    lons, lats = zip(*(point[:2] for point in line), strict=True)
    return min(lons), min(lats), max(lons), max(lats)


def _addresses(districts: list[District], text: str) -> list[Found]:
    """What the address service knows, without what lies outside this city."""
    found = addresses_of(text, _around(districts))
    keys = districts_of([each.lon for each in found], [each.lat for each in found]).tolist()
    return [
        Found(kind="address", name=each.name, detail=_("address"), lon=each.lon, lat=each.lat)
        for each, key in zip(found, keys, strict=True)
        if key or not districts
    ]


def _around(districts: list[District]) -> tuple[float, float, float, float]:
    if not districts:
        return City.objects.current().bounds
    return (
        min(district.west for district in districts),
        min(district.south for district in districts),
        max(district.east for district in districts),
        max(district.north for district in districts),
    )
