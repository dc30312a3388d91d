"""A pilot moves along its table, when everything that a move needs is there."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts.models import Delivery
from city.words import words
from pilots.models import Participation, Permit, StageChange
from pilots.protocol import write_consent
from pilots.stages import NotReady, checklist, move_pilot
from pilots.take_up import CannotBeTakenUp, give_back, take_up
from pilots.workflow import PILOT_MOVES, MoveNotAllowed, Stage
from proposals.models import Follow
from surveys.models import Panelist
from tests import factories as f

EVERY_MOVE = [(before, after) for before in Stage for after in Stage]
REFUSED = [(before, after) for before, after in EVERY_MOVE if after not in PILOT_MOVES[before]]


@pytest.mark.parametrize(("before", "after"), REFUSED)
def test_every_move_not_in_the_table_is_refused(officer, before, after):
    pilot = f.make_pilot(stage=before)

    with pytest.raises(MoveNotAllowed):
        move_pilot(pilot=pilot, to=after, reason="이유", by=officer)


def move(pilot, *stages, by=None, reason="이유가 있습니다."):
    for stage in stages:
        move_pilot(pilot=pilot, to=stage, reason=reason, by=by or pilot.manager)


def consent_to(pilot):
    return write_consent(
        pilot=pilot, title=words("동의"), purpose=words("목적"), items=words("항목"),
        retention=words("1년"), refusal=words("거부할 수 있습니다."),
    )  # fmt: skip


def join(pilot, person, status):
    panelist = Panelist.objects.create(panel=pilot.panel, person=person)
    return Participation.objects.create(pilot=pilot, panelist=panelist, status=status)


def test_the_whole_way_of_a_pilot(city, instrument):
    pilot = f.make_pilot()
    instrument(pilot)

    move(pilot, "baseline", "running", "follow_up", "evaluating")

    assert pilot.stage == "evaluating"
    assert list(StageChange.objects.values_list("after", flat=True)) == [
        "baseline", "running", "follow_up", "evaluating",
    ]  # fmt: skip
    today = timezone.localdate()
    assert (pilot.baseline_from, pilot.running_from, pilot.running_until) == (today, today, today)


def test_a_move_needs_a_public_reason(city):
    pilot = f.make_pilot()

    with pytest.raises(NotReady):
        move(pilot, "baseline", reason="  ")

    assert pilot.stage == "draft"


@pytest.mark.parametrize(
    "missing",
    [{"question": {}}, {"privacy_sheet": {}}, {"risk_sheet": {}}, {"ends_on": None},
     {"ends_on": date(2020, 1, 1)}],
)  # fmt: skip
def test_none_starts_without_what_belongs_to_it(city, missing):
    pilot = f.make_pilot(**missing)

    with pytest.raises(NotReady) as refusal:
        move(pilot, "baseline")

    assert len(refusal.value.unmet) == 1


def test_none_starts_without_a_site_or_a_measure(city):
    pilot = f.make_pilot()
    pilot.sites.update(arm="comparison")
    pilot.measures.all().delete()

    with pytest.raises(NotReady) as refusal:
        move(pilot, "baseline")

    assert [check.page for check in refusal.value.unmet] == ["sites", "measures"]


def test_everything_that_is_missing_is_listed_together(city):
    pilot = f.make_pilot(question={}, risk_sheet={}, ends_on=None, takes_participants=True)

    unmet = [check for check in checklist(pilot, Stage.RECRUITING) if not check.is_done]

    assert len(unmet) == 4


def test_none_recruits_without_a_consent_text(city):
    pilot = f.make_pilot(takes_participants=True)
    with pytest.raises(NotReady):
        move(pilot, "recruiting")

    consent_to(pilot)
    move(pilot, "recruiting")

    assert pilot.stage == "recruiting"


def test_with_participants_recruiting_comes_first(city):
    pilot = f.make_pilot(takes_participants=True)
    consent_to(pilot)

    with pytest.raises(NotReady):
        move(pilot, "baseline")


def test_without_participants_there_is_nobody_to_recruit(city):
    pilot = f.make_pilot()
    consent_to(pilot)

    with pytest.raises(NotReady):
        move(pilot, "recruiting")


def needs_permit(expires_on):
    pilot = f.make_pilot(needs_permit=True)
    Permit.objects.create(
        pilot=pilot, kind="exemption", authority="산업통상자원부", scope=words("보도 주행"),
        insurance="배상 책임 보험 1억 원", insured_until=expires_on, expires_on=expires_on,
    )  # fmt: skip
    return pilot


def test_none_runs_without_a_permit(city):
    pilot = f.make_pilot(needs_permit=True)
    move(pilot, "baseline")

    with pytest.raises(NotReady):
        move(pilot, "running")


def test_none_runs_with_a_permit_that_has_ended(city):
    pilot = needs_permit(timezone.localdate() - timedelta(days=1))
    move(pilot, "baseline")

    with pytest.raises(NotReady):
        move(pilot, "running")


def test_a_permit_that_lasts_lets_it_run(city):
    pilot = needs_permit(timezone.localdate())

    move(pilot, "baseline", "running")

    assert pilot.stage == "running"


def test_measures_are_locked_when_the_baseline_opens(city):
    pilot = f.make_pilot()

    move(pilot, "baseline")

    assert pilot.measures.get().locked_at


def test_the_survey_is_asked_before_and_after(city, instrument):
    pilot = f.make_pilot()
    survey, *_rest = instrument(pilot)
    survey.waves.all().delete()
    start = timezone.now() - timedelta(days=30)

    for days, stage in enumerate(("baseline", "running", "evaluating")):
        move_pilot(pilot=pilot, to=stage, reason="이유", by=pilot.manager,
                   at=start + timedelta(days=days))  # fmt: skip

    waves = {wave.kind: wave for wave in survey.waves.all()}
    assert waves["before"].opens_at == start
    assert waves["before"].closes_at == start + timedelta(days=1)
    assert waves["after"].opens_at == start + timedelta(days=2)
    assert waves["after"].closes_at is None


def test_a_stopped_pilot_asks_no_more(city, instrument):
    pilot = f.make_pilot()
    survey, *_rest = instrument(pilot)
    survey.waves.all().delete()
    move_pilot(pilot=pilot, to="baseline", reason="이유", by=pilot.manager,
               at=timezone.now() - timedelta(days=1))  # fmt: skip

    move(pilot, "stopped")

    assert not any(wave.is_open() for wave in survey.waves.all())


def test_consented_people_take_part_while_it_runs_and_complete_it(city, instrument, resident):
    pilot = f.make_pilot(stage="baseline")
    instrument(pilot)
    participation = join(pilot, resident, "consented")

    move(pilot, "running")
    participation.refresh_from_db()
    assert participation.status == "active"

    move(pilot, "evaluating")
    participation.refresh_from_db()
    assert participation.status == "completed"


def test_participants_are_told_but_those_not_selected_are_not(
    city, instrument, resident, neighbour
):
    pilot = f.make_pilot(stage="baseline")
    instrument(pilot)
    join(pilot, resident, "consented")
    join(pilot, neighbour, "not_selected")

    move(pilot, "running")

    told = Delivery.objects.filter(update_told__kind="pilot-stage")
    assert list(told.values_list("person", flat=True)) == [resident.pk]
    assert told.get().update_told.title["en"].endswith(": Running")


def test_the_start_takes_accepted_proposals_along_and_tells_each_follower_once(city, resident):
    pilot, proposal = f.make_pilot(), f.ProposalFactory(status="accepted")
    Follow.objects.create(proposal=proposal, person=resident)
    take_up(pilot=pilot, proposal=proposal, by=pilot.manager)

    move(pilot, "baseline")

    proposal.refresh_from_db()
    assert proposal.status == "piloting"
    assert Delivery.objects.filter(person=resident).count() == 1


def test_a_pilot_stopped_before_it_ran_gives_its_proposals_back(city):
    pilot, proposal = f.make_pilot(), f.ProposalFactory(status="accepted")
    take_up(pilot=pilot, proposal=proposal, by=pilot.manager)

    move(pilot, "baseline", "stopped")

    proposal.refresh_from_db()
    assert proposal.status == "accepted"


def test_a_pilot_stopped_after_it_ran_answers_its_proposals(city):
    pilot, proposal = f.make_pilot(), f.ProposalFactory(status="accepted")
    take_up(pilot=pilot, proposal=proposal, by=pilot.manager)

    move(pilot, "baseline", "running", "stopped")

    proposal.refresh_from_db()
    assert proposal.state == ("closed", "ended_after_pilot")


def test_while_another_pilot_tests_it_a_proposal_stays(city):
    first, second = f.make_pilot(), f.make_pilot()
    proposal = f.ProposalFactory(status="accepted")
    for pilot in (first, second):
        take_up(pilot=pilot, proposal=proposal, by=pilot.manager)
        move(pilot, "baseline")

    move(first, "stopped")

    proposal.refresh_from_db()
    assert proposal.status == "piloting"


@pytest.mark.parametrize("status", ["received", "needs_info", "in_review", "planned"])
def test_only_accepted_proposals_are_taken_up(city, status):
    pilot = f.make_pilot()

    with pytest.raises(CannotBeTakenUp):
        take_up(pilot=pilot, proposal=f.ProposalFactory(status=status), by=pilot.manager)


def test_a_running_pilot_takes_up_another_with_a_public_reason(city):
    pilot, proposal = f.make_pilot(stage="running"), f.ProposalFactory(status="accepted")

    take_up(pilot=pilot, proposal=proposal, by=pilot.manager, reason="같은 자리의 제안입니다.")

    proposal.refresh_from_db()
    assert proposal.status == "piloting"
    assert pilot.amendments.count() == 1


def test_a_proposal_is_given_back_only_in_preparation(city):
    pilot, proposal = f.make_pilot(), f.ProposalFactory(status="accepted")
    take_up(pilot=pilot, proposal=proposal, by=pilot.manager)
    move(pilot, "baseline")

    with pytest.raises(CannotBeTakenUp):
        give_back(pilot=pilot, proposal=proposal, by=pilot.manager)
