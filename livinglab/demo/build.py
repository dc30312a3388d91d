"""Builds the demo city in one transaction: whole, or not at all."""

import random
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone, translation

from accounts.models import Delivery, User
from accounts.rhythm import ToldBy
from city.models import City
from livinglab.demo.after import play_after
from livinglab.demo.answering import play_answering
from livinglab.demo.apart import play_apart
from livinglab.demo.city import make_demo_city
from livinglab.demo.days import queue_last_week
from livinglab.demo.events import play_events
from livinglab.demo.evidence import play_evidence
from livinglab.demo.levels import play_levels
from livinglab.demo.moderation import play_moderation
from livinglab.demo.people import Cast
from livinglab.demo.pilots import play_pilots
from livinglab.demo.places import Places
from livinglab.demo.programme import make_programme
from livinglab.demo.promises import play_promises
from livinglab.demo.proposals import play_proposals
from livinglab.demo.recruiting import play_recruiting
from livinglab.demo.results import publish_results
from livinglab.demo.sections import play_sections
from livinglab.demo.sensors import play_sensors
from livinglab.demo.settings_desk import play_settings
from livinglab.demo.street import play_trouble
from livinglab.demo.surveys import play_surveys
from livinglab.demo.telling import play_telling
from livinglab.demo.ways import play_ways
from livinglab.demo.weighted import play_weighted_survey
from proposals.periods import end_periods

SEED = 20261121


class NotADemo(Exception):
    """There are people in this database, and it is not marked as a demonstration."""


def demo_is_built() -> bool:
    """True when the demo city is already here; raises NotADemo rather than touch a real one."""
    city = City.objects.first()
    if city is not None and city.is_demo:
        return True
    if city is not None or User.objects.exists():
        raise NotADemo
    return False


def build_demo(
    name: str = "의정부시",
    now: datetime | None = None,
    tell: Callable[[str], None] = lambda words: None,
) -> City:
    now = now or timezone.now()
    began = time.monotonic()

    def step(words: str) -> None:
        tell(f"{time.monotonic() - began:5.1f} s  {words}")

    # What the city writes while the demo plays is written in Korean.
    with translation.override("ko"):
        with transaction.atomic():
            step(f"districts and landmarks of {name}")
            city = make_demo_city(name)
            rng = random.Random(SEED)
            cast, places = Cast(rng, now), Places(rng)
            play_levels(cast, now)
            step("proposals, support, comments and decisions")
            stories = play_proposals(cast, places, now)
            step("pilots, participants, diaries and observations")
            make_programme(cast, now)
            pilots = play_pilots(cast, places, stories, now)
            step("what follows results")
            play_recruiting(cast, pilots, now)
            play_after(cast, pilots, now)
            play_sensors(cast, pilots, now)
            play_events(cast, now)
            play_trouble(pilots, cast.manager, cast.neighbour, now)
            step("promises")
            play_promises(stories, now)
            play_apart(cast, pilots, now)
            step("reviews, more time, deputies")
            play_answering(cast, now)
            step("surveys")
            play_surveys(cast, now)
            play_weighted_survey(cast, now)
            play_sections(cast, now)
            play_ways(cast, now)
            end_periods(now)
            play_settings(cast, now)
            play_evidence(cast, now)
            play_moderation(cast, now)
            play_telling(cast, now)
            _read_what_is_old(now)
        step("figures, reports and open data")
        publish_results(cast, pilots, now)
        queue_last_week(now)
    step("done")
    return city


def _read_what_is_old(now: datetime) -> None:
    """Nobody of the demo has a year of unread news, and nothing old goes out by mail."""
    old = Delivery.objects.filter(at__lt=now - timedelta(days=14))
    old.update(read_at=F("at") + timedelta(hours=5))
    by_machine = Delivery.objects.exclude(person__told_by__in=(ToldBy.LETTER, ToldBy.CALL))
    by_machine.filter(at__lt=now - timedelta(hours=1)).update(due_at=None)
