"""An officer decides, with a public reason, and everybody whom it touches is told."""

import threading

import pytest
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import Delivery, Update
from proposals.assign import assign
from proposals.comment import post_comment
from proposals.follow import follow
from proposals.models import Proposal
from proposals.support import fold_support, give_support
from proposals.triage import MovedMeanwhile, decide, reply_officially
from proposals.workflow import MoveNotAllowed
from tests import factories as f


@pytest.fixture
def proposal(resident):
    return f.ProposalFactory(author=resident, title="횡단보도 시간이 짧아요")


def inbox(person):
    return [str(row.update_told.title) for row in Delivery.objects.filter(person=person)]


def test_a_decision_is_added_to_the_history_with_its_reason(proposal, officer):
    decide(proposal=proposal, status="in_review", reason=" 현장을 보겠습니다. ", by=officer)
    decide(
        proposal=proposal, status="closed", outcome="referred", reason="국도는 시의 일이 아닙니다.",
        referred_to="국토관리사무소", receipt="1AA-2611-000123", by=officer,
    )  # fmt: skip

    first, second = proposal.decisions.all()
    assert (first.before_status, first.status, first.reason) == (
        "received", "in_review", "현장을 보겠습니다.",
    )  # fmt: skip
    assert (second.outcome, second.referred_to) == ("referred", "국토관리사무소")
    assert Proposal.objects.get().state == proposal.state == ("closed", "referred")


def test_nobody_decides_without_telling_why(proposal, officer):
    with pytest.raises(MoveNotAllowed):
        decide(proposal=proposal, status="in_review", reason="  ", by=officer)


def test_a_referral_names_the_body(proposal, officer):
    with pytest.raises(MoveNotAllowed):
        decide(
            proposal=proposal, status="closed", outcome="referred", reason="다른 곳 일입니다.",
            by=officer,
        )  # fmt: skip


def test_author_supporters_commenters_and_followers_are_told_once(
    proposal, resident, officer, neighbour
):
    commenter, follower, stranger = f.UserFactory(), f.UserFactory(), f.UserFactory()
    give_support(proposal=proposal, by=neighbour)
    post_comment(proposal=proposal, by=neighbour, text="저도요")
    post_comment(proposal=proposal, by=commenter, text="동감합니다")
    follow(proposal=proposal, by=follower)

    decide(proposal=proposal, status="accepted", in_part=True, reason="먼저 한 곳.", by=officer)

    for person in (resident, neighbour, commenter, follower):
        assert inbox(person) == ["‘횡단보도 시간이 짧아요’ 제안을 일부 채택했습니다"]
    assert inbox(stranger) == inbox(officer) == []
    assert Update.objects.get().title["en"] == "“횡단보도 시간이 짧아요” has been accepted in part"


def test_telling_thirty_costs_what_telling_one_costs(
    proposal, officer, django_assert_max_num_queries
):
    for _ in range(30):
        give_support(proposal=proposal, by=f.UserFactory())
    fold_support()
    proposal.refresh_from_db()
    assert proposal.status == "in_review"

    with django_assert_max_num_queries(15):
        decide(proposal=proposal, status="accepted", reason="좋은 생각입니다.", by=officer)


def test_an_officer_with_an_old_page_is_told_that_somebody_else_decided(proposal, officer, manager):
    page = Proposal.objects.get(pk=proposal.pk)
    decide(proposal=proposal, status="accepted", reason="합니다.", by=manager)

    with pytest.raises(MovedMeanwhile):
        decide(
            proposal=page, status="closed", outcome="declined", reason="못 합니다.", by=officer,
            seen=page.status_since,
        )  # fmt: skip

    assert Proposal.objects.get().status == "accepted"


def test_an_assigned_officer_is_told_and_the_first_look_is_noted(proposal, officer, manager):
    assign(proposal=proposal, officer=officer, by=manager)

    proposal.refresh_from_db()
    assert (proposal.officer, proposal.department) == (officer, officer.department)
    assert proposal.first_look_at is not None
    assert len(inbox(officer)) == 1


def test_residents_cannot_be_put_in_charge(proposal, neighbour, manager):
    with pytest.raises(MoveNotAllowed):
        assign(proposal=proposal, officer=neighbour, by=manager)


def test_an_official_reply_stands_in_the_departments_name(proposal, resident, officer):
    reply = reply_officially(
        proposal=proposal, department=f.department(), text="다음 주에 현장을 봅니다.", by=officer
    )

    assert proposal.official_replies.get() == reply
    assert len(inbox(resident)) == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_officers_who_decide_at_once_the_second_is_told_kindly():
    f.make_city()
    proposal = f.ProposalFactory()
    seen, refusals = proposal.status_since, []
    start = threading.Barrier(2)

    def press(outcome):
        officer = f.UserFactory(role="officer")
        try:
            start.wait(timeout=10)
            decide(
                proposal=proposal_as_shown(proposal.pk), status="closed", outcome=outcome,
                reason="살펴보았습니다.", by=officer, seen=seen,
            )  # fmt: skip
        except MoveNotAllowed as refusal:
            refusals.append(str(refusal))
        finally:
            connection.close()

    both = [threading.Thread(target=press, args=(o,)) for o in ("declined", "not_raised")]
    for one in both:
        one.start()
    for one in both:
        one.join()

    assert proposal.decisions.count() == 1
    assert len(refusals) == 1


def proposal_as_shown(pk):
    with transaction.atomic():
        return Proposal.objects.get(pk=pk)


def test_a_decision_can_be_replayed_at_its_own_time(proposal, officer):
    last_week = timezone.now() - timezone.timedelta(days=7)

    decision = decide(
        proposal=proposal, status="in_review", reason="검토합니다.", by=officer, at=last_week
    )

    assert decision.at == proposal.status_since == proposal.first_look_at == last_week
    assert Update.objects.get().at == last_week
