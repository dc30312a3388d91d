"""Where public pilots happen, and what was measured there last: for maps and for the list."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, OuterRef, Subquery
from django.utils import timezone
from shapely.geometry import shape

from city.words import LANGUAGES
from pilots.drawn import as_feature
from pilots.models import Measure, Observation, Pilot, Site
from pilots.say import in_language, with_unit

# What sensors and files say, or what somebody counted; never what people answered.
MEASURED = (Measure.Source.OBSERVATIONS, Measure.Source.COUNT)


@dataclass(frozen=True)
class Latest:
    """The last value of one measure at one site."""

    code: str
    name: dict[str, str]
    unit: dict[str, str]
    value: float
    at: datetime

    @property
    def amount(self) -> str:
        return with_unit(self.value, self.unit)

    def __str__(self) -> str:
        return f"{in_language(self.name)} {self.amount}"


@dataclass(frozen=True)
class SiteOnMap:
    site: Site
    latest: list[Latest]

    @property
    def label(self) -> str:
        """What stands beside the mark: the primary measure, or the first there is."""
        return self.latest[0].amount if self.latest else ""


def sites_on_map() -> list[SiteOnMap]:
    """The sites of all pilots that left preparation, those that moved last in front."""
    sites = (
        Site.objects.filter(pilot__in=Pilot.objects.public())
        .select_related("pilot", "district")
        .defer("district__outline")
        .order_by("-pilot__stage_since", "-pilot", "pk")
    )
    latest = latest_values()
    return [SiteOnMap(site, latest[site.pk]) for site in sites]


def latest_values() -> dict[int, list[Latest]]:
    """By site, in the order of the measures. What people answered is never among them: one more
    answer would be told by the next value (docs/decisions/007)."""
    last = (
        Observation.objects.good()
        .filter(measure=OuterRef("pk"), site=OuterRef("pilot__sites"), at__lte=timezone.now())
        .order_by("-at")
    )
    # One look into the index for each measure and site, however many values there are.
    measures = (
        Measure.objects.filter(pilot__in=Pilot.objects.public(), source__in=MEASURED)
        .annotate(
            site=F("pilot__sites"),
            last_at=Subquery(last.values("at")[:1]),
            last_value=Subquery(last.values("value")[:1]),
        )
        .filter(last_at__isnull=False)
    )
    found: dict[int, list[Latest]] = defaultdict(list)
    for each in measures:
        found[each.site].append(
            Latest(each.code, each.name, each.unit, each.last_value, each.last_at)
        )
    return found


def sites_geojson(root: str) -> dict[str, Any]:
    """All sites on the map as one collection; every address begins with `root`."""
    return {
        "type": "FeatureCollection",
        "features": [_feature(each, root) for each in sites_on_map()],
    }


def _feature(each: SiteOnMap, root: str) -> dict[str, Any]:
    site, pilot = each.site, each.site.pilot
    geometry = as_feature(site)["geometry"]
    box = {"bbox": list(shape(geometry).bounds)} if geometry else {}
    return {
        "type": "Feature",
        "id": site.pk,
        **box,
        "geometry": geometry,
        "properties": {
            **_both("name", site.name),
            "arm": site.arm,
            "lon": site.lon,  # where a line or an area has its mark
            "lat": site.lat,
            "district": site.district.code if site.district else None,
            "pilot": pilot.pk,
            **_both("pilot", pilot.title),
            "stage": pilot.stage,
            "url": root.rstrip("/") + pilot.get_absolute_url(),
            "latest": [_told(value) for value in each.latest],
        },
    }


def _told(latest: Latest) -> dict[str, Any]:
    return {
        "measure": latest.code,
        **_both("name", latest.name),
        **_both("unit", latest.unit),
        "value": latest.value,
        "at": timezone.localtime(latest.at).isoformat(),
    }


def _both(key: str, words: dict[str, str]) -> dict[str, str]:
    return {f"{key}_{language}": words.get(language, "") for language in LANGUAGES}
