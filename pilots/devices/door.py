"""The door for machines: who is let in by which token, how much they may bring, and in what form."""

import json
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.authentication import BaseAuthentication
from rest_framework.parsers import BaseParser

from pilots.decode import FileRefused, Table, read_table
from pilots.devices.receive import MOST_VALUES, PilotEnded, Reading, Received, receive
from pilots.devices.registry import device_of
from pilots.models import Device

MAX_BYTES = 4_000_000


class TooLarge(exceptions.APIException):
    status_code = 413


class Ended(exceptions.APIException):
    status_code = 409


class DeviceToken(BaseAuthentication):
    """`Authorization: Bearer sensor_…`; without it one may read, not send."""

    def authenticate(self, request) -> tuple[None, Device] | None:
        scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
        if not scheme:
            return None
        device = device_of(token.strip()) if scheme.lower() == "bearer" else None
        if device is None:
            raise exceptions.AuthenticationFailed(
                _("This token is not known. Copy it once more, or make a new one at the desk.")
            )
        if not device.may_send:
            raise exceptions.AuthenticationFailed(
                _("This token was taken back. Ask whoever runs the pilot for a new one.")
            )
        return None, device

    def authenticate_header(self, request) -> str:
        return 'Bearer realm="sensors"'


class StrictJSON(BaseParser):
    """JSON as its standard has it: no NaN, no endless nesting, no more than so many bytes."""

    media_type = "application/json"

    def parse(self, stream, media_type=None, parser_context=None) -> Any:
        try:
            return json.loads(_read(stream, parser_context), parse_constant=_no_constant)
        except (ValueError, RecursionError) as error:
            raise exceptions.ParseError(_("This is not JSON.")) from error


class CSVTable(BaseParser):
    media_type = "text/csv"

    def parse(self, stream, media_type=None, parser_context=None) -> Table:  # type: ignore[override]
        try:
            return read_table(_read(stream, parser_context))
        except FileRefused as refusal:
            raise exceptions.ParseError(str(refusal)) from refusal


def sender(request) -> Device:
    """Whose token came along; raises 401 where none did."""
    if request.auth is None:
        raise exceptions.NotAuthenticated(
            _("Send the sensor’s token in the header Authorization: Bearer …")
        )
    return request.auth


def take(device: Device, readings: list[Reading]) -> Received:
    if len(readings) > MOST_VALUES:
        raise TooLarge(
            _("At most %(most)s values at once. Send the rest with the next request.")
            % {"most": f"{MOST_VALUES:,}"}
        )
    try:
        return receive(device=device, readings=readings)
    except PilotEnded as ended:
        raise Ended(_("This pilot has ended; its observations stay as they were.")) from ended


def _read(stream, parser_context) -> bytes:
    """A length that was said is believed, so that nobody has to read on."""
    said = str((parser_context or {})["request"].META.get("CONTENT_LENGTH") or "0")
    body = b""
    is_too_large = said.isdigit() and int(said[:12]) > MAX_BYTES
    if not is_too_large:
        body = stream.read(MAX_BYTES + 1)
    if is_too_large or len(body) > MAX_BYTES:
        raise TooLarge(
            _("A request may hold %(most)s MB at most.") % {"most": MAX_BYTES // 1_000_000}
        )
    return body


def _no_constant(name: str):
    raise ValueError(name)
