"""Nothing runs without a valid permit, it is extended once, and its end is called to mind."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Delivery, Update
from city.words import words
from pilots.amend import ProtocolClosed, ReasonNeeded
from pilots.desk_due import due_rows
from pilots.models import Permit, Pilot
from pilots.plan.announce import announce
from pilots.plan.permit import (
    PermitRefused,
    extend_permit,
    is_valid,
    remind_of_permits,
    set_permit,
)
from pilots.stages import NotReady, move_pilot
from tests import factories as f
from tests.pilots.people import join, make_recruiting_pilot

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def permit_for(pilot, by, *, days=365, **fields):
    ends = TODAY() + timedelta(days=days)
    return set_permit(
        pilot=pilot, by=by, reason="특례를 받았습니다.",
        **{
            "kind": "exemption", "authority": "산업통상자원부", "scope": words("보도 자율주행 1대"),
            "insurance": "배상 책임 1억 원", "insured_until": ends, "expires_on": ends,
        } | fields,
    )  # fmt: skip


@pytest.mark.parametrize(
    "wrong",
    [{"authority": ""}, {"scope": words("")}, {"insurance": ""}, {"insured_until": None},
     {"days": -1}, {"insured_until": timezone.localdate() - timedelta(days=1)},
     {"granted_on": timezone.localdate() + timedelta(days=1)}],
)  # fmt: skip
def test_none_runs_without_a_whole_valid_permit(city, officer, wrong):
    pilot = f.make_pilot(needs_permit=True)
    permit_for(pilot, officer, **wrong)
    move_pilot(pilot=pilot, to="baseline", reason="먼저 잽니다.", by=officer)

    with pytest.raises(NotReady):
        move_pilot(pilot=pilot, to="running", reason="시작합니다.", by=officer)


def test_an_insured_permit_lets_it_run_on_its_last_day(city, officer):
    pilot = f.make_pilot(needs_permit=True)
    permit_for(pilot, officer, days=0)
    move_pilot(pilot=pilot, to="baseline", reason="먼저 잽니다.", by=officer)

    move_pilot(pilot=pilot, to="running", reason="시작합니다.", by=officer)

    assert pilot.stage == "running"


def test_a_pilot_has_one_permit_which_is_changed(city, officer):
    pilot = f.make_pilot(needs_permit=True)
    permit_for(pilot, officer)
    permit_for(pilot, officer, authority="국토교통부")

    assert Permit.objects.get().authority == "국토교통부"


def test_it_is_extended_once_with_a_reason(city, officer):
    pilot = f.make_pilot(stage="running")
    permit = permit_for(pilot, officer)
    later = permit.expires_on + timedelta(days=365)

    with pytest.raises(PermitRefused):
        extend_permit(permit=permit, until=later, reason=" ", by=officer)
    with pytest.raises(PermitRefused):
        extend_permit(permit=permit, until=permit.expires_on, reason="더 봅니다.", by=officer)
    extend_permit(permit=permit, until=later, reason="겨울도 봅니다.", by=officer)
    with pytest.raises(PermitRefused):
        extend_permit(permit=permit, until=later + timedelta(days=1), reason="또", by=officer)

    assert permit.until == later
    assert pilot.amendments.order_by("pk").last().reason == "겨울도 봅니다."


def test_what_has_ended_is_not_extended(city, officer):
    permit = permit_for(f.make_pilot(), officer, days=-1)

    with pytest.raises(PermitRefused):
        extend_permit(permit=permit, until=TODAY() + timedelta(days=9), reason="늦게", by=officer)


def test_an_end_behind_the_extension_is_refused(city, officer):
    pilot = f.make_pilot()
    permit = permit_for(pilot, officer)
    extend_permit(
        permit=permit, until=permit.expires_on + timedelta(days=30), reason="더", by=officer
    )

    with pytest.raises(PermitRefused):
        permit_for(pilot, officer, days=365 + 31)


def test_after_the_baseline_a_permit_is_changed_with_a_reason(city, officer):
    pilot = f.make_pilot(stage="running")
    permit_for(pilot, officer)

    with pytest.raises(ReasonNeeded):
        set_permit(pilot=pilot, by=officer, number="2026-7")


def test_the_permit_of_an_ended_pilot_stays(city, officer):
    pilot = f.make_pilot()
    permit_for(pilot, officer)
    Pilot.objects.update(stage="stopped")
    pilot.refresh_from_db()

    with pytest.raises(ProtocolClosed):
        set_permit(pilot=pilot, by=officer, number="2026-7")


# ── The clock ────────────────────────────────────────────────────────────────────────────────


def reminders():
    return Update.objects.filter(kind="pilot-permit").count()


def test_the_manager_is_reminded_at_60_30_and_7_days_each_once(city, officer):
    pilot = f.make_pilot(stage="running")
    permit = permit_for(pilot, officer, days=100)
    end = timezone.now() + timedelta(days=100)

    told = []
    for left in range(100, -3, -1):
        before = reminders()
        remind_of_permits(at=end - timedelta(days=left))
        remind_of_permits(at=end - timedelta(days=left))
        if reminders() > before:
            told.append(left)

    assert told == [60, 30, 7]
    assert reminders() == 3
    assert Delivery.objects.filter(person=permit.pilot.manager).count() >= 3


def test_missed_days_are_made_up_for_by_one_reminder(city, officer):
    permit_for(f.make_pilot(stage="running"), officer, days=5)

    assert remind_of_permits() == 1
    assert remind_of_permits() == 0


def test_an_extension_is_called_to_mind_anew(city, officer):
    permit = permit_for(f.make_pilot(stage="running"), officer, days=5)
    remind_of_permits()
    extend_permit(permit=permit, until=TODAY() + timedelta(days=20), reason="더", by=officer)

    assert remind_of_permits() == 1


def test_ended_pilots_are_not_called_to_mind(city, officer):
    pilot = f.make_pilot()
    permit_for(pilot, officer, days=5)
    Pilot.objects.update(stage="concluded")

    assert remind_of_permits() == 0


# ── Pages ────────────────────────────────────────────────────────────────────────────────────


def test_the_permit_is_entered_and_extended_at_the_desk(officer, sign_in):
    pilot = f.make_pilot(department=officer.department, needs_permit=True)
    browser = sign_in(officer)
    ends = TODAY() + timedelta(days=300)
    said = {
        "kind": "provisional", "authority": "과학기술정보통신부", "scope_0": "휴대 단말 1종",
        "insurance": "1억 원", "insured_until": ends, "expires_on": ends,
    }  # fmt: skip

    wrong = browser.post(f"/desk/pilots/{pilot.pk}/permit/", said | {"expires_on": "내일"})
    assert 'aria-invalid="true"' in wrong.content.decode()
    assert "휴대 단말 1종" in wrong.content.decode()
    browser.post(f"/desk/pilots/{pilot.pk}/permit/", said)
    assert is_valid(Permit.objects.get(pilot=pilot), TODAY())

    page = f"/desk/pilots/{pilot.pk}/permit/extension/"
    refused = browser.post(page, {"until": ends, "reason": "더 봅니다."})
    assert "id_until_error" in refused.content.decode()
    browser.post(page, {"until": ends + timedelta(days=90), "reason": "더 봅니다."})
    assert Permit.objects.get().extended_until == ends + timedelta(days=90)


def test_without_a_permit_there_is_nothing_to_extend(officer, sign_in):
    pilot = f.make_pilot(department=officer.department)

    answer = sign_in(officer).post(f"/desk/pilots/{pilot.pk}/permit/extension/", {})

    assert answer.url == f"/desk/pilots/{pilot.pk}/permit/"


def test_its_end_is_due_at_the_desk(officer):
    pilot = f.make_pilot(manager=officer, department=officer.department, stage="running")
    permit_for(pilot, officer, days=-1)

    [due] = due_rows(officer, timezone.now())
    assert (due.title, due.is_mine) == (pilot.title["ko"], True)


def test_participants_read_the_notice_before_they_agree(city, officer, resident, sign_in):
    pilot = make_recruiting_pilot(needs_permit=True)
    permit_for(pilot, officer, notice=words("법이 아직 허락하지 않은 기기를 특례로 시험합니다."))
    join(pilot, resident, "selected")

    page = sign_in(resident).get(f"/pilots/{pilot.pk}/consent/").content.decode()

    assert "특례로 시험합니다." in page
    assert page.index("특례로 시험합니다.") < page.index("기다리는 시간 확인")


def test_an_ended_permit_shows_in_public(city, officer, visitor):
    pilot = f.make_pilot(needs_permit=True)
    permit_for(pilot, officer, days=-1)
    announce(pilot=pilot, by=officer)

    assert "notice--warning" in visitor.get(f"/pilots/{pilot.pk}/protocol/").content.decode()
