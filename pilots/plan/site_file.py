"""Sites from a GeoJSON file: whole features are added, each of the others is named with its why."""

import json
from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from city.words import Words
from maps.locate import PlaceOutside
from maps.shapes import ShapeRefused
from pilots.models import Pilot, Site
from pilots.protocol import add_site

MOST_SITES = 200
MAX_BYTES = 5_000_000


class FileRefused(Exception):
    """str() is one sentence for whoever chose the file."""


class Refused(NamedTuple):
    number: int  # counted from 1, as they stand in the file
    name: str
    why: str


class Loaded(NamedTuple):
    sites: list[Site]
    refused: list[Refused]


@transaction.atomic
def load_sites(
    *, pilot: Pilot, content: bytes, by, reason="", at: datetime | None = None
) -> Loaded:
    sites, refused = [], []
    for number, feature in enumerate(_features(content), 1):
        told = _told(feature)
        name = str(told.get("name") or told.get("이름") or _("Site %(n)s") % {"n": number})[:80]
        try:
            with transaction.atomic():
                sites.append(_add(pilot, feature, told, name, by, reason, at))
        except (ShapeRefused, PlaceOutside) as refusal:
            refused.append(Refused(number, name, str(refusal)))
    return Loaded(sites, refused)


def _features(content: bytes) -> list[Any]:
    if len(content) > MAX_BYTES:
        raise FileRefused(_("This file is too large. Give one of up to 5 MB."))
    try:
        found = json.loads(content.decode("utf-8-sig"))
        features = found["features"] if found["type"] == "FeatureCollection" else [found]
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise FileRefused(_("This file cannot be read as GeoJSON.")) from error
    if not isinstance(features, list) or not features:
        raise FileRefused(_("There is no site in this file."))
    if len(features) > MOST_SITES:
        raise FileRefused(_("A file may hold up to %(most)s sites.") % {"most": MOST_SITES})
    return features


def _told(feature: Any) -> dict[str, Any]:
    told = feature.get("properties") if isinstance(feature, dict) else None
    return told if isinstance(told, dict) else {}


def _add(pilot, feature, told, name, by, reason, at) -> Site:
    if not isinstance(feature, dict):
        raise ShapeRefused(_("This is no feature of GeoJSON."))
    english = told.get("name_en")
    arm = Site.Arm.COMPARISON if told.get("arm") == "comparison" else Site.Arm.TEST
    return add_site(
        pilot=pilot, by=by, reason=reason, at=at, arm=arm, shape=feature,
        name=Words({"ko": name} | ({"en": str(english)[:80]} if english else {})),
        key=str(told.get("key") or "")[:60],
    )  # fmt: skip
