"""Which sensors a pilot has, and the token with which each of them sends: shown once, kept as a hash."""

import hashlib
import secrets
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from pilots.models import Device, Measure, Site

PREFIX = "sensor_"


class NotOfThisPilot(ValueError):
    """Measure and site belong to different pilots."""


@transaction.atomic
def register_device(*, measure: Measure, site: Site, name: str, by, **said: Any) -> Device:
    """`said`: what else is known of it (height, calibration, limits, interval)."""
    if measure.pilot_id != site.pilot_id:
        raise NotOfThisPilot
    return Device.objects.create(measure=measure, site=site, name=name, **said)


@transaction.atomic
def change_device(*, device: Device, by, **said: Any) -> Device:
    """Measure and site stay: what it has measured was measured there."""
    for name, value in said.items():
        setattr(device, name, value)
    device.save(update_fields=list(said))
    return device


@transaction.atomic
def take_out_of_use(*, device: Device, by, at: datetime | None = None) -> None:
    """Its values stay; another sensor may now measure the same here."""
    revoke_token(device=device, by=by, at=at)
    Device.objects.filter(pk=device.pk).update(is_active=False)


def new_token(*, device: Device, by, at: datetime | None = None) -> str:
    """The words to give the sensor. Any earlier token stops working."""
    token = PREFIX + secrets.token_urlsafe(32)
    Device.objects.filter(pk=device.pk, is_active=True).update(
        token_hash=hash_of(token), token_made_at=at or timezone.now(), revoked_at=None
    )
    return token


def revoke_token(*, device: Device, by, at: datetime | None = None) -> None:
    """The hash stays, so that the sensor is told why it is refused."""
    Device.objects.filter(pk=device.pk, revoked_at__isnull=True, token_hash__isnull=False).update(
        revoked_at=at or timezone.now()
    )


def device_of(token: str) -> Device | None:
    """Also one whose token was revoked: ask may_send."""
    found = Device.objects.filter(token_hash=hash_of(token))
    return found.select_related("measure__pilot", "site").first()


def hash_of(token: str) -> str:
    # Tokens are long and random: a plain digest cannot be guessed backwards.
    return hashlib.sha256(token.encode()).hexdigest()
