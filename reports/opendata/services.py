"""The open interfaces beside the files: what each one is, where it is told, which data it serves."""

from dataclasses import dataclass

from django.urls import Resolver404, resolve

from city.words import Words, words
from reports.opendata.texts import TEXTS


@dataclass(frozen=True)
class Service:
    path: str
    told_at: str
    title: Words
    standard: str
    serves: tuple[str, ...]

    @property
    def is_alive(self) -> bool:
        try:
            resolve(f"/{self.told_at}")
        except Resolver404:
            return False
        return True


SERVICES = (
    Service(
        "api/v1/", "api/v1/schema/", words("REST API"), "https://spec.openapis.org/oas/v3.1.0",
        ("proposals", "decisions", "pilots", "figures", TEXTS.slug),
    ),
    Service(
        "ogc/", "ogc/api", words("OGC API – Features"),
        "http://www.opengis.net/spec/ogcapi-features-1/1.0", ("proposals", "districts"),
    ),
    Service(
        "open311/v2/", "open311/v2/discovery.json", words("Open311 GeoReport v2"),
        "https://wiki.open311.org/GeoReport_v2/", ("proposals",),
    ),
    Service(
        "sta/v1.1/", "sta/v1.1/", words("OGC SensorThings API 1.1"),
        "https://docs.ogc.org/is/18-088/18-088.html", ("pilots",),
    ),
)  # fmt: skip
