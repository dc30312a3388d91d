"""Who proposed, backed or joined is asked again at the turns of a pilot, once, and can stop."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.digest import make_digest
from accounts.mail import write_letter
from accounts.models import Delivery, Message, Mute
from city.words import words
from pilots.apart.again_links import asked_by, link_of
from pilots.apart.ask_again import NotAsked, answer, ask_again, ask_those_due, stop, whom_to_ask
from pilots.apart.consents import say
from pilots.apart.heard import heard, tell_who_went_on
from pilots.models import AskedAgain, Conclusion, StageChange, TakenUp, Turn
from proposals.follow import follow
from proposals.support import give_support
from tests import factories as f
from tests.pilots.people import join, make_recruiting_pilot
from tests.pilots.test_apart_consents import write

NOW = timezone.now()


@pytest.fixture
def pilot(city, resident):
    """Running, and taken up from a proposal of the resident."""
    pilot = make_recruiting_pilot(stage="running")
    TakenUp.objects.create(pilot=pilot, proposal=f.ProposalFactory(author=resident))
    return pilot


@pytest.fixture
def asked(pilot, resident):
    ask_again(pilot=pilot, turn=Turn.RUNNING)
    return AskedAgain.objects.get(person=resident)


def proposal_of(pilot):
    return pilot.proposals.get()


def moved(pilot, before, after, days_ago):
    StageChange.objects.create(
        pilot=pilot, before=before, after=after, reason="때가 되었습니다.",
        at=NOW - timedelta(days=days_ago),
    )  # fmt: skip


# ── Whom ─────────────────────────────────────────────────────────────────────────────────────


def test_each_is_asked_once_by_how_they_came(pilot, resident, neighbour):
    joined = f.UserFactory()
    for person in (resident, neighbour, joined):
        give_support(proposal=proposal_of(pilot), by=person)
    follow(proposal=proposal_of(pilot), by=neighbour)
    join(pilot, joined, "active")

    assert whom_to_ask(pilot, Turn.RUNNING) == {
        resident.pk: "author", joined.pk: "member", neighbour.pk: "backer",
    }  # fmt: skip


def test_who_backs_it_without_following_is_left_in_peace(pilot, neighbour):
    give_support(proposal=proposal_of(pilot), by=neighbour)

    assert neighbour.pk not in whom_to_ask(pilot, Turn.RUNNING)


def test_afterwards_participants_are_asked_only_with_a_yes_of_its_own(pilot, neighbour):
    place = join(pilot, neighbour, "completed")
    contact = write(pilot, "contact")
    assert neighbour.pk in whom_to_ask(pilot, Turn.ENDED)
    assert neighbour.pk not in whom_to_ask(pilot, Turn.CONCLUDED)

    say(participation=place, extra=contact, given=True, by=neighbour)

    assert whom_to_ask(pilot, Turn.SIX_MONTHS)[neighbour.pk] == "member"


@pytest.mark.parametrize("status", ["applied", "withdrawn", "declined", "not_selected", "expired"])
def test_who_does_not_take_part_is_not_asked_as_a_participant(pilot, neighbour, status):
    join(pilot, neighbour, status)

    assert neighbour.pk not in whom_to_ask(pilot, Turn.RUNNING)


def test_who_muted_the_pilot_or_left_is_not_asked(pilot, resident, neighbour):
    join(pilot, neighbour, "active")
    Mute.objects.create(person=resident, thread=pilot.thread)
    neighbour.is_active = False
    neighbour.save()

    assert ask_again(pilot=pilot, turn=Turn.RUNNING) == 0


def test_who_said_stop_is_not_asked_at_the_next_turn(asked, pilot):
    stop(asked=asked)

    assert ask_again(pilot=pilot, turn=Turn.ENDED) == 0


def test_asking_twice_asks_nobody_twice(asked, pilot):
    assert ask_again(pilot=pilot, turn=Turn.RUNNING) == 0
    assert Delivery.objects.filter(update_told__kind="asked-again").count() == 1


# ── When ─────────────────────────────────────────────────────────────────────────────────────


def test_the_clock_asks_two_weeks_after_the_start_and_once(pilot, resident):
    moved(pilot, "baseline", "running", days_ago=13)
    assert ask_those_due(at=NOW) == 0

    assert ask_those_due(at=NOW + timedelta(days=2)) == 1
    assert ask_those_due(at=NOW + timedelta(days=3)) == 0


def test_each_turn_is_asked_about(pilot, resident, officer):
    moved(pilot, "running", "evaluating", days_ago=300)
    Conclusion.objects.create(
        pilot=pilot, verdict="adopt", reasons=words("나아졌습니다."), evidence={"comparisons": []},
        decided_by=officer, at=NOW,
    )  # fmt: skip

    for days in (1, 5, 190, 370):
        ask_those_due(at=NOW + timedelta(days=days))

    turns = AskedAgain.objects.order_by("asked_at").values_list("turn", flat=True)
    assert list(turns) == ["concluded", "months6", "months12"]  # the end was too long ago


def test_a_pilot_that_goes_on_as_another_is_not_asked_about_later(pilot, officer):
    Conclusion.objects.create(
        pilot=pilot, verdict="extend", reasons=words("더 봅니다."), evidence={"comparisons": []},
        decided_by=officer, at=NOW,
    )  # fmt: skip

    assert ask_those_due(at=NOW + timedelta(days=190)) == 0


# ── The letter and its page ──────────────────────────────────────────────────────────────────


def test_the_letter_holds_a_link_of_ones_own(asked, resident):
    delivery = Delivery.objects.get(update_told__kind="asked-again")
    message = Message.objects.create(person=resident, kind="email", due_at=NOW)

    letter = write_letter(message, resident, make_digest([delivery]))

    (token,) = re.findall(r"/pilots/again/(\S+)/", letter.body)
    assert asked_by(token) == asked  # the signature holds the second in which it was written


def test_looking_answers_nothing_one_press_does(asked, visitor):
    page = visitor.get(link_of(asked))
    asked.refresh_from_db()
    assert page.status_code == 200
    assert page["Referrer-Policy"] == "no-referrer"
    assert asked.answered_at is None

    visitor.post(link_of(asked), {"rating": "4", "text": "건너기 편해졌어요"})

    asked.refresh_from_db()
    assert (asked.rating, asked.text) == (4, "건너기 편해졌어요")
    assert asked.answered_at


def test_the_page_says_what_became_of_it(asked, pilot, officer, visitor):
    Conclusion.objects.create(
        pilot=pilot, verdict="adopt", reasons=words("기다리는 시간이 줄어 확산합니다."),
        evidence={"comparisons": [], "as_of": NOW.isoformat()}, decided_by=officer,
    )  # fmt: skip

    page = visitor.get(link_of(asked)).content.decode()

    assert "기다리는 시간이 줄어 확산합니다." in page
    assert "제안하신" in page


def test_one_press_stops_and_another_undoes_it(asked, visitor):
    visitor.post(link_of(asked), {"stop": "yes"})
    asked.refresh_from_db()
    assert asked.stopped_at

    visitor.post(link_of(asked), {"stop": "no"})
    asked.refresh_from_db()
    assert asked.stopped_at is None


@pytest.mark.parametrize("rating", ["", "0", "6", "좋음", "1e9"])
def test_what_is_no_rating_is_asked_for_kindly_and_words_stay(asked, visitor, rating):
    page = visitor.post(link_of(asked), {"rating": rating, "text": "그늘이 생겼어요"})

    assert page.status_code == 422
    assert "그늘이 생겼어요" in page.content.decode()
    asked.refresh_from_db()
    assert asked.answered_at is None


def test_too_many_words_and_wrong_numbers_are_refused(asked):
    for wrong in ({"rating": 6}, {"rating": 3, "text": "가" * 501}):
        with pytest.raises(NotAsked):
            answer(asked=asked, **wrong)


def test_an_answer_changed_later_keeps_its_time(asked):
    answer(asked=asked, rating=2, at=NOW)
    changed = answer(asked=asked, rating=5, at=NOW + timedelta(days=1))

    assert (changed.rating, changed.answered_at) == (5, NOW)


def test_a_forged_an_old_and_a_dead_link(asked, resident, visitor, monkeypatch):
    address = link_of(asked)
    assert visitor.get("/pilots/again/forged:link/").status_code == 404

    monkeypatch.setattr("pilots.apart.again_links.WORKS_FOR", timedelta(seconds=-1))
    assert visitor.get(address).status_code == 410
    monkeypatch.undo()

    resident.is_active = False
    resident.save()
    assert visitor.get(address).status_code == 410


def test_the_inbox_leads_to_ones_own_link(asked, pilot, resident, neighbour, sign_in):
    assert sign_in(resident).get(f"/pilots/{pilot.pk}/again/")["Location"] == link_of(asked)
    assert sign_in(neighbour).get(f"/pilots/{pilot.pk}/again/")["Location"] == (
        pilot.get_absolute_url()
    )


# ── Who went on telling ──────────────────────────────────────────────────────────────────────


def ask_people(pilot, answered, silent, came_as="member", turn=Turn.RUNNING):
    for number in range(answered + silent):
        AskedAgain.objects.create(
            pilot=pilot, person=f.UserFactory(), came_as=came_as, turn=turn,
            answered_at=NOW if number < answered else None, rating=4 if number < answered else None,
        )  # fmt: skip


def test_retention_is_shown_by_turn_and_by_how_people_came(pilot):
    ask_people(pilot, 10, 30)
    ask_people(pilot, 6, 6, came_as="author")
    tell_who_went_on()

    (row,) = heard(pilot)

    assert (row["asked"], row["answered"]) == (52, 16)
    assert [(way["came_as"], way["asked"]) for way in row["ways"]] == [
        ("author", 12), ("member", 40),
    ]  # fmt: skip


def test_a_handful_of_people_is_hidden_with_all_others(pilot):
    ask_people(pilot, 10, 30)
    ask_people(pilot, 2, 6, came_as="author")
    tell_who_went_on()

    (row,) = heard(pilot)
    assert row["asked"] == 48
    # The total less the others would give the two away.
    assert row["ways"] == []

    (whole,) = heard(pilot, for_staff=True)
    assert [way["asked"] for way in whole["ways"]] == [8, 40]


def test_who_watches_the_page_does_not_see_one_more_answer(pilot, visitor):
    ask_people(pilot, 10, 30)
    tell_who_went_on()
    page = visitor.get(f"/pilots/{pilot.pk}/heard/").content.decode()

    AskedAgain.objects.filter(answered_at=None).first().delete()
    ask_people(pilot, 1, 0)
    tell_who_went_on()

    assert visitor.get(f"/pilots/{pilot.pk}/heard/").content.decode() == page
    assert heard(pilot, for_staff=True)[0]["answered"] == 11


def test_the_page_is_public_and_names_nobody(pilot, visitor):
    ask_people(pilot, 10, 30)
    person = AskedAgain.objects.first().person
    tell_who_went_on()

    page = visitor.get(f"/pilots/{pilot.pk}/heard/").content.decode()

    assert "25%" in page
    assert person.pseudonym not in page
    assert f"/pilots/{pilot.pk}/heard/" in visitor.get(pilot.get_absolute_url()).content.decode()


def test_those_who_run_it_read_the_words_without_names(asked, pilot, resident, sign_in):
    answer(asked=asked, rating=3, text="그늘이 생겼어요")

    page = sign_in(pilot.manager).get(f"/desk/pilots/{pilot.pk}/heard/").content.decode()

    assert "그늘이 생겼어요" in page
    assert resident.pseudonym not in page
