"""What the OGC SensorThings API calls things, told of sites, sensors, measures and observations.

A Thing is a site, a Datastream and its Sensor are one of our sensors, an ObservedProperty is a
measure. Values that came from files or were counted belong to no sensor and are not told here.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from pilots.drawn import as_feature
from pilots.models import Device, Flag, Measure, Observation, Pilot, Site

CONFORMANCE = "http://www.opengis.net/spec/iot_sensing/1.1/req/"
MEASUREMENT = "http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement"


@dataclass(frozen=True)
class EntitySet:
    """`leads` names where one can go from an entity: the set, and what to look for in it."""

    name: str
    rows: Callable[[], QuerySet]
    told: Callable[[Any, str], dict[str, Any]]  # a row, and the address of the portal
    leads: dict[str, tuple[str, str]] = field(default_factory=dict)


def _devices() -> QuerySet:
    return Device.objects.filter(measure__pilot__in=Pilot.objects.public()).select_related(
        "measure__pilot", "site"
    )


def _streams() -> QuerySet:
    """With the first and last moment of their values: one look into the index for each."""
    values = Observation.objects.filter(
        measure=OuterRef("measure"), site=OuterRef("site"), device=OuterRef("pk")
    ).values("at")
    return _devices().annotate(
        first=Subquery(values.order_by("at")[:1]), last=Subquery(values.order_by("-at")[:1])
    )


def _sites() -> QuerySet:
    return Site.objects.filter(devices__in=_devices()).select_related("pilot").distinct()


def _measures() -> QuerySet:
    return Measure.objects.filter(devices__in=_devices()).select_related("pilot").distinct()


def _observations() -> QuerySet:
    return Observation.objects.filter(
        device__isnull=False, measure__pilot__in=Pilot.objects.public()
    )


def _nothing() -> QuerySet:
    return Site.objects.none()


def _thing(site: Site, root: str) -> dict[str, Any]:
    return {
        "name": str(site.name),
        "description": str(site.pilot.title),
        "properties": {
            "pilot": root + site.pilot.get_absolute_url(), "role": site.arm, "key": site.key,
        },
    }  # fmt: skip


def _location(site: Site, root: str) -> dict[str, Any]:
    return {
        "name": str(site.name),
        "description": site.place_note or str(site.name),
        "encodingType": "application/geo+json",
        "location": as_feature(site)["geometry"],
    }


def _feature(site: Site, root: str) -> dict[str, Any]:
    told = _location(site, root)
    told["feature"] = told.pop("location")
    return told


def _sensor(device: Device, root: str) -> dict[str, Any]:
    return {
        "name": device.name,
        "description": device.make or device.name,
        "encodingType": "text/html",
        "metadata": f"{root}{device.measure.pilot.get_absolute_url()}#sensors",
        "properties": {
            "heightInMetres": device.height,
            "calibratedOn": str(device.calibrated_on) if device.calibrated_on else None,
            "calibration": device.calibration_note,
            "everyMinutes": device.every_minutes,
            "lowest": device.lowest,
            "highest": device.highest,
            "inUse": device.is_active,
        },
    }


def _datastream(device: Any, root: str) -> dict[str, Any]:
    measure, unit = device.measure, str(device.measure.unit)
    told = {
        "name": f"{measure.name} – {device.site.name}",
        "description": str(measure.definition),
        "observationType": MEASUREMENT,
        "unitOfMeasurement": {
            "name": unit or None, "symbol": unit or None,
            "definition": f"{root}{measure.pilot.get_absolute_url()}#measures",
        },
        "observedArea": as_feature(device.site)["geometry"],
    }  # fmt: skip
    if device.first:  # both, or none
        told["phenomenonTime"] = f"{_time(device.first)}/{_time(device.last)}"
    return told


def _property(measure: Measure, root: str) -> dict[str, Any]:
    return {
        "name": str(measure.name),
        "definition": f"{root}{measure.pilot.get_absolute_url()}#measures",
        "description": str(measure.definition),
        "properties": {"code": measure.code, "direction": measure.direction},
    }


def _observation(row: Observation, root: str) -> dict[str, Any]:
    told = {"phenomenonTime": _time(row.at), "result": row.value, "resultTime": None}
    if row.flag:
        told["resultQuality"] = {"flag": row.flag, "description": str(Flag(row.flag).label)}
    return told


def _time(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


SETS = {
    each.name: each
    for each in (
        EntitySet("Things", _sites, _thing, {
            "Datastreams": ("Datastreams", "site"), "Locations": ("Locations", "pk"),
            "HistoricalLocations": ("HistoricalLocations", "pk"),
        }),
        EntitySet("Locations", _sites, _location, {
            "Things": ("Things", "pk"), "HistoricalLocations": ("HistoricalLocations", "pk"),
        }),
        EntitySet("HistoricalLocations", _nothing, _location),  # sites do not move
        EntitySet("Datastreams", _streams, _datastream, {
            "Thing": ("Things", "devices"), "Sensor": ("Sensors", "pk"),
            "ObservedProperty": ("ObservedProperties", "devices"),
            "Observations": ("Observations", "device"),
        }),
        EntitySet("Sensors", _devices, _sensor, {"Datastreams": ("Datastreams", "pk")}),
        EntitySet("ObservedProperties", _measures, _property, {
            "Datastreams": ("Datastreams", "measure"),
        }),
        EntitySet("Observations", _observations, _observation, {
            "Datastream": ("Datastreams", "observations"),
            "FeatureOfInterest": ("FeaturesOfInterest", "observations"),
        }),
        EntitySet("FeaturesOfInterest", _sites, _feature, {
            "Observations": ("Observations", "site"),
        }),
    )
}  # fmt: skip


def with_links(row: Any, of: EntitySet, root: str, base: str) -> dict[str, Any]:
    """An entity as the standard writes it: its number, its address, and where one can go."""
    me = f"{base}/{of.name}({row.pk})"
    return {
        "@iot.id": row.pk,
        "@iot.selfLink": me,
        **of.told(row, root),
        **{f"{name}@iot.navigationLink": f"{me}/{name}" for name in of.leads},
    }
