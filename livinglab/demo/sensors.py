"""Sensors on two pilots of the demo city: a week before, a week since, and the last days, by the hour."""

import math
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from city.words import words
from livinglab.demo.people import Cast
from pilots.devices.receive import Reading, receive
from pilots.devices.registry import new_token, register_device
from pilots.devices.roll_up import roll_up
from pilots.devices.set_limit import set_limit
from pilots.models import Device, Measure, Pilot

SEED = 914
HOUR = timedelta(hours=1)
LAST_DAYS = 5
LIMIT = 60  # cm


@dataclass(frozen=True)
class Station:
    pilot: str
    measure: str
    site: str
    name: str
    make: str
    height: float
    highest: float


STATIONS = (
    Station("white-roof", "roof", "W", "하얀 지붕 온도계", "시연 T-2", 6.5, 90),
    Station("white-roof", "roof", "G", "칠하지 않은 지붕 온도계", "시연 T-2", 6.2, 90),
    Station("rubbish-corner", "pile", "F", "꽃밭 골목 거리 센서", "시연 D-1", 2.6, 250),
    Station("rubbish-corner", "pile", "S", "요일판 골목 거리 센서", "시연 D-1", 2.6, 250),
    Station("rubbish-corner", "pile", "N", "비교 골목 거리 센서", "시연 D-1", 2.8, 250),
)


def play_sensors(cast: Cast, pilots: dict[str, Pilot], now: datetime) -> None:
    rng = random.Random(SEED)
    hour = now.replace(minute=0, second=0, microsecond=0)
    set_limit(
        measure=_measure(pilots["rubbish-corner"], "pile"), side="above", limit=LIMIT, back_at=40,
        is_public=True, by=cast.manager,
        advice=words("오늘 밤에 한 번 더 치웁니다. 봉투는 내일 내놓아 주세요.",
                     "We clear it once more tonight. Please put bags out tomorrow."),
    )  # fmt: skip
    for station in STATIONS:
        pilot = pilots.get(station.pilot)
        if pilot is None:
            continue
        device = _register(station, pilot, cast, hour)
        level = _roof if station.measure == "roof" else _pile
        for start, hours in _weeks(pilot, hour):
            _send(device, station, level, rng, start, hours)
    _cross_the_limit(pilots["rubbish-corner"], hour)
    roll_up(now)


def _measure(pilot: Pilot, code: str) -> Measure:
    return pilot.measures.get(code=code)


def _register(station: Station, pilot: Pilot, cast: Cast, hour: datetime) -> Device:
    device = register_device(
        measure=_measure(pilot, station.measure), site=pilot.sites.get(key=station.site),
        name=station.name, make=station.make, height=station.height, by=cast.manager,
        every_minutes=60, lowest=-30 if station.measure == "roof" else 0,
        highest=station.highest, stuck_after=6,
        calibrated_on=timezone.localdate(hour) - timedelta(days=200),
        calibration_note="설치 전 기준기와 비교",
    )  # fmt: skip
    new_token(device=device, by=cast.manager)  # nobody knows it: the demo's sensors are played
    return device


def _weeks(pilot: Pilot, hour: datetime) -> Iterator[tuple[datetime, int]]:
    """A week before it began, one in the middle, and the last days up to now."""
    began = pilot.running_from
    if began:
        days = (timezone.localdate(hour) - began).days
        yield hour - timedelta(days=days + 9), 7 * 24
        yield hour - timedelta(days=days // 2 + 7), 7 * 24
    yield hour - timedelta(days=LAST_DAYS), LAST_DAYS * 24 + 1


def _send(
    device: Device,
    station: Station,
    level: Callable,
    rng: random.Random,
    start: datetime,
    hours: int,
) -> None:
    began = device.measure.pilot.running_from
    readings = []
    for n in range(hours):
        at = start + n * HOUR
        value = level(timezone.localtime(at), station.site, _has_begun(began, at), rng)
        if rng.random() < 0.02:
            value = None  # out of order now and then; the gap stays a gap
        readings.append(Reading(n, at.isoformat(), value))
    if station.site == "S" and hours < 7 * 24:  # somebody parked in front of it
        readings[-30] = Reading(hours - 30, readings[-30].at, 400)
    receive(device=device, readings=readings, at=start + (hours - 1) * HOUR)


def _has_begun(began, at: datetime) -> bool:
    return began is not None and timezone.localdate(at) >= began


def _roof(at: datetime, site: str, has_begun: bool, rng: random.Random) -> float:
    """Warm in August and after noon; the painted roof takes in less of the sun."""
    season = math.cos((at.timetuple().tm_yday - 215) / 365 * 2 * math.pi)
    sun = max(0.0, math.sin((at.hour - 6) / 13 * math.pi)) if 6 <= at.hour <= 19 else 0.0
    share = 0.45 if site == "W" and has_begun else 1.0
    return round(12 + 14 * season + sun * share * (12 + 12 * max(season, 0)) + rng.gauss(0, 0.8), 1)


def _pile(at: datetime, site: str, has_begun: bool, rng: random.Random) -> float:
    """Grows from the evening until the van comes at seven."""
    since = (at.hour - 7) % 24
    full = {"F": 26, "S": 38}.get(site, 52) if has_begun else 52
    return round(max(0.0, full * (since / 23) ** 1.6 + rng.gauss(0, 1.5)), 1)


def _cross_the_limit(pilot: Pilot, hour: datetime) -> None:
    """Two evenings ago one lane ran over: told once, and over when the van had come."""
    device = Device.objects.select_related("measure__pilot").get(
        site__key="N", measure__pilot=pilot
    )
    evening = timezone.localtime(hour).replace(hour=21) - timedelta(days=2)
    for at, value in ((evening, 74.0), (evening + timedelta(hours=11), 3.0)):
        receive(device=device, readings=[Reading(0, at.isoformat(), value)], at=at)
        # What was sent for later is not known yet at that moment.
        roll_up(at)
