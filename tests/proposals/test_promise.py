"""A commitment is made, slips, is kept or dropped; those who asked say whether it helped."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from accounts.models import Delivery
from city.models import City
from proposals.confirm import NotAsked, answer, tally, waiting_for
from proposals.models import Confirmation
from proposals.periods import ask_later_rounds, months_before
from proposals.promise import drop, postpone, promise, report_done, report_progress
from proposals.support import give_support
from proposals.triage import decide
from proposals.workflow import MoveNotAllowed
from tests import factories as f

NOW = timezone.make_aware(datetime(2026, 3, 3, 10))
MAY = date(2026, 5, 1)


@pytest.fixture
def proposal(resident, officer):
    proposal = f.ProposalFactory(author=resident, support_threshold=99)
    decide(proposal=proposal, status="accepted", reason="합니다.", by=officer, at=NOW)
    return proposal


@pytest.fixture
def commitment(proposal, officer):
    return make(proposal, officer)


def make(proposal, officer, what="보도 120m 정비", due_month=date(2026, 5, 20), at=NOW):
    return promise(
        proposal=proposal, what=what, due_month=due_month, department=f.department(), by=officer,
        at=at,
    )  # fmt: skip


def done(commitment, officer, at=NOW, **shown):
    return report_done(
        commitment=commitment, by=officer, at=at, **(shown or {"figure": "보도 120m"})
    )


def test_the_first_commitment_makes_an_accepted_proposal_planned(proposal, commitment):
    assert proposal.status == "planned"
    assert (commitment.due_month, commitment.first_due_month) == (MAY, MAY)
    assert "보도 120m 정비" in proposal.decisions.last().reason
    assert commitment.changes.get().state == "promised"


def test_a_second_commitment_is_told_but_moves_nothing(proposal, commitment, officer, resident):
    before = Delivery.objects.filter(person=resident).count()

    make(proposal, officer, what="가로등 3개")

    assert proposal.decisions.count() == 2  # accepted, planned
    assert Delivery.objects.filter(person=resident).count() == before + 1


def test_nothing_is_promised_for_the_past(proposal, officer):
    with pytest.raises(MoveNotAllowed):
        make(proposal, officer, due_month=date(2026, 2, 1))


def test_a_slip_needs_a_later_month_and_a_reason(commitment, officer):
    with pytest.raises(MoveNotAllowed):
        postpone(commitment=commitment, due_month=MAY, reason="늦습니다.", by=officer, at=NOW)
    with pytest.raises(MoveNotAllowed):
        postpone(commitment=commitment, due_month=date(2026, 7, 1), reason=" ", by=officer, at=NOW)

    late = postpone(
        commitment=commitment, due_month=date(2026, 7, 1), reason="장마입니다.", by=officer, at=NOW
    )

    assert (late.state, late.first_due_month) == ("late", MAY)


def test_done_needs_a_photo_or_a_figure(commitment, officer):
    with pytest.raises(MoveNotAllowed):
        report_done(commitment=commitment, by=officer, note="했습니다.")


def test_the_last_commitment_kept_closes_the_proposal_as_done(proposal, commitment, officer):
    other = make(proposal, officer, what="가로등 3개")

    done(commitment, officer)
    proposal.refresh_from_db()
    assert proposal.status == "planned"
    done(other, officer)

    proposal.refresh_from_db()
    assert proposal.state == ("closed", "done")


def test_a_kept_commitment_is_not_reported_twice(commitment, officer):
    done(commitment, officer)

    with pytest.raises(MoveNotAllowed):
        done(commitment, officer)


def test_a_dropped_commitment_sends_the_proposal_back_to_review(proposal, commitment, officer):
    drop(commitment=commitment, reason="예산이 깎였습니다.", by=officer, at=NOW)

    proposal.refresh_from_db()
    assert proposal.status == "in_review"
    assert proposal.answer_due_at is not None


def test_author_and_supporters_are_asked_whether_it_is_better(proposal, officer, resident):
    backer = f.UserFactory()
    give_support(proposal=proposal, by=backer)

    commitment = done(make(proposal, officer), officer)

    assert {row.person for row in Confirmation.objects.all()} == {resident, backer}
    assert waiting_for(backer).get().commitment == commitment
    answer(commitment=commitment, person=backer, answer="yes")
    assert not waiting_for(backer).exists()
    assert tally(commitment) == {
        "round": 0, "asked": 2, "answered": 1, "yes": 1, "no": 0, "unsure": 0,
    }  # fmt: skip


def test_a_stranger_was_not_asked(commitment, officer, neighbour):
    done(commitment, officer)

    with pytest.raises(NotAsked):
        answer(commitment=commitment, person=neighbour, answer="no")


def test_asking_many_costs_as_much_as_asking_few(
    proposal, commitment, officer, django_assert_max_num_queries
):
    proposal.refresh_from_db()
    f.UserFactory.create_batch(2)
    type(proposal).objects.filter(pk=proposal.pk).update(status="accepted")
    proposal.refresh_from_db()
    for _ in range(25):
        give_support(proposal=proposal, by=f.UserFactory())
    type(proposal).objects.filter(pk=proposal.pk).update(status="planned")

    with django_assert_max_num_queries(38):
        done(commitment, officer)


def asked_of(proposal, officer, many):
    people = [f.UserFactory() for _ in range(many)]
    for person in people:
        give_support(proposal=proposal, by=person)
    return done(make(proposal, officer), officer), people


@pytest.mark.parametrize(("noes", "reopened"), [(2, False), (3, True)])
def test_too_many_who_say_no_reopen_it(proposal, officer, noes, reopened):
    City.objects.update(reopen_from=5, reopen_share=50)
    commitment, people = asked_of(proposal, officer, 5)

    for number, person in enumerate(people):
        said = "no" if number >= len(people) - noes else "yes"
        answer(commitment=commitment, person=person, answer=said)

    proposal.refresh_from_db()
    commitment.refresh_from_db()
    assert (proposal.status == "planned") is reopened
    assert commitment.state == ("promised" if reopened else "done")


def test_two_who_say_no_are_too_few_to_reopen_anything(proposal, officer):
    City.objects.update(reopen_from=5, reopen_share=50)
    commitment, people = asked_of(proposal, officer, 2)

    for person in people:
        answer(commitment=commitment, person=person, answer="no")

    proposal.refresh_from_db()
    assert proposal.state == ("closed", "done")


def test_what_was_redone_is_asked_anew(proposal, officer):
    City.objects.update(reopen_from=1, reopen_share=50)
    commitment, people = asked_of(proposal, officer, 1)
    answer(commitment=commitment, person=people[0], answer="no")
    commitment.refresh_from_db()

    done(commitment, officer)

    assert tally(commitment)["answered"] == 0
    assert waiting_for(people[0]).count() == 1


def test_it_is_asked_again_after_six_and_after_twelve_months(commitment, officer, resident):
    done(commitment, officer, at=NOW)

    for days, rounds in [(180, 1), (190, 2), (190, 2), (366, 3)]:
        ask_later_rounds(NOW + timedelta(days=days))
        assert Confirmation.objects.filter(person=resident).count() == rounds


def test_six_months_before_the_end_of_august_is_the_end_of_february():
    at = timezone.make_aware(datetime(2026, 8, 31, 9))

    assert months_before(at, 6).date() == date(2026, 2, 28)


# ── Several places ───────────────────────────────────────────────────────────────────────────
@pytest.fixture
def at_seven_places(proposal, officer):
    return promise(
        proposal=proposal, what="점자블록", due_month=MAY, department=f.department(), by=officer,
        sites_planned=7, amount=12_000_000, at=NOW,
    )  # fmt: skip


def go_on(commitment, officer, sites_done, note="세 곳을 마쳤습니다.", **more):
    return report_progress(
        commitment=commitment, sites_done=sites_done, note=note, by=officer, **more
    )


def test_how_far_it_is_is_told_step_by_step(at_seven_places, officer, resident):
    before = Delivery.objects.filter(person=resident).count()

    go_on(at_seven_places, officer, 3, at=NOW)
    done_so_far = go_on(at_seven_places, officer, 7, at=NOW)

    steps = list(at_seven_places.changes.values_list("sites_done", flat=True))
    assert steps == [0, 3, 7]
    assert done_so_far.all_sites_done
    assert done_so_far.state == "promised"
    assert Delivery.objects.filter(person=resident).count() == before + 2


@pytest.mark.parametrize("sites_done", [-1, 0, 2, 8])
def test_places_only_become_more_and_never_more_than_planned(at_seven_places, officer, sites_done):
    go_on(at_seven_places, officer, 2)

    with pytest.raises(MoveNotAllowed):
        go_on(at_seven_places, officer, sites_done)
    at_seven_places.refresh_from_db()
    assert at_seven_places.sites_done == 2


def test_how_far_it_is_needs_a_note_and_somebody_of_the_desk(at_seven_places, officer, resident):
    with pytest.raises(MoveNotAllowed):
        go_on(at_seven_places, officer, 3, note=" ")
    with pytest.raises(MoveNotAllowed):
        go_on(at_seven_places, resident, 3)


def test_what_is_not_done_at_several_places_has_no_steps(commitment, officer):
    with pytest.raises(MoveNotAllowed):
        go_on(commitment, officer, 1)


def test_done_means_done_at_every_place(at_seven_places, officer):
    go_on(at_seven_places, officer, 3)

    kept = done(at_seven_places, officer)

    assert kept.sites_done == 7
    with pytest.raises(MoveNotAllowed):
        go_on(kept, officer, 4)


def test_nothing_is_promised_at_no_place(proposal, officer):
    with pytest.raises(MoveNotAllowed):
        promise(
            proposal=proposal, what="x", due_month=MAY, department=f.department(), by=officer,
            sites_planned=0, at=NOW,
        )  # fmt: skip


def test_the_desk_reports_how_far_it_is(at_seven_places, officer, sign_in, city):
    browser = sign_in(officer)
    address = f"/desk/proposals/commitments/{at_seven_places.pk}/progress/"

    refused = browser.post(address, {"sites_done": 9, "note": "아홉 곳"})
    taken = browser.post(address, {"sites_done": 7, "note": "모두 마쳤습니다."}, follow=True)

    assert refused.status_code == 422
    assert "아홉 곳" in refused.content.decode()
    assert "완료로 알려 주세요" in taken.content.decode()
