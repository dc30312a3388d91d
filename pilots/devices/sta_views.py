"""/sta/v1.1: sensors and their values for machines, and the door through which values come in."""

from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import exceptions
from rest_framework.decorators import api_view, authentication_classes, parser_classes
from rest_framework.response import Response

from pilots.devices.door import DeviceToken, StrictJSON, sender, take
from pilots.devices.receive import Reading, Received
from pilots.devices.sta import CONFORMANCE, SETS, EntitySet, with_links
from pilots.devices.sta_query import question_of
from pilots.models import Device

CLASSES = ("datamodel", "resource-path", "request-data", "create-observations-via-data-array")
LARGEST_KEY = 2**63 - 1
# The standard describes these addresses; ours are in /api/v1/schema/.
not_in_schema = extend_schema(exclude=True)


@not_in_schema
@api_view(["GET"])
def service(request):
    base = _base(request)
    return Response({
        "value": [{"name": name, "url": f"{base}/{name}"} for name in SETS],
        "serverSettings": {"conformance": [CONFORMANCE + name for name in CLASSES]},
    })  # fmt: skip


@not_in_schema
@api_view(["GET", "POST"])
@authentication_classes([DeviceToken])
@parser_classes([StrictJSON])
def collection(request, name):
    of = _set_of(name)
    if request.method == "POST":
        if of.name != "Observations":
            raise exceptions.MethodNotAllowed("POST")
        return _one(request, sender(request))
    return _listed(request, of, of.rows())


@not_in_schema
@api_view(["GET"])
def entity(request, name, key):
    of = _set_of(name)
    return Response(with_links(_row(of, key), of, _root(request), _base(request)))


@not_in_schema
@api_view(["GET", "POST"])
@authentication_classes([DeviceToken])
@parser_classes([StrictJSON])
def related(request, name, key, lead):
    """From one entity to those it leads to: /Datastreams(3)/Observations."""
    of = _set_of(name)
    if request.method == "POST":
        if (of.name, lead) != ("Datastreams", "Observations"):
            raise exceptions.MethodNotAllowed("POST")
        return _one(request, sender(request), stream=key)
    row = _row(of, key)
    if lead not in of.leads:
        return _property(request, of, row, lead)
    target, lookup = of.leads[lead]
    there = SETS[target]
    rows = there.rows().filter(**{lookup: row.pk})
    if isinstance(row, Device) and target == "Observations":
        # Through the index, which knows no sensors.
        rows = rows.filter(measure=row.measure_id, site=row.site_id)
    if lead in SETS:
        return _listed(request, there, rows)
    found = rows.first()
    if found is None:
        raise Http404
    return Response(with_links(found, there, _root(request), _base(request)))


@not_in_schema
@api_view(["GET"])
def value(request, name, key, field):
    """The bare value: /Observations(7)/result/$value."""
    of = _set_of(name)
    told = with_links(_row(of, key), of, _root(request), _base(request))
    if field not in told or isinstance(told[field], dict):
        raise Http404
    return HttpResponse(str(told[field]), content_type="text/plain; charset=utf-8")


@not_in_schema
@api_view(["POST"])
@authentication_classes([DeviceToken])
@parser_classes([StrictJSON])
def create_observations(request):
    """Many at once, as a data array. The answer has an address for each value that is kept, and
    for each that is not, "error" with its reason: the same places as in what was sent."""
    device = sender(request)
    readings: list[Reading] = []
    if not isinstance(request.data, list) or not request.data:
        raise exceptions.ParseError(
            _('Send [{"Datastream": {"@iot.id": 1}, "components": […], "dataArray": […]}].')
        )
    for group in request.data:
        readings += _of_group(group, device, len(readings))
    received = take(device, readings)
    base = f"{_base(request)}/Observations"
    return Response(
        [_told(received, reading.index, base) for reading in readings],
        status=201 if received.kept.new else 200,
    )


def _of_group(group: Any, device: Device, start: int) -> list[Reading]:
    rows = group.get("dataArray") if isinstance(group, dict) else None
    names = group.get("components") if isinstance(group, dict) else None
    if not isinstance(rows, list) or not isinstance(names, list) or "result" not in names:
        raise exceptions.ParseError(
            _("Each group needs components with result among them, and a dataArray.")
        )
    refusal = "" if _stream_of(group) == device.pk else _not_yours(device)
    result = names.index("result")
    time = names.index("phenomenonTime") if "phenomenonTime" in names else None
    wrong = _("The row does not have as many cells as there are components.")
    return [
        Reading(index, None, None, refusal or wrong)
        if refusal or not isinstance(row, list) or len(row) != len(names)
        else Reading(index, row[time] if time is not None else None, row[result])
        for index, row in enumerate(rows, start)
    ]


def _told(received: Received, index: int, base: str) -> str:
    key = received.key_of(index)
    if key is not None:
        return f"{base}({key})"
    if index in received.refused:
        return f"error: {received.refused[index]}"
    return "error: " + _("No value: what is missing stays missing.")


def _one(request, device: Device, stream: int | None = None) -> Response:
    said = request.data
    if not isinstance(said, dict) or "result" not in said:
        raise exceptions.ParseError(_("An observation needs a result."))
    if (stream or _stream_of(said)) != device.pk:
        raise exceptions.PermissionDenied(_not_yours(device))
    received = take(device, [Reading(0, said.get("phenomenonTime"), said["result"])])
    if (key := received.key_of(0)) is None:
        missing = _("No value: what is missing stays missing.")
        raise exceptions.ValidationError({"result": [received.refused.get(0, missing)]})
    of = SETS["Observations"]
    row = device.observations.get(pk=key)
    told = with_links(row, of, _root(request), _base(request))
    return Response(
        told, status=201 if received.kept.new else 200, headers={"Location": told["@iot.selfLink"]}
    )


def _stream_of(said: dict[str, Any]) -> Any:
    stream = said.get("Datastream")
    return stream.get("@iot.id") if isinstance(stream, dict) else None


def _not_yours(device: Device) -> str:
    return _("This token belongs to Datastream %(key)s.") % {"key": device.pk}


def _property(request, of: EntitySet, row: Any, field: str) -> Response:
    told = with_links(row, of, _root(request), _base(request))
    if field.startswith("$") or field not in told:
        raise Http404
    return Response({field: told[field]})


def _listed(request, of: EntitySet, rows) -> Response:
    asked = question_of(request.GET, in_time=of.name == "Observations")
    rows = asked.narrow(rows)
    page = list(rows[asked.skip : asked.skip + asked.top + 1]) if asked.top else []
    root, base = _root(request), _base(request)
    told: dict[str, Any] = {"@iot.count": rows.count()} if asked.count else {}
    if len(page) > asked.top:
        here = request.build_absolute_uri(request.path)
        told["@iot.nextLink"] = f"{here}?{asked.next_query(request.GET)}"
    return Response(
        told | {"value": [with_links(row, of, root, base) for row in page[: asked.top]]}
    )


def _row(of: EntitySet, key: int):
    row = of.rows().filter(pk=key).first() if key <= LARGEST_KEY else None
    if row is None:
        raise Http404
    return row


def _set_of(name: str) -> EntitySet:
    if name not in SETS:
        raise Http404
    return SETS[name]


def _root(request) -> str:
    return request.build_absolute_uri("/").rstrip("/")


def _base(request) -> str:
    return request.build_absolute_uri(reverse("sta:service")).rstrip("/")
