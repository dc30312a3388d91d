"""Leaving is as easy as joining."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.consent import has_consented, withdraw_consent
from accounts.models import Delivery
from pilots.apart.changed import changed_since, why_people_left
from pilots.apart.consents import say
from pilots.diary import write_diary
from pilots.join import apply
from pilots.leave import withdraw
from pilots.models import Diary, Participation, Pilot
from pilots.participation import MAY_WITHDRAW
from pilots.workflow import MoveNotAllowed, Status
from surveys.answer import NotInPanel, answer
from surveys.models import Response
from tests.factories import UserFactory
from tests.pilots.people import apply_and_agree, join, make_recruiting_pilot
from tests.pilots.test_apart_consents import write
from tests.surveys.questions import GOOD, make_survey, make_wave


@pytest.fixture
def place(resident):
    """A participant who has answered the survey and written in the diary."""
    survey = make_survey(is_public=False)
    pilot = make_recruiting_pilot(survey=survey, panel=survey.panel)
    place = apply_and_agree(pilot, resident)
    pilot.stage = place.pilot.stage = "baseline"
    pilot.save()
    answer(wave=make_wave(survey, "before"), panelist=place.panelist, answers=GOOD)
    write_diary(participation=place, text="첫날", rating=3)
    return place


@pytest.mark.parametrize("status", Status)
def test_one_may_leave_from_where_the_table_says(resident, status):
    place = join(make_recruiting_pilot(), resident, status)
    if status in MAY_WITHDRAW:
        assert withdraw(participation=place, by=resident).status == "withdrawn"
        return

    with pytest.raises(MoveNotAllowed):
        withdraw(participation=place, by=resident)


def test_what_is_kept_leads_to_nobody(place, resident):
    withdraw(participation=place, by=resident, reason="이사합니다")

    place.refresh_from_db()
    assert (place.status, place.withdrawal_reason) == ("withdrawn", "이사합니다")
    assert place.panelist.person is None
    assert (Response.objects.count(), Diary.objects.count()) == (1, 1)


def test_what_is_to_be_erased_goes_at_once(place, resident):
    withdraw(participation=place, by=resident, erase=True)

    assert (Response.objects.count(), Diary.objects.count()) == (0, 0)


def test_the_consent_is_taken_back_and_the_person_is_told(place, resident):
    text = place.pilot.consent_text
    assert has_consented(resident, text)

    withdraw(participation=place, by=resident)

    assert not has_consented(resident, text)
    assert Delivery.objects.filter(person=resident).first().update_told.kind == (
        "participation-withdrawn"
    )


def test_who_left_answers_no_more(place, resident):
    wave = make_wave(place.pilot.survey, "after")

    withdraw(participation=place, by=resident)

    with pytest.raises(NotInPanel):
        answer(wave=wave, panelist=place.panelist, answers=GOOD)


def test_nobody_takes_somebody_else_out(place, neighbour):
    with pytest.raises(PermissionDenied):
        withdraw(participation=place, by=neighbour)


def test_taking_the_consent_back_on_my_page_is_leaving(place, resident):
    withdraw_consent(person=resident, text=place.pilot.consent_text)

    assert Participation.objects.get().status == "withdrawn"
    assert Response.objects.count() == 0


def test_leaving_takes_no_more_clicks_than_joining(resident, sign_in):
    """Joining: the page, send; the consent, a choice, send. Leaving: the page, a choice, send."""
    pilot = make_recruiting_pilot()
    apply(pilot=pilot, by=resident)
    client = sign_in(resident)

    page = client.get(f"/pilots/{pilot.pk}/withdraw/")
    answered = client.post(f"/pilots/{pilot.pk}/withdraw/", {"so_far": "erase"})

    assert page.status_code == 200
    assert answered["Location"] == f"/pilots/{pilot.pk}/"
    assert Participation.objects.get().status == "withdrawn"


def test_whoever_only_applied_withdraws_an_application(resident, sign_in):
    """There are no answers and no diary to decide about; what was written to apply goes."""
    pilot = make_recruiting_pilot()
    apply(pilot=pilot, by=resident, motivation="날마다 다니는 길입니다")
    client = sign_in(resident)
    address = f"/pilots/{pilot.pk}/withdraw/"

    for page in ("/me/", f"/pilots/{pilot.pk}/mine/", f"/pilots/{pilot.pk}/consents/", address):
        said = client.get(page).content.decode()
        assert "신청 취소" in said
        assert "참여 그만두기" not in said
    assert 'value="erase"' not in said
    client.post(address, {"so_far": "keep"})

    left = Participation.objects.get()
    assert (left.status, left.motivation, left.erased_at) == ("withdrawn", "", None)
    told = Delivery.objects.filter(person=resident, update_told__kind="participation-withdrawn")
    assert "신청을 취소" in told.get().update_told.title["ko"]


def test_what_happens_to_the_data_has_to_be_said(place, resident, sign_in):
    page = sign_in(resident).post(f"/pilots/{place.pilot_id}/withdraw/", {"reason": "바빠서"})

    assert page.status_code == 422
    assert "바빠서" in page.content.decode()
    assert Participation.objects.get().status == "consented"


# ── Why, and what becomes of the data ────────────────────────────────────────────────────────


def test_leaving_takes_two_taps_from_my_page(place, resident, sign_in):
    """One link, one button; neither a reason nor a word is asked for."""
    client = sign_in(resident)
    address = f"/pilots/{place.pilot_id}/withdraw/"

    for page in ("/me/", f"/pilots/{place.pilot_id}/mine/"):
        assert address in client.get(page).content.decode()
    page = client.get(address).content.decode()
    assert 'name="so_far" value="keep"' in page
    assert 'name="so_far" value="erase"' in page
    client.post(address, {"so_far": "keep"})

    left = Participation.objects.get()
    assert (left.status, left.withdrawal_kind, left.erased_at) == ("withdrawn", "", None)


def test_who_only_wants_to_stop_loses_nothing_when_the_pilot_ended_meanwhile(
    place, resident, sign_in
):
    place.status = "completed"
    place.save()

    sign_in(resident).post(f"/pilots/{place.pilot_id}/withdraw/", {"so_far": "keep"})

    assert Participation.objects.get().erased_at is None
    assert Response.objects.exists()


def test_a_reason_may_be_chosen_and_said(place, resident, sign_in):
    sign_in(resident).post(
        f"/pilots/{place.pilot_id}/withdraw/",
        {"so_far": "erase", "kind": "burden", "reason": "적을 것이 많아요"},
    )

    left = Participation.objects.get()
    assert (left.withdrawal_kind, left.withdrawal_reason) == ("burden", "적을 것이 많아요")
    assert left.erased_at


@pytest.mark.parametrize("kind", ["unknown", "\x00"])
def test_a_reason_that_is_none_is_asked_again(place, resident, sign_in, kind):
    page = sign_in(resident).post(
        f"/pilots/{place.pilot_id}/withdraw/", {"so_far": "keep", "kind": kind}
    )

    assert page.status_code == 422
    assert Participation.objects.get().status == "consented"


def test_who_completed_takes_their_data_out_and_stays_counted(place, resident, sign_in):
    Participation.objects.update(status="completed")

    sign_in(resident).post(f"/pilots/{place.pilot_id}/withdraw/", {"so_far": "erase"})

    left = Participation.objects.get()
    assert left.status == "completed"
    assert left.erased_at
    assert left.panelist.person is None
    assert (Response.objects.count(), Diary.objects.count()) == (0, 0)


def test_every_further_yes_ends_with_leaving(place, resident):
    photos, contact = write(place.pilot, "photos"), write(place.pilot, "contact")
    for extra in (photos, contact):
        say(participation=place, extra=extra, given=True, by=resident)

    withdraw(participation=place, by=resident)

    assert not place.agreed_to.exists()
    assert not has_consented(resident, photos.text)


def test_why_people_left_is_counted_and_a_handful_is_not_told(city):
    pilot = make_recruiting_pilot()
    for kind, people in (("time", 9), ("burden", 6), ("health", 2)):
        for _person in range(people):
            join(pilot, UserFactory(), "withdrawn")
        Participation.objects.filter(withdrawal_kind="").update(withdrawal_kind=kind)

    told = [(row["kind"], row["n"]) for row in why_people_left(pilot)]

    assert told[0] == ("time", 9)
    # Reasons that a few gave and reasons that nobody gave look the same.
    others = ["health", "moved", "burden", "privacy", "no_use", "trouble", "other", ""]
    assert told[1:] == [(kind, None) for kind in others]


def test_reasons_that_enough_people_gave_stand_alone(city):
    pilot = make_recruiting_pilot()
    for _person in range(5):
        join(pilot, UserFactory(), "withdrawn")
    Participation.objects.update(withdrawal_kind="time")

    assert [(row["kind"], row["n"]) for row in why_people_left(pilot)] == [("time", 5)]


@pytest.mark.parametrize(("stage", "shows"), [("running", False), ("stopped", True)])
def test_why_people_left_is_public_once_the_pilot_has_ended(city, visitor, stage, shows):
    """A reader who sees a reason appear knows whose it is."""
    pilot = make_recruiting_pilot()
    for _person in range(5):
        join(pilot, UserFactory(), "withdrawn")
    Pilot.objects.update(stage=stage, stage_since=timezone.now())

    page = visitor.get(f"/pilots/{pilot.pk}/heard/").content.decode()

    assert ('id="left"' in page) is shows


def test_who_leaves_a_pilot_that_was_stopped_brings_no_reason_to_the_page(city, visitor):
    pilot = make_recruiting_pilot()
    staying = [join(pilot, UserFactory(), "active") for _person in range(10)]
    Participation.objects.filter(pk__in=[place.pk for place in staying[:5]]).update(
        status="withdrawn", withdrawal_kind="time", status_since=timezone.now()
    )
    Pilot.objects.update(stage="stopped", stage_since=timezone.now())
    before = visitor.get(f"/pilots/{pilot.pk}/heard/").content

    for place in staying[5:]:
        withdraw(participation=place, by=place.panelist.person, kind="time")

    assert 'id="left"' in before.decode()
    assert visitor.get(f"/pilots/{pilot.pk}/heard/").content == before


def test_how_many_took_their_data_out_in_between(place, resident):
    before = timezone.now()
    withdraw(participation=place, by=resident, erase=True, at=before + timedelta(days=1))

    assert changed_since(place.pilot, before, before + timedelta(days=2)) == 1
    assert changed_since(place.pilot, before + timedelta(days=2), before + timedelta(days=3)) == 0
