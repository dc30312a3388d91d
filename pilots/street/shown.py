"""What a pilot's page says of those who answered in passing: nothing before the test has ended."""

from typing import Any

from city.words import Words
from pilots.models import Pilot, StreetAnswer, StreetAsking
from pilots.street.ask import asking_of, takes_answers

MOST_WORDS = 20


def street_shown(pilot: Pilot) -> dict[str, Any]:
    asking = asking_of(pilot)
    if asking is None:
        return {"street": None}
    return {
        "street": {
            "asking": asking,
            "is_open": takes_answers(asking, pilot),
            "counted": _counted(asking),
            "words": _words(pilot) if asking.counted_at else [],
        }
    }


def _counted(asking: StreetAsking) -> dict[str, Any] | None:
    """The stored numbers with the names of the sites and of the numbers people chose."""
    stored = asking.counted
    if not stored or not stored["people"]:
        return stored
    names = {site: Words(name) for site, name in stored["names"].items()}
    return {
        "people": stored["people"],
        "whole": _table(stored["whole"], names),
        "sites": _table(stored["sites"], names),
    }


def _table(rows: dict[str, Any], names: dict[str, Words]) -> dict[str, Any]:
    return {
        "levels": [_level(some) for some in rows["levels"]],
        "groups": [
            {
                "names": [names[str(site)] for site in group["sites"] if str(site) in names],
                "people": group["people"],
                "cells": [
                    {"level": _level(some), "count": count}
                    for some, count in zip(rows["levels"], group["counts"], strict=True)
                ],
            }
            for group in rows["groups"]
        ],
    }


def _level(some: list[int]) -> str:
    return str(some[0]) if len(some) == 1 else f"{some[0]}~{some[-1]}"


def _words(pilot: Pilot) -> list[StreetAnswer]:
    """Those an officer has read; in no order that tells when or where somebody wrote."""
    read = StreetAnswer.objects.filter(poster__site__pilot=pilot, read_at__isnull=False)
    return list(read.exclude(text="").only("text", "lang").order_by("client_id", "pk")[:MOST_WORDS])
