"""전결: which role has to approve a decision, by its kind and its size."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import SignOff
from city.models import City, Delegation
from proposals.carry_out import carry_out
from proposals.promise import promise
from proposals.triage import SignOffNeeded, approver_for, decide
from tests import factories as f

MILLION = 1_000_000
PLANNED, DECLINED = ("planned", ""), ("closed", "declined")


@pytest.fixture
def rows(city):
    """Who approves what: promises by their amount, refusals by how many back the proposal."""
    City.objects.update(uses_sign_off=True)
    for status, outcome, amount, support, role in [
        ("planned", "", 0, 0, "officer"),
        ("planned", "", 50 * MILLION, 0, "manager"),
        ("planned", "", 500 * MILLION, 0, "admin"),
        ("closed", "declined", 0, 30, "manager"),
        ("closed", "declined", 0, 300, "admin"),
    ]:
        Delegation.objects.create(
            status=status, outcome=outcome, from_amount=amount, from_support=support, approver=role
        )


@pytest.mark.parametrize(
    ("after", "support", "amount", "needs"),
    [
        (PLANNED, 0, 0, {}),
        (PLANNED, 999, 50 * MILLION - 1, {}),
        (PLANNED, 0, 50 * MILLION, {"officer": "manager"}),
        (PLANNED, 0, 500 * MILLION, {"officer": "admin", "manager": "admin"}),
        (DECLINED, 29, 0, {}),
        (DECLINED, 30, 0, {"officer": "manager"}),
        (DECLINED, 300, 0, {"officer": "admin", "manager": "admin"}),
        (("closed", "referred"), 999, 999 * MILLION, {}),
    ],
)
@pytest.mark.usefixtures("rows")
def test_the_highest_of_all_rows_that_count_approves(
    after, support, amount, needs, officer, manager, administrator
):
    for name, person in [("officer", officer), ("manager", manager), ("admin", administrator)]:
        role = approver_for(after, by=person, support=support, amount=amount)
        assert role == needs.get(name), name


@pytest.mark.usefixtures("rows")
def test_one_row_of_the_city_switches_it_off(officer):
    City.objects.update(uses_sign_off=False)

    assert approver_for(DECLINED, by=officer, support=999) is None


@pytest.mark.usefixtures("rows")
def test_a_row_counts_from_its_day_on(officer):
    Delegation.objects.update(since=timezone.now() + timedelta(days=1))

    assert approver_for(DECLINED, by=officer, support=999) is None


@pytest.mark.usefixtures("rows")
def test_a_refusal_of_what_many_back_waits_for_approval(officer, resident):
    few, many = f.ProposalFactory(support_count=3), f.ProposalFactory(support_count=30)

    decide(proposal=few, status="closed", outcome="declined", reason="어렵습니다.", by=officer)
    with pytest.raises(SignOffNeeded):
        decide(proposal=many, status="closed", outcome="declined", reason="어렵습니다.", by=officer)

    many.refresh_from_db()
    assert (few.outcome, many.status) == ("declined", "received")


@pytest.mark.usefixtures("rows")
def test_a_large_promise_waits_for_approval_also_the_second_one(officer, manager):
    proposal = f.ProposalFactory()
    decide(proposal=proposal, status="accepted", reason="합니다.", by=officer)
    month = timezone.localdate()

    def make(amount):
        return carry_out(
            proposal=proposal, act="promise", by=officer,
            data={"proposal": proposal, "what": "보도 정비", "due_month": month,
                  "department": f.department(), "amount": amount},
        )  # fmt: skip

    assert make(MILLION) is None
    assert make(60 * MILLION).approver_role == "manager"
    assert proposal.commitments.count() == 1
    assert SignOff.objects.get().state == "sent"


@pytest.mark.usefixtures("rows")
def test_a_manager_promises_up_to_what_the_rows_say(manager):
    proposal = f.ProposalFactory(status="accepted")
    asked = {"proposal": proposal, "what": "보도 정비", "due_month": timezone.localdate(),
             "department": f.department(), "by": manager}  # fmt: skip

    with pytest.raises(SignOffNeeded):
        promise(**asked, amount=500 * MILLION)
    promise(**asked, amount=60 * MILLION)

    assert proposal.commitments.get().amount == 60 * MILLION
