"""Who gets a proposal: by the city's rules, or from one hand to the next."""

import pytest

from accounts.models import Delivery
from proposals.assign import assign, assign_many
from proposals.models import Assignment, AssignmentRule, DistrictThreshold
from proposals.submit import edit_proposal, submit_proposal
from proposals.workflow import MoveRefused
from tests import factories as f

EAST = {"lon": f.MIDDLE + 0.01, "lat": 37.74}
WEST = {"lon": f.MIDDLE - 0.01, "lat": 37.74}


def propose(by, place=None, category=None):
    return submit_proposal(
        by=by, title="보도블록이 깨져 있어요", text="비가 오면 물이 고입니다.",
        category=category or f.category(), place=place or EAST,
    )  # fmt: skip


@pytest.fixture
def rule(city):
    """A rule of the city's; its department is made when it is missing."""

    def make(code, category=None, district=None, officer=None):
        return AssignmentRule.objects.create(
            category=category, district=district, officer=officer,
            department=f.department(code, code, code),
        )  # fmt: skip

    return make


@pytest.fixture
def here(resident):
    """The district in which EAST lies."""
    return propose(resident).district


# ── By a rule ────────────────────────────────────────────────────────────────────────────────
def test_without_a_rule_the_categorys_department_gets_it(resident):
    proposal = propose(resident)

    assert proposal.department == f.category().department
    assert proposal.officer is None
    assert proposal.first_look_at is None


def test_the_rule_that_says_most_decides(resident, rule, here):
    safety = f.category("safety", "안전", "Safety")
    rule("all-safety", category=safety)
    assert propose(resident, category=safety).department.code == "all-safety"
    rule("all-here", district=here)
    assert propose(resident, category=safety).department.code == "all-here"
    rule("safety-here", category=safety, district=here)
    assert propose(resident, category=safety).department.code == "safety-here"
    assert propose(resident).department.code == "all-here"
    assert propose(resident, place=WEST).department == f.category().department


def test_the_officer_a_rule_names_is_told_and_has_not_looked_yet(resident, rule, officer):
    rule("road", category=f.category(), officer=officer)

    proposal = propose(resident)

    assert (proposal.officer, proposal.first_look_at) == (officer, None)
    assert Delivery.objects.filter(person=officer, update_told__kind="assigned").count() == 1
    assert Assignment.objects.get(proposal=proposal).by is None


def test_a_rule_that_names_somebody_who_left_gives_it_to_the_department(resident, rule, officer):
    rule("road", category=f.category(), officer=officer)
    officer.role = "resident"
    officer.save()

    proposal = propose(resident)

    assert (proposal.department.code, proposal.officer) == ("road", None)


def test_another_category_brings_it_to_another_table(resident, rule):
    safety = f.category("safety", "안전", "Safety")
    rule("safety", category=safety)
    proposal = propose(resident)

    edit_proposal(
        proposal=proposal, by=resident, title=proposal.title, text=proposal.text, category=safety
    )

    proposal.refresh_from_db()
    assert proposal.department.code == "safety"


def test_a_small_district_needs_less_support(resident, here):
    DistrictThreshold.objects.create(district=here, support_threshold=7, support_days=60)

    small, large = propose(resident), propose(resident, place=WEST)

    assert (small.support_threshold, large.support_threshold) == (7, 3)
    assert (small.support_until - small.created_at).days == 60
    assert (large.support_until - large.created_at).days == 30


# ── By hand ──────────────────────────────────────────────────────────────────────────────────
def test_an_officer_takes_it(resident, officer):
    proposal = propose(resident)

    assign(proposal=proposal, officer=officer, by=officer)

    proposal.refresh_from_db()
    assert (proposal.officer, proposal.department) == (officer, officer.department)
    assert proposal.first_look_at
    assert not Delivery.objects.filter(person=officer, update_told__kind="assigned")


def test_a_note_comes_along_and_is_told(resident, officer, manager):
    proposal = propose(resident)

    assign(proposal=proposal, officer=officer, by=manager, note="현장을 먼저 봐 주세요.")

    told = Delivery.objects.get(person=officer, update_told__kind="assigned").update_told
    assert str(told.body) == "현장을 먼저 봐 주세요."
    assert told.url == f"/desk/proposals/{proposal.pk}/"


def test_taking_it_twice_is_one_hand(resident, officer):
    proposal = propose(resident)
    Assignment.objects.all().delete()

    assign(proposal=proposal, officer=officer, by=officer)
    assert assign(proposal=proposal, officer=officer, by=officer) is None

    assert Assignment.objects.count() == 1


def test_a_department_without_an_officer(resident, officer):
    proposal = propose(resident)
    assign(proposal=proposal, officer=officer, by=officer)

    assign(proposal=proposal, department=f.department("parks", "공원과", "Parks"), by=officer)

    proposal.refresh_from_db()
    assert (proposal.officer, proposal.department.code) == (None, "parks")


def test_residents_neither_assign_nor_take(resident, neighbour, officer):
    proposal = propose(resident)

    with pytest.raises(MoveRefused):
        assign(proposal=proposal, officer=officer, by=neighbour)
    with pytest.raises(MoveRefused):
        assign(proposal=proposal, officer=neighbour, by=officer)


def test_several_at_once_or_none(resident, officer, neighbour):
    several = [propose(resident) for _ in range(3)]

    assert assign_many(proposals=several, officer=officer, by=officer) == 3
    assert assign_many(proposals=several, officer=officer, by=officer) == 0
    with pytest.raises(MoveRefused):
        assign_many(proposals=several, officer=neighbour, by=officer)


# ── At the desk ──────────────────────────────────────────────────────────────────────────────
def test_the_chosen_ones_change_hands_from_the_queue(resident, officer, sign_in):
    several = [propose(resident) for _ in range(3)]
    chosen = [row.pk for row in several[:2]]
    desk = sign_in(officer)
    desk.get("/desk/proposals/?tab=unassigned")

    response = desk.post("/desk/proposals/assign/", {"proposals": chosen, "mine": "1"})

    assert response["Location"] == "/desk/proposals/?tab=unassigned"
    assert set(officer_s(several, officer)) == set(chosen)


@pytest.mark.parametrize("chosen", [[], ["x"], ["99999999999999999999"], ["-1"]])
def test_nothing_chosen_says_so(chosen, officer, sign_in):
    response = sign_in(officer).post(
        "/desk/proposals/assign/", {"proposals": chosen, "mine": "1"}, follow=True
    )

    assert "제안을 먼저 하나 이상 골라 주세요." in response.content.decode()


def officer_s(rows, officer):
    for row in rows:
        row.refresh_from_db()
        if row.officer == officer:
            yield row.pk
