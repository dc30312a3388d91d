"""Workshops of the demo city: one that was, with its minutes, and two to come."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from city.words import words
from livinglab.demo.people import Cast
from pilots.events.come import note_who_came, sign_up
from pilots.events.hold import announce_event, write_minutes
from pilots.models import Event, Pilot
from pilots.workflow import Stage


def play_events(cast: Cast, now: datetime) -> None:
    running = list(Pilot.objects.filter(stage=Stage.RUNNING).order_by("pk")[:2])
    if not running:
        return
    past = _announce(
        running[0], cast, now, -20, words("골목을 함께 걷는 날", "A walk through the alleys"),
        words("쓰레기가 모이는 자리를 함께 걸으며 봅니다.", "We look at where rubbish gathers."),
        words("주민센터 앞마당", "In front of the community centre"), 20,
    )  # fmt: skip
    people = cast.some(14)
    for person in people:
        sign_up(event=past, by=person, at=past.created_at)
    came = list(past.places.values_list("pk", flat=True)[:11])
    note_who_came(event=past, places=came, by=cast.manager, at=past.starts_at)
    write_minutes(
        event=past, by=cast.manager, at=past.ends_at + timedelta(days=1),
        minutes=words(
            "모퉁이 세 곳을 보았습니다. 밤에 불이 꺼지는 두 곳부터 화분을 놓기로 했습니다.",
            "We saw three corners. The two that are dark at night get plants first.",
        ),
    )  # fmt: skip
    coming = _announce(
        running[-1], cast, now, 9, words("중간 결과를 함께 보는 자리", "Looking at what we know so far"),
        words("지금까지 잰 것을 함께 보고 다음 달을 정합니다.", "We look at the figures together."),
        words("평생학습관 2층", "Learning centre, 2nd floor"), 12,
    )  # fmt: skip
    for person in [cast.neighbour, *cast.some(8)]:
        sign_up(event=coming, by=person, at=coming.created_at)


def _announce(pilot, cast, now, days: int, title, what, where, capacity) -> Event:
    day = timezone.localtime(now + timedelta(days=days)).date()
    start = timezone.make_aware(datetime.combine(day, time(14)))
    return announce_event(
        pilot=pilot, by=cast.manager, title=title, what=what, where=where, capacity=capacity,
        starts_at=start, ends_at=start + timedelta(hours=2),
        at=min(start - timedelta(days=12), now),
    )  # fmt: skip
