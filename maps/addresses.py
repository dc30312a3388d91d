"""Asks an address service where a street address is; off unless the city chose one.

The service is VWorld's search (브이월드 검색 API 2.0) or one that answers alike. The portal asks
it, never the reader's browser: the service learns the text, but not who typed it.
"""

import json
import logging
import re
from dataclasses import dataclass
from hashlib import sha256
from http.client import HTTPException
from urllib.parse import urlencode
from urllib.request import urlopen

from django.conf import settings
from django.core.cache import cache

log = logging.getLogger(__name__)

TIMEOUT = 2  # seconds
KEPT = 3600  # seconds for which an answer is not asked for again
PAUSE = 30  # seconds without a question after one that failed
MOST_BYTES = 200_000
MOST = 5
# 시민로 1, 호국로1298번길 45, 의정부동 산 12-3: only what has a house number costs a question.
STREET = re.compile(r"(로|길)\s*\d")
PARCEL = re.compile(r"(동|리|가)\s*(산\s*)?\d")

Bounds = tuple[float, float, float, float]


@dataclass(frozen=True)
class Address:
    name: str
    lon: float
    lat: float


def addresses_of(text: str, bounds: Bounds) -> list[Address]:
    """Addresses within the bounds; none where there is no service, or it does not answer."""
    if not settings.ADDRESS_API or not (STREET.search(text) or PARCEL.search(text)):
        return []
    key = f"maps.addresses.{sha256(text.encode()).hexdigest()}"
    if (known := cache.get(key)) is not None:
        return known
    if cache.get("maps.addresses.pause"):
        return []
    try:
        found = _read(_ask(text, bounds), bounds)
    except (OSError, HTTPException, ValueError, TypeError, KeyError, AttributeError) as error:
        # The rest of the search goes on; the key must not reach a log.
        log.warning("The address service did not answer as expected: %s", type(error).__name__)
        cache.set("maps.addresses.pause", True, PAUSE)
        return []
    cache.set(key, found, KEPT)
    return found


def _ask(text: str, bounds: Bounds) -> dict:
    query = {
        "service": "search", "request": "search", "version": "2.0", "format": "json",
        "errorformat": "json", "crs": "EPSG:4326", "type": "address",
        "category": "road" if STREET.search(text) else "parcel",
        "size": MOST, "page": 1, "query": text, "bbox": ",".join(map(str, bounds)),
        "key": settings.ADDRESS_API_KEY,
    }  # fmt: skip
    with urlopen(f"{settings.ADDRESS_API}?{urlencode(query)}", timeout=TIMEOUT) as answer:  # noqa: S310
        return json.loads(answer.read(MOST_BYTES))["response"]


def _read(response: dict, bounds: Bounds) -> list[Address]:
    if response["status"] == "NOT_FOUND":
        return []
    west, south, east, north = bounds
    found = []
    for item in response["result"]["items"][:MOST]:
        written = item["address"]
        address = Address(
            name=str(written.get("road") or written["parcel"])[:200],
            lon=float(item["point"]["x"]),
            lat=float(item["point"]["y"]),
        )
        if west <= address.lon <= east and south <= address.lat <= north:
            found.append(address)
    return found
