"""The list of all that waits for my approval, and deciding from it."""

import pytest
from django.utils import timezone

from accounts.deputise import name_deputy
from accounts.models import SignOff
from city.models import City, Delegation
from proposals.carry_out import carry_out
from proposals.triage import decide
from tests import factories as f

LIST = "/desk/proposals/sign-off/"


@pytest.fixture(autouse=True)
def _rows(city):
    City.objects.update(uses_sign_off=True)
    Delegation.objects.create(status="closed", outcome="declined", approver="manager")
    Delegation.objects.create(status="closed", outcome="referred", approver="admin")


def sent(officer, title="골목이 어두워요", outcome="declined", **details):
    proposal = f.ProposalFactory(title=title)
    carry_out(
        proposal=proposal, act="decide", by=officer,
        data={"proposal": proposal, "status": "closed", "outcome": outcome,
              "reason": "어렵습니다.", **details},
        written={"move": outcome, "form": {"reason": "어렵습니다."}},
    )  # fmt: skip
    return proposal


def titles(client):
    return [item["proposal"].title for item in client.get(LIST).context["items"]]


def answer(client, proposal, **written):
    return client.post(f"/desk/proposals/{proposal.pk}/sign-off/", {"from_list": "1"} | written)


def test_each_sees_what_waits_for_them(officer, manager, administrator, sign_in):
    sent(officer, "하나")
    sent(officer, "둘", "referred", referred_to="국토관리사무소")

    assert titles(sign_in(officer)) == []
    assert titles(sign_in(manager)) == ["하나"]
    assert titles(sign_in(administrator)) == ["하나", "둘"]


def test_approved_from_the_list_it_goes_back_to_the_list(officer, manager, sign_in):
    proposal, client = sent(officer), sign_in(manager)

    response = answer(client, proposal, approve="1", **{"approve-document_number": "교통과-12"})

    assert response.headers["Location"] == LIST
    proposal.refresh_from_db()
    assert proposal.outcome == "declined"
    assert SignOff.objects.get().document_number == "교통과-12"
    assert titles(client) == []
    page = client.get(f"/desk/proposals/{proposal.pk}/").content.decode()
    assert "교통과-12" in page


def test_returned_from_the_list_it_needs_a_note(officer, manager, sign_in):
    proposal, client = sent(officer), sign_in(manager)

    refused = answer(client, proposal, **{"return-note": ""})
    assert refused.status_code == 422
    assert SignOff.objects.get().state == "sent"

    answer(client, proposal, **{"return-note": "더 친절하게요."})
    assert SignOff.objects.get().state == "returned"


def test_a_deputy_reads_in_whose_place_it_is(officer, manager, sign_in):
    deputy, today = f.UserFactory(role="officer"), timezone.localdate()
    name_deputy(person=manager, deputy=deputy, first_day=today, last_day=today, by=manager)
    proposal, client = sent(officer), sign_in(deputy)

    assert titles(client) == [proposal.title]
    page = client.get(f"/desk/proposals/{proposal.pk}/").content.decode()
    assert f"{manager.pseudonym} 님을 대신해" in page
    answer(client, proposal, approve="1")

    assert SignOff.objects.get().decided_for == manager
    assert f"{manager.pseudonym}" in client.get(f"/desk/proposals/{proposal.pk}/").content.decode()


def test_what_moved_meanwhile_stays_and_says_so(officer, manager, sign_in):
    proposal = sent(officer)
    decide(proposal=proposal, status="in_review", reason="공감이 모였습니다.", mover="clock")

    page = answer(sign_in(manager), proposal, approve="1")

    assert page.status_code == 302
    proposal.refresh_from_db()
    assert proposal.status == "in_review"


@pytest.mark.parametrize("who", ["resident", "expert"])
def test_the_list_is_for_the_desk(who, request, sign_in):
    assert sign_in(request.getfixturevalue(who)).get(LIST).status_code == 403


def test_the_form_says_beforehand_who_approves(officer, manager, sign_in):
    proposal = f.ProposalFactory()
    address = f"/desk/proposals/{proposal.pk}/move/declined/"

    assert "결재 올리기" in sign_in(officer).get(address).content.decode()
    assert "결재 올리기" not in sign_in(manager).get(address).content.decode()


def test_fifty_cost_as_many_queries_as_one(
    officer, manager, sign_in, django_assert_max_num_queries
):
    client = sign_in(manager)
    for _ in range(50):
        sent(officer)

    with django_assert_max_num_queries(14):
        page = client.get(LIST)

    assert len(page.context["items"]) == 50
