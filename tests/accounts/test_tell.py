"""Telling: everybody once, in a few statements, and nobody who wants no more of it."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.erase import erase_person
from accounts.models import Delivery, User
from accounts.rhythm import after_quiet_hours, due
from accounts.told import choose_news, mute, unmute
from proposals.follow import follow
from proposals.triage import decide
from tests import factories as f
from tests.accounts.telling import TUESDAY, news

SEOUL = ZoneInfo("Asia/Seoul")


def at(day, hour, minute=0):
    return datetime(2026, 11, day, hour, minute, tzinfo=SEOUL)


def test_somebody_named_three_times_is_told_once(resident):
    news(resident, resident.pk, resident)

    assert Delivery.objects.filter(person=resident).count() == 1


def test_who_left_is_not_told(resident, neighbour):
    erase_person(person=neighbour)

    news(resident, neighbour)

    assert [each.person for each in Delivery.objects.all()] == [resident]


def test_telling_five_thousand_costs_the_statements_of_telling_five(city):
    User.objects.bulk_create(User(pseudonym=f"주민 {n}", password="!") for n in range(5_000))
    everybody = list(User.objects.values_list("pk", flat=True))

    def statements(people):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            news(*people)
        return len(asked)

    assert statements(everybody) == statements(everybody[:5])
    assert Delivery.objects.count() == 5_005


@pytest.mark.parametrize(
    ("rhythm", "told_at", "goes_at"),
    [
        ("at-once", at(24, 22, 13), at(24, 22, 13)),
        ("daily", at(24, 12), at(25, 8)),
        ("daily", at(24, 7, 59), at(24, 8)),
        ("daily", at(24, 8), at(24, 8)),
        ("daily", at(24, 8, 1), at(25, 8)),
        ("weekly", at(24, 12), at(30, 8)),  # the 24th is a Tuesday
        ("weekly", at(23, 7), at(23, 8)),
        ("weekly", at(23, 9), at(30, 8)),
        ("weekly", at(29, 23), at(30, 8)),
        ("never", at(24, 12), None),
    ],
)
def test_news_goes_out_in_each_one_s_rhythm(rhythm, told_at, goes_at):
    assert due(rhythm, told_at) == goes_at
    if goes_at:
        assert due(rhythm, told_at.astimezone(ZoneInfo("UTC"))) == goes_at


@pytest.mark.parametrize(
    ("moment", "later"),
    [(at(24, 20, 59), None), (at(24, 21), at(25, 8)), (at(24, 22), at(25, 8)),
     (at(25, 0), at(25, 8)), (at(25, 7, 59), at(25, 8)), (at(25, 8), None)],
)  # fmt: skip
def test_nobody_is_woken(moment, later):
    assert after_quiet_hours(moment, 21, 8) == (later or moment)


def test_quiet_hours_may_lie_within_a_day_or_nowhere():
    assert after_quiet_hours(at(24, 13), 12, 14) == at(24, 14)
    assert after_quiet_hours(at(24, 15), 12, 14) == at(24, 15)
    assert after_quiet_hours(at(24, 3), 8, 8) == at(24, 3)


def test_a_question_to_the_author_goes_out_at_once(resident, neighbour, officer):
    proposal = f.ProposalFactory(author=resident)
    follow(proposal=proposal, by=neighbour)

    decide(proposal=proposal, status="needs_info", reason="몇 시쯤인가요?", by=officer, at=TUESDAY)

    due_at = dict(Delivery.objects.values_list("person", "due_at"))
    assert due_at == {resident.pk: TUESDAY, neighbour.pk: at(25, 8)}


def test_even_a_question_is_not_sent_to_somebody_who_wants_nothing_sent(resident):
    choose_news(person=resident, rhythm="never")

    news(resident, asks=[resident])

    assert Delivery.objects.get().due_at is None


def test_a_muted_thread_is_silent_but_for_questions(resident):
    mute(person=resident, thread="proposal:1")

    news(resident)
    assert not Delivery.objects.exists()
    news(resident, asks=[resident])
    news(resident, thread="proposal:2")
    assert Delivery.objects.count() == 2

    assert unmute(person=resident, thread="proposal:1")
    assert not unmute(person=resident, thread="proposal:1")
    news(resident)
    assert Delivery.objects.count() == 3


def test_muting_twice_is_once_and_takes_back_what_waits(resident):
    news(resident)
    news(resident, thread="proposal:2")

    mute(person=resident, thread="proposal:1")
    mute(person=resident, thread="proposal:1")

    waits = Delivery.objects.filter(due_at__isnull=False)
    assert [each.update_told.thread for each in waits] == ["proposal:2"]


def test_following_again_is_wanting_to_hear_again(resident, neighbour, officer):
    proposal = f.ProposalFactory(author=neighbour)
    mute(person=resident, thread=proposal.thread)

    follow(proposal=proposal, by=resident)
    decide(proposal=proposal, status="accepted", reason="합니다.", by=officer)

    assert Delivery.objects.filter(person=resident).count() == 1


def test_a_thread_is_muted_and_heard_again_from_the_inbox(resident, neighbour, sign_in):
    news(resident, neighbour)
    mine, theirs = (Delivery.objects.get(person=each).pk for each in (resident, neighbour))
    client = sign_in(resident)

    client.post(f"/me/inbox/{mine}/mute/")
    assert "다시 소식 받기" in client.get("/me/inbox/").content.decode()
    client.post(f"/me/inbox/{mine}/mute/", {"again": "yes"})
    assert "이 소식 그만 받기" in client.get("/me/inbox/").content.decode()
    assert client.post(f"/me/inbox/{theirs}/mute/").status_code == 404


def test_another_rhythm_counts_for_what_waits_already(resident):
    news(resident)

    choose_news(person=resident, rhythm="weekly", at=TUESDAY)
    assert Delivery.objects.get().due_at == at(30, 8)
    choose_news(person=resident, rhythm="at-once", at=TUESDAY + timedelta(hours=1))
    assert Delivery.objects.get().due_at == at(24, 13)
