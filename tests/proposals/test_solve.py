"""Residents, companies and universities offer alternatives; others back them."""

import pytest
from django.utils import timezone

from accounts.models import Delivery
from proposals.models import Solution, SolutionSupport
from proposals.solve import (
    SolutionsClosed,
    back_solution,
    offer_solution,
    stop_backing_solution,
)
from proposals.support import SupportClosed
from tests.factories import ProposalFactory
from tests.proposals.test_support import in_parallel

pytestmark = pytest.mark.usefixtures("city")


@pytest.fixture
def solution(resident):
    return offer_solution(
        proposal=ProposalFactory(), by=resident, title="조명", text="발밑 조명을 답니다."
    )


def test_a_solution_is_backed_once_and_can_be_let_go(solution, neighbour):
    back_solution(solution=solution, by=neighbour)
    back_solution(solution=solution, by=neighbour)
    assert solution.supports.count() == 1

    assert stop_backing_solution(solution=solution, by=neighbour) is True
    assert solution.supports.count() == 0


def test_the_author_hears_of_a_solution(solution):
    news = Delivery.objects.get()

    assert news.person == solution.proposal.author
    assert news.update_told.url == f"/proposals/{solution.proposal_id}/"


@pytest.mark.django_db(transaction=True)
def test_many_windows_back_a_solution_once(solution, neighbour):
    in_parallel(*[lambda: back_solution(solution=solution, by=neighbour)] * 6)

    assert SolutionSupport.objects.count() == 1


def test_closed_proposals_look_for_no_more_solutions(resident):
    proposal = ProposalFactory(status="closed", outcome="done")

    with pytest.raises(SolutionsClosed):
        offer_solution(proposal=proposal, by=resident, title="늦은 생각", text="…")


def test_a_hidden_solution_is_neither_shown_nor_backed(solution, neighbour, visitor):
    solution.hidden_at = timezone.now()
    solution.save()

    with pytest.raises(SupportClosed):
        back_solution(solution=solution, by=neighbour)
    assert "발밑 조명" not in visitor.get(f"/proposals/{solution.proposal_id}/").text


def test_a_company_declares_its_interest(resident, sign_in):
    proposal = ProposalFactory()
    offer = {
        "solution-title": "센서", "solution-text": "저희 제품을 답니다.",
        "solution-offeror": "company", "solution-interest": "",
    }  # fmt: skip

    refused = sign_in(resident).post(f"/proposals/{proposal.pk}/solutions/", offer)
    assert refused.status_code == 422
    assert "저희 제품을 답니다." in refused.text

    sign_in(resident).post(
        f"/proposals/{proposal.pk}/solutions/", offer | {"solution-interest": "센서를 만듭니다."}
    )
    assert Solution.objects.get().interest == "센서를 만듭니다."


def test_a_neighbour_backs_a_solution_on_the_page(solution, neighbour, sign_in):
    address = f"/proposals/{solution.proposal_id}/solutions/{solution.pk}/support/"

    sign_in(neighbour).post(address)
    assert solution.supports.get().supporter == neighbour

    sign_in(neighbour).post(address, {"take_back": "1"})
    assert not solution.supports.exists()
