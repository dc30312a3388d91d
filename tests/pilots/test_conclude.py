"""A pilot ends with a recorded decision, and its proposals follow."""

import hashlib
from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts.consent import write_text
from accounts.models import Delivery
from city.words import Words, words
from pilots.conclude import ConclusionRefused, conclude, shown_counts
from pilots.models import (
    Alternative,
    Conclusion,
    EligibilityQuestion,
    ExtraConsent,
    Partner,
    Permit,
    Pilot,
    Quota,
    SharedBudget,
)
from pilots.observe import import_observations
from pilots.protocol import add_partner, edit_pilot
from pilots.stages import NotReady, move_pilot
from pilots.succeed import INHERITED
from pilots.take_up import take_up
from pilots.workflow import MoveNotAllowed, Stage, Status
from proposals.models import Follow
from surveys.models import Section
from tests import factories as f
from tests.pilots.people import make_recruiting_pilot

WHY = words("대기 시간이 줄었습니다.", "People waited less.")


@pytest.fixture
def evaluated(city):
    """A pilot that ran, with a proposal it tested."""
    pilot, proposal = f.make_pilot(), f.ProposalFactory(status="accepted")
    take_up(pilot=pilot, proposal=proposal, by=pilot.manager)
    for stage in ("baseline", "running", "evaluating"):
        move_pilot(pilot=pilot, to=stage, reason="다음 단계입니다.", by=pilot.manager)
    return pilot


@pytest.mark.parametrize(
    ("verdict", "state"),
    [("adopt", ("planned", "")), ("stop", ("closed", "ended_after_pilot")),
     ("extend", ("piloting", "")), ("change", ("piloting", ""))],
)  # fmt: skip
def test_its_proposals_follow_the_table(evaluated, manager, verdict, state):
    conclude(pilot=evaluated, verdict=verdict, reasons=WHY, by=manager)

    assert evaluated.proposals.get().state == state
    assert evaluated.stage == "concluded"


@pytest.mark.parametrize("stage", [stage for stage in Stage if stage != Stage.EVALUATING])
def test_only_an_evaluated_pilot_is_concluded(manager, stage):
    with pytest.raises(MoveNotAllowed):
        conclude(pilot=f.make_pilot(stage=stage), verdict="adopt", reasons=WHY, by=manager)


def test_no_conclusion_without_reasons(evaluated, manager):
    with pytest.raises(ConclusionRefused):
        conclude(pilot=evaluated, verdict="adopt", reasons=Words(), by=manager)

    assert not Conclusion.objects.exists()


def test_a_stage_move_alone_does_not_conclude(evaluated, manager):
    with pytest.raises(NotReady):
        move_pilot(pilot=evaluated, to="concluded", reason="끝", by=manager)


def test_the_evidence_stays_as_it_was(city, manager):
    pilot = f.make_pilot(stage="evaluating")
    file = "날짜,값\n2026-01-01,3\n".encode()
    import_observations(pilot=pilot, file=file, file_name="값.csv", by=manager)
    edit_pilot(pilot=pilot, question=words("더 나은 질문"), reason="분명하게 고칩니다.", by=manager)

    evidence = conclude(pilot=pilot, verdict="adopt", reasons=WHY, by=manager).evidence
    pilot.measures.update(name=words("나중 이름"))

    assert evidence["comparisons"][0]["name"]["ko"] == "대기 시간"
    assert evidence["imports"][0]["loaded"] == 1
    assert len(evidence["imports"][0]["digest"]) == 64
    assert evidence["amendments"][0]["reason"] == "분명하게 고칩니다."
    assert Conclusion.objects.get().evidence["comparisons"][0]["name"]["ko"] == "대기 시간"


def test_anybody_can_check_that_the_evidence_was_not_changed(evaluated, manager, visitor):
    conclusion = conclude(pilot=evaluated, verdict="adopt", reasons=WHY, by=manager)

    file = visitor.get(f"/pilots/{evaluated.pk}/evidence.json")
    page = visitor.get(f"/pilots/{evaluated.pk}/").content.decode()

    assert hashlib.sha256(file.content).hexdigest() == conclusion.digest
    assert conclusion.digest in page
    assert file.json()["comparisons"][0]["code"] == "wait"


def test_in_public_an_office_decided_and_nobody_by_name(evaluated, manager, visitor, city):
    manager.first_name = "김아무개"
    conclusion = conclude(pilot=evaluated, verdict="adopt", reasons=WHY, by=manager)

    page = visitor.get(f"/pilots/{evaluated.pk}/").content.decode()
    evidence = visitor.get(f"/pilots/{evaluated.pk}/evidence.json").json()

    assert conclusion.office == {"department": {"ko": "도로과", "en": "Roads"}, "role": "manager"}
    assert "도로과" in page.split("SHA-256")[0]
    assert manager.pseudonym not in page
    assert manager.email not in page + str(evidence)


def test_without_a_result_there_is_no_evidence_to_read(evaluated, visitor):
    assert visitor.get(f"/pilots/{evaluated.pk}/evidence.json").status_code == 404


def test_what_was_learned_from_a_no_is_there_to_read(evaluated, manager, visitor):
    lesson = words("비 오는 날에는 센서가 사람을 놓칩니다.")
    conclude(pilot=evaluated, verdict="stop", reasons=WHY, learned=lesson, by=manager)
    stopped = f.make_pilot(title=words("중간에 멈춘 실증"))
    for stage, why in (("baseline", "잽니다."), ("stopped", "장비가 고장 났습니다.")):
        move_pilot(pilot=stopped, to=stage, reason=why, by=manager)
    adopted = f.make_pilot(title=words("확산한 실증"), stage="evaluating")
    conclude(pilot=adopted, verdict="adopt", reasons=WHY, by=manager)

    page = visitor.get("/pilots/learned/").content.decode()

    assert "비 오는 날에는 센서가 사람을 놓칩니다." in page
    assert "장비가 고장 났습니다." in page
    assert "확산한 실증" not in page
    assert "/pilots/learned/" in visitor.get("/pilots/").content.decode()


def test_the_list_of_lessons_takes_the_same_queries_however_long(
    city, manager, visitor, django_assert_max_num_queries
):
    for _n in range(6):
        conclude(pilot=f.make_pilot(stage="evaluating"), verdict="change", reasons=WHY, by=manager)

    with django_assert_max_num_queries(8):
        visitor.get("/pilots/learned/")


@pytest.mark.parametrize("verdict", ["extend", "change"])
def test_the_next_round_is_at_hand_at_the_desk_and_public_once_announced(
    evaluated, manager, visitor, sign_in, verdict
):
    conclude(pilot=evaluated, verdict=verdict, reasons=WHY, by=manager)
    successor = evaluated.successors.get()

    desk = sign_in(manager).get(f"/desk/pilots/{evaluated.pk}/").content.decode()
    before = visitor.get(f"/pilots/{evaluated.pk}/").content.decode()
    Pilot.objects.filter(pk=successor.pk).update(announced_at=timezone.now())
    after = visitor.get(f"/pilots/{evaluated.pk}/").content.decode()

    assert f"/desk/pilots/{successor.pk}/" in desk
    assert "다음 실증을 준비하고 있습니다" in before
    assert f'href="/pilots/{successor.pk}/"' not in before
    assert f'href="/pilots/{successor.pk}/"' in after


def test_an_end_leads_to_what_was_learned_elsewhere(evaluated, manager, visitor):
    conclude(pilot=evaluated, verdict="stop", reasons=WHY, by=manager)

    page = visitor.get(f"/pilots/{evaluated.pk}/").content.decode()

    assert 'href="/pilots/learned/"' in page
    assert "다음 실증을 준비하고 있습니다" not in page


def test_followers_are_told_the_result(evaluated, manager, resident):
    Follow.objects.create(proposal=evaluated.proposals.get(), person=resident)

    conclude(pilot=evaluated, verdict="extend", reasons=WHY, by=manager)

    told = Delivery.objects.get(person=resident, update_told__kind="pilot-concluded")
    assert told.update_told.body["en"] == "People waited less."


def test_the_successor_inherits_protocol_sites_measures_and_instrument(city, manager, instrument):
    pilot = f.make_pilot(stage="evaluating")
    _survey, question, *_waves = instrument(pilot)
    pilot.measures.update(source="survey", question=question)
    add_partner(pilot=pilot, name=words("가람대학교"), kind="university", reason="함께", by=manager)
    proposal = f.ProposalFactory(status="piloting")
    pilot.taken_up_set.create(proposal=proposal) if hasattr(pilot, "taken_up_set") else (
        pilot.takenup_set.create(proposal=proposal)
    )

    conclude(pilot=pilot, verdict="change", reasons=WHY, by=manager)

    successor = Pilot.objects.get(predecessor=pilot)
    assert successor.stage == "draft"
    assert successor.title["ko"].endswith("(2차)")
    assert successor.question == pilot.question
    assert successor.sites.get().lon == pilot.sites.get().lon
    assert successor.survey != pilot.survey
    measure = successor.measures.get()
    assert measure.question.survey == successor.survey
    assert measure.locked_at is None
    assert successor.partners.count() == 1
    assert list(successor.proposals.all()) == [proposal]


@pytest.fixture
def whole(city, manager, instrument):
    """A pilot with everything that the next round inherits, or must not."""
    pilot = make_recruiting_pilot(
        stage="evaluating", ethics="approved", ethics_board="가람대 위원회", ethics_number="2026-1",
        thanks_kind="hours", thanks_amount=4, thanks_rule=words("끝까지 함께한 분께 드립니다."),
        needs_permit=True,
    )  # fmt: skip
    survey, question, *_waves = instrument(pilot)
    question.section = Section.objects.create(survey=survey, title=words("안전"))
    question.is_sensitive = True
    question.save()
    longer = Alternative.objects.create(pilot=pilot, code="a", name=words("5초 더"))
    pilot.sites.update(alternative=longer)
    EligibilityQuestion.objects.create(pilot=pilot, words=words("매주 건넙니까?"), wanted=True)
    Quota.objects.create(pilot=pilot, age_band="60-69", seats=5)
    photos = write_text(
        kind=f"pilot-{pilot.pk}-photos", title=words("사진"), purpose=words("일지"),
        items=words("사진"), retention=words("1년"), refusal=words("거부할 수 있습니다."),
        easy=words("사진을 올려도 됩니까?"),
    )  # fmt: skip
    ExtraConsent.objects.create(pilot=pilot, covers="photos", text=photos)
    Permit.objects.create(
        pilot=pilot, kind="exemption", authority="국토교통부", scope=words("무인 순찰"),
        expires_on=timezone.localdate() + timedelta(days=40), reminded_days=60,
    )  # fmt: skip
    Partner.objects.create(
        pilot=pilot, name=words("가람대"), kind="university", duty="analyst",
        agreement="협약 2026-3", agreed_on=timezone.localdate(),
    )  # fmt: skip
    shared = SharedBudget.objects.create(name=words("함께 쓰는 예산"))
    shared.pilots.add(pilot)
    return pilot


def test_the_successor_inherits_whom_it_takes_and_what_they_are_told(whole, manager):
    conclude(pilot=whole, verdict="extend", reasons=WHY, by=manager)
    successor = whole.successors.get()

    assert successor.eligibility_questions.get().words["ko"] == "매주 건넙니까?"
    assert successor.quotas.get().seats == 5
    assert successor.thanks_amount == 4
    assert successor.sites.get().alternative == successor.alternatives.get()
    question = successor.survey.questions.get()
    assert question.section.survey == successor.survey
    assert question.is_sensitive
    further = successor.extra_consents.get().text
    assert further.easy["ko"] == "사진을 올려도 됩니까?"
    # A yes to the first round is none to the second.
    assert further.kind == f"pilot-{successor.pk}-photos"
    assert further != whole.extra_consents.get().text
    assert successor.consent_text.kind == f"pilot-{successor.pk}"
    assert successor.consent_text.is_required


def test_what_was_granted_for_one_round_is_asked_for_again(whole, manager):
    conclude(pilot=whole, verdict="change", reasons=WHY, by=manager)
    successor = whole.successors.get()

    assert (successor.ethics, successor.ethics_number) == ("", "")
    assert successor.ethics_board == "가람대 위원회"
    partner = successor.partners.get()
    assert (partner.duty, partner.agreement, partner.agreed_on) == ("", "", None)
    assert not successor.shared_budgets.exists()
    assert not successor.budget_lines.exists()


@pytest.mark.parametrize(("days", "inherited"), [(0, 1), (-1, 0)])
def test_only_a_permit_that_is_still_good_goes_on(whole, manager, days, inherited):
    Permit.objects.update(expires_on=timezone.localdate() + timedelta(days=days))

    conclude(pilot=whole, verdict="extend", reasons=WHY, by=manager)

    permits = Permit.objects.filter(pilot=whole.successors.get())
    assert permits.count() == inherited
    assert all(permit.reminded_days is None for permit in permits)


# What the next round begins without; every other column of a pilot is inherited or its own.
OF_ONE_ROUND = {
    "id", "title", "stage", "stage_since", "announced_at", "department", "predecessor",
    "starts_on", "ends_on", "baseline_from", "running_from", "running_until", "apply_until",
    "consent_text", "survey", "panel", "ethics", "ethics_number", "created_at",
    "seed_source", "seed_announced_at", "followed_until",
}  # fmt: skip


def test_nobody_forgets_to_say_whether_a_new_column_is_inherited():
    columns = {field.name for field in Pilot._meta.concrete_fields}

    assert columns - set(INHERITED) - OF_ONE_ROUND == set()


def test_the_third_round_is_called_the_third(city, manager):
    first = f.make_pilot(stage="evaluating")
    conclude(pilot=first, verdict="extend", reasons=WHY, by=manager)
    second = first.successors.get()
    Pilot.objects.filter(pk=second.pk).update(stage="evaluating")
    second.refresh_from_db()

    conclude(pilot=second, verdict="extend", reasons=WHY, by=manager)

    assert second.successors.get().title["ko"] == "횡단보도 보행 신호 연장 (3차)"


def test_with_several_pilots_the_last_decides(evaluated, manager):
    proposal = evaluated.proposals.get()
    other = f.make_pilot()
    take_up(pilot=other, proposal=proposal, by=manager)
    for stage in ("baseline", "running", "evaluating"):
        move_pilot(pilot=other, to=stage, reason="다음 단계입니다.", by=manager)

    conclude(pilot=evaluated, verdict="stop", reasons=WHY, by=manager)
    assert evaluated.proposals.get().status == "piloting"

    conclude(pilot=other, verdict="adopt", reasons=WHY, by=manager)
    assert evaluated.proposals.get().status == "planned"


@given(st.dictionaries(st.sampled_from(Status.values), st.integers(0, 30)), st.integers(2, 8))
def test_no_small_group_of_participants_is_shown_nor_given_away(counts, smallest):
    shown = shown_counts(counts, smallest)
    hidden = {key for key in counts if shown[key] is None}

    assert all(count is None or count == 0 or count >= smallest for count in shown.values())
    # How many took part is a figure of its own: what is hidden of them must not be the rest of it.
    rest = sum(counts[key] for key in hidden & {"consented", "active", "completed"})
    everybody = sum(counts.get(key, 0) for key in ("consented", "active", "completed"))
    assert rest == 0 or rest >= smallest or everybody < smallest


def test_twenty_who_completed_do_not_give_two_away_who_still_take_part():
    """Twenty-two took part, says a figure beside it."""
    assert shown_counts({"completed": 20, "active": 2, "withdrawn": 6}, 5) == {
        "active": None, "completed": None, "withdrawn": 6,
    }  # fmt: skip
