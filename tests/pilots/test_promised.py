"""A pilot that is adopted leads to commitments, which say where they come from."""

from datetime import timedelta

import pytest
from django.utils import timezone

from city.words import words
from pilots.models import Conclusion
from pilots.promised import promises_of
from proposals.promise import promise
from proposals.triage import decide
from tests import factories as f

NOW = timezone.now()


@pytest.fixture
def proposal(resident, officer):
    proposal = f.ProposalFactory(author=resident, title="학교 앞이 어둡습니다")
    decide(proposal=proposal, status="accepted", reason="합니다.", by=officer)
    promise(
        proposal=proposal, what="먼저 한 약속", due_month=timezone.localdate(),
        department=f.department(), by=officer, at=NOW - timedelta(days=9),
    )  # fmt: skip
    return proposal


def concluded(proposal, officer, verdict="adopt"):
    pilot = f.make_pilot(stage="concluded", title=words("밝은 통학로"))
    pilot.takenup_set.create(proposal=proposal)
    return Conclusion.objects.create(
        pilot=pilot, verdict=verdict, reasons=words("밝아졌습니다."), decided_by=officer,
        evidence={"comparisons": [], "as_of": NOW.isoformat()}, at=NOW - timedelta(days=1),
    )  # fmt: skip


def promised(proposal, officer):
    return promise(
        proposal=proposal, what="등 열두 개", due_month=timezone.localdate(),
        department=f.department(), by=officer, at=NOW,
    )  # fmt: skip


def test_the_page_of_the_pilot_shows_what_was_promised_since(visitor, proposal, officer):
    conclusion = concluded(proposal, officer)
    row = promised(proposal, officer)

    assert promises_of(conclusion) == [row]
    page = visitor.get(f"/pilots/{conclusion.pilot_id}/").content.decode()
    assert "등 열두 개" in page
    assert "먼저 한 약속" not in page


def test_the_page_of_the_proposal_says_where_a_promise_comes_from(visitor, proposal, officer):
    concluded(proposal, officer)
    promised(proposal, officer)

    page = visitor.get(f"/proposals/{proposal.pk}/").content.decode()

    assert page.count("의 결과(확산)") == 1


def test_the_desk_leads_from_the_result_to_a_promise(proposal, officer, sign_in):
    conclusion = concluded(proposal, officer)

    page = sign_in(officer).get(f"/desk/pilots/{conclusion.pilot_id}/").content.decode()

    assert f"/desk/proposals/{proposal.pk}/move/planned/" in page


def test_what_ended_leads_to_no_promise(proposal, officer):
    assert promises_of(concluded(proposal, officer, "stop")) is None
    assert promises_of(None) is None
