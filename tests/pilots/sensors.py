"""A sensor with its token, and how it sends."""

import json

from django.test import Client

from pilots.devices.registry import new_token, register_device
from tests import factories as f


def make_device(pilot=None, **said):
    pilot = pilot or f.make_pilot(stage="running")
    measure, site = pilot.measures.first(), said.pop("site", None) or pilot.sites.first()
    name = said.pop("name", "학교 앞 센서")
    return register_device(measure=measure, site=site, name=name, by=pilot.manager, **said)


def token_of(device) -> str:
    return new_token(device=device, by=device.measure.pilot.manager)


def send(token, body, address="/api/v1/observations/", content_type="application/json"):
    text = body if isinstance(body, str | bytes) else json.dumps(body)
    return Client(enforce_csrf_checks=True).post(
        address, text, content_type=content_type, headers={"authorization": f"Bearer {token}"}
    )
