"""Workshops: signing up, waiting, coming, minutes, calendars."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from accounts.models import Delivery
from city.words import words
from pilots.events.come import (
    SignUpRefused,
    come_with_code,
    note_who_came,
    sign_off,
    sign_up,
)
from pilots.events.hold import (
    EventRefused,
    announce_event,
    call_off,
    change_event,
    write_minutes,
)
from pilots.events.remind import remind_of_events
from pilots.models import EventPlace
from tests import factories as f
from tests.pilots.represented import child_of, make_family_pilot

SOON = timedelta(days=3)


@pytest.fixture
def pilot(city):
    return f.make_pilot(stage="running")


def announced(pilot, **fields):
    start = timezone.now() + SOON
    given = {
        "title": words("골목 걷기"), "where": words("주민센터 앞"), "starts_at": start,
        "ends_at": start + timedelta(hours=2),
    }  # fmt: skip
    return announce_event(pilot=pilot, by=pilot.manager, **(given | fields))


def told(person):
    return list(Delivery.objects.filter(person=person).values_list("update_told__kind", flat=True))


def test_a_neighbour_signs_up_once(pilot):
    event, neighbour = announced(pilot), f.UserFactory()

    sign_up(event=event, by=neighbour)
    sign_up(event=event, by=neighbour)

    assert EventPlace.objects.count() == 1


def test_who_comes_when_all_places_are_taken_waits_and_moves_up(pilot):
    event = announced(pilot, capacity=1)
    first, second = f.UserFactory(), f.UserFactory()

    assert sign_up(event=event, by=first).has_place
    assert not sign_up(event=event, by=second).has_place
    sign_off(event=event, by=first)

    assert EventPlace.objects.get(person=second).has_place
    assert told(second) == ["event-moved-up"]


def test_more_places_let_those_who_wait_in(pilot):
    event = announced(pilot, capacity=1)
    people = [f.UserFactory() for _ in range(3)]
    for person in people:
        sign_up(event=event, by=person)

    change_event(event=event, by=pilot.manager, capacity=2)

    assert [place.has_place for place in event.places.all()] == [True, True, False]


def test_a_code_is_guessed_so_often_in_an_hour_by_each_person(pilot):
    start = timezone.now()
    event = announced(pilot, starts_at=start, ends_at=start + timedelta(hours=2))
    guesser, neighbour = f.UserFactory(), f.UserFactory()
    for _try in range(10):
        with pytest.raises(SignUpRefused):
            come_with_code(event=event, code="nonsense", by=guesser)

    with pytest.raises(SignUpRefused):  # even the right one has to wait now
        come_with_code(event=event, code=event.code, by=guesser)
    assert come_with_code(event=event, code=event.code, by=neighbour).came_at


def test_events_of_participants_are_not_for_others(pilot):
    event = announced(pilot, open_to="participants")

    with pytest.raises(SignUpRefused):
        sign_up(event=event, by=f.UserFactory())


def test_a_guardian_comes_to_events_of_participants(city):
    guardian, pilot = f.UserFactory(), make_family_pilot()
    child_of(guardian, pilot)
    event = announced(pilot, open_to="participants")

    assert sign_up(event=event, by=guardian).has_place


def test_the_code_opens_events_of_participants_to_nobody_else(pilot):
    event = announced(pilot, open_to="participants")

    with pytest.raises(SignUpRefused):
        come_with_code(event=event, code=event.code, by=f.UserFactory(), at=event.starts_at)


def test_who_signed_up_hears_of_another_time_and_of_calling_off(pilot):
    event, neighbour = announced(pilot), f.UserFactory()
    sign_up(event=event, by=neighbour)

    change_event(event=event, by=pilot.manager, where=words("도서관 2층"))
    change_event(event=event, by=pilot.manager, what=words("차와 과자가 있습니다."))
    call_off(event=event, reason="비가 많이 옵니다.", by=pilot.manager)
    call_off(event=event, reason="두 번째 창", by=pilot.manager)

    assert sorted(told(neighbour)) == ["event-called-off", "event-changed"]
    with pytest.raises(SignUpRefused):
        sign_up(event=event, by=f.UserFactory())
    with pytest.raises(EventRefused):
        change_event(event=event, by=pilot.manager, capacity=3)


def test_calling_off_needs_a_reason(pilot):
    with pytest.raises(EventRefused):
        call_off(event=announced(pilot), reason="  ", by=pilot.manager)


def test_the_code_counts_on_the_day_only(pilot):
    event, neighbour = announced(pilot), f.UserFactory()

    with pytest.raises(SignUpRefused):
        come_with_code(event=event, code=event.code, by=neighbour)
    with pytest.raises(SignUpRefused):
        come_with_code(event=event, code="000 00", by=neighbour, at=event.starts_at)
    place = come_with_code(event=event, code=f" {event.code} ", by=neighbour, at=event.starts_at)

    assert place.came_at == event.starts_at


def test_the_list_at_the_door(pilot):
    event = announced(pilot)
    place = sign_up(event=event, by=f.UserFactory())

    note_who_came(event=event, places=[place.pk], by=pilot.manager, at=event.starts_at)
    note_who_came(event=event, places=[place.pk], by=pilot.manager, at=event.ends_at)

    place.refresh_from_db()
    assert place.came_at == event.starts_at


def test_minutes_come_after_the_event(pilot):
    event, neighbour = announced(pilot), f.UserFactory()
    sign_up(event=event, by=neighbour)

    with pytest.raises(EventRefused):
        write_minutes(event=event, minutes=words("너무 이릅니다."), by=pilot.manager)
    for text in ("가로등 두 곳을 골랐습니다.", "가로등 세 곳을 골랐습니다."):
        write_minutes(event=event, minutes=words(text), by=pilot.manager, at=event.ends_at)

    assert told(neighbour) == ["event-minutes"]


def test_a_day_before_everybody_with_a_place_is_reminded_once(pilot):
    event = announced(pilot, capacity=1)
    first, second = f.UserFactory(), f.UserFactory()
    sign_up(event=event, by=first)
    sign_up(event=event, by=second)

    assert remind_of_events() == 0
    assert remind_of_events(at=event.starts_at - timedelta(hours=20)) == 1
    assert remind_of_events(at=event.starts_at - timedelta(hours=19)) == 0
    assert told(first) == ["event-tomorrow"]
    assert told(second) == []


@pytest.mark.parametrize("stage", ["draft", "stopped"])
def test_a_pilot_nobody_sees_has_no_events(city, stage):
    with pytest.raises(EventRefused):
        announced(f.make_pilot(stage=stage))


# ── Pages and calendars ──────────────────────────────────────────────────────────────────────


def test_a_resident_signs_up_on_the_page_and_off_again(client, pilot):
    event, neighbour = announced(pilot), f.UserFactory()
    client.force_login(neighbour)

    client.post(reverse("pilots:join_event", args=[pilot.pk, event.pk]))
    assert "신청되었습니다" in client.get(event.get_absolute_url()).content.decode()
    client.post(reverse("pilots:leave_event", args=[pilot.pk, event.pk]))

    assert not EventPlace.objects.exists()


def test_looking_changes_nothing(client, pilot):
    event = announced(pilot)
    client.force_login(f.UserFactory())

    assert client.get(reverse("pilots:join_event", args=[pilot.pk, event.pk])).status_code == 405
    assert not EventPlace.objects.exists()


def test_a_visitor_reads_the_list_and_the_event(client, pilot):
    event = announced(pilot)

    assert "골목 걷기" in client.get(reverse("pilots:events")).content.decode()
    assert client.get(event.get_absolute_url()).status_code == 200
    assert event.code not in client.get(event.get_absolute_url()).content.decode()


def test_many_events_cost_the_queries_of_few(client, pilot, django_assert_max_num_queries):
    for _n in range(12):
        announced(pilot)
    client.get(reverse("pilots:events"))

    with django_assert_max_num_queries(8):
        client.get(reverse("pilots:events"))


def test_the_desk_announces_keeps_a_list_and_writes_minutes(client, pilot):
    client.force_login(pilot.manager)
    start = timezone.localtime() + SOON
    client.post(
        reverse("pilots_desk:new_event", args=[pilot.pk]),
        {
            "title_0": "주민 워크숍", "where_0": "복지관", "open_to": "everybody",
            "starts_at": f"{start:%Y-%m-%dT%H:%M}",
            "ends_at": f"{start + timedelta(hours=1):%Y-%m-%dT%H:%M}",
        },
    )  # fmt: skip
    event = pilot.events.get()
    place = sign_up(event=event, by=f.UserFactory())

    client.post(reverse("pilots_desk:event", args=[pilot.pk, event.pk]), {"came": [place.pk]})

    place.refresh_from_db()
    assert place.came_at


def test_an_event_that_ends_before_it_begins_is_asked_for_again(client, pilot):
    client.force_login(pilot.manager)
    answer = client.post(
        reverse("pilots_desk:new_event", args=[pilot.pk]),
        {
            "title_0": "거꾸로", "where_0": "복지관", "open_to": "everybody",
            "starts_at": "2027-01-02T10:00", "ends_at": "2027-01-02T09:00",
        },
    )  # fmt: skip

    assert answer.status_code == 422
    assert "시작한 뒤에 끝나야" in answer.content.decode()


def test_calendars_notice_changes_and_keep_their_entries(client, pilot):
    event = announced(pilot, title=words("가" * 60))
    address = reverse("pilots:event_calendar", args=[pilot.pk, event.pk])
    before = client.get(address).content
    change_event(event=event, by=pilot.manager, where=words("다른 곳"))
    call_off(event=event, reason="비", by=pilot.manager)

    (first,), (second,) = (
        Calendar.from_ical(text).walk("VEVENT") for text in (before, client.get(address).content)
    )

    assert first["uid"] == second["uid"]
    assert second["sequence"] == first["sequence"] + 2
    assert second["status"] == "CANCELLED"
    assert Calendar.from_ical(before).walk("VTIMEZONE")
    assert all(len(line) <= 75 for line in before.split(b"\r\n"))
    before.decode()  # no syllable was cut in two
    assert client.get(reverse("events_calendar")).status_code == 200
