"""Simple door for sensors: JSON or CSV, a few values or thousands."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import exceptions, serializers
from rest_framework.decorators import api_view, authentication_classes, parser_classes
from rest_framework.response import Response

from pilots.columns import guess_columns
from pilots.decode import Table
from pilots.devices.door import CSVTable, DeviceToken, StrictJSON, sender, take
from pilots.devices.receive import Reading, Received
from pilots.models import Device


class RefusedSerializer(serializers.Serializer):
    index = serializers.IntegerField(help_text="From 0 in JSON; in CSV the row, from 2.")
    reason = serializers.CharField()


class ReceivedSerializer(serializers.Serializer):
    new = serializers.IntegerField()
    corrected = serializers.IntegerField()
    unchanged = serializers.IntegerField()
    gaps = serializers.IntegerField(help_text="Values that were missing; they stay missing.")
    refused = RefusedSerializer(many=True)


@extend_schema(
    request={"application/json": OpenApiTypes.OBJECT, "text/csv": OpenApiTypes.STR},
    responses={
        201: ReceivedSerializer,
        200: OpenApiResponse(ReceivedSerializer, description="Nothing of it was new."),
    },
)
@api_view(["POST"])
@authentication_classes([DeviceToken])
@parser_classes([StrictJSON, CSVTable])
def observations(request):
    """Values of one sensor, whose token says which: {"values": [{"at": "2026-11-22T09:00+09:00",
    "value": 12.5}]}, or CSV with a column for the time and one for the value. At most 10,000 at
    once. The same value again changes nothing; another value for the same time corrects it."""
    device = sender(request)
    said = request.data
    readings = _of_table(said, device) if isinstance(said, Table) else _of_json(said)
    received = take(device, readings)
    if received.refused and len(received.refused) == len(readings):
        # Indexes of JSON lists; a sensor that sends one bad value is told so by the status.
        raise exceptions.ValidationError({"values": received.refused})  # type: ignore[dict-item]
    return Response(as_json(received), status=201 if received.kept.new else 200)


def as_json(received: Received) -> dict[str, Any]:
    kept = received.kept
    return {
        "new": len(kept.new),
        "corrected": len(kept.corrected),
        "unchanged": len(kept.unchanged) + len(received.repeated),
        "gaps": len(received.gaps),
        "refused": [
            {"index": index, "reason": reason} for index, reason in received.refused.items()
        ],
    }


def _of_json(said: Any) -> list[Reading]:
    rows = said.get("values", said) if isinstance(said, dict) else said
    rows = [rows] if isinstance(rows, dict) else rows
    if not isinstance(rows, list) or not rows:
        raise exceptions.ParseError(
            _('Send {"values": [{"at": "2026-11-22T09:00:00+09:00", "value": 12.5}]}.')
        )
    return [_reading(index, row, is_alone=len(rows) == 1) for index, row in enumerate(rows)]


def _reading(index: int, row: Any, *, is_alone: bool) -> Reading:
    """A value alone may be without a time, which is now; in a batch, sent again, it would count
    twice."""
    if not isinstance(row, dict) or "value" not in row or not (is_alone or row.get("at")):
        return Reading(index, None, None, _('Each value is {"at": …, "value": …}.'))
    return Reading(index, row.get("at"), row["value"])


def _of_table(table: Table, device: Device) -> list[Reading]:
    columns = guess_columns(table.headers, [device.measure])
    value = columns.value or next(iter(columns.values), "")
    if not columns.at or not value:
        raise exceptions.ParseError(
            _("The first row has to name the columns: one for the time (at, 측정일시) and one for "
              "the value (value, 측정값).")
        )  # fmt: skip
    place = {name: number for number, name in enumerate(table.headers)}

    def cell(row: list[str], name: str) -> str:
        return row[place[name]] if name and place[name] < len(row) else ""

    return [
        Reading(
            number, f"{cell(row, columns.at)} {cell(row, columns.time)}".strip(), cell(row, value)
        )
        for number, row in enumerate(table.rows, start=2)
        if any(cell.strip() for cell in row)
    ]
