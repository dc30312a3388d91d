"""All promises of the city: a page, a drawn map, filters that the city map shares, and an API."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from city.words import words
from maps import points
from maps.points import conditions_of, points_of
from maps.tiles import filters_only
from proposals.models import Commitment, CommitmentChange
from proposals.models.promise import month_of
from tests import factories as f

NOW = timezone.now()
THIS_MONTH = month_of(NOW)


def months(many: int) -> date:
    total = THIS_MONTH.year * 12 + THIS_MONTH.month - 1 + many
    return date(total // 12, total % 12 + 1, 1)


def promised(officer, state="promised", due=0, what="보도 정비", **fields):
    proposal = fields.pop("proposal", None) or f.ProposalFactory(status="planned")
    done = {"done_at": NOW, "done_figure": words("120m")} if state == "done" else {}
    row = Commitment.objects.create(
        **{
            "proposal": proposal, "what": words(what), "department": f.department(),
            "due_month": months(due), "first_due_month": months(due), "promised_by": officer,
            "state": state,
        }
        | done
        | fields
    )  # fmt: skip
    CommitmentChange.objects.create(
        commitment=row, state=state, due_month=row.due_month, reason="약속", by=officer
    )
    return row


@pytest.fixture
def several(officer):
    """One of each: to come, overdue, postponed, kept, dropped."""
    return {
        "open": promised(officer, due=2, what="가로등 세 개"),
        "overdue": promised(officer, due=-2, what="육교 승강기"),
        "late": promised(officer, "late", due=1, what="빗물받이 청소"),
        "done": promised(officer, "done", due=-1, what="점자블록 교체"),
        "dropped": promised(officer, "dropped", due=-3, what="무인 택배함"),
    }


def listed(response) -> set[str]:
    rows = [row for month in response.context["months"] for row in month["promises"]]
    return {str(promise.row) for promise in rows}


def test_every_promise_stands_under_its_month(visitor, several):
    response = visitor.get("/promises/")

    page = response.content.decode()
    assert listed(response) == {str(row) for row in several.values()}
    assert "기한 지남" in page
    assert [month["month"] for month in response.context["months"]] == sorted(
        {row.due_month for row in several.values()}, reverse=True
    )


@pytest.mark.parametrize(
    ("state", "found"),
    [
        ("open", {"open", "overdue", "late"}), ("late", {"overdue", "late"}),
        ("overdue", {"overdue"}), ("done", {"done"}), ("dropped", {"dropped"}),
    ],
)  # fmt: skip
def test_a_state_leaves_the_same_on_page_api_list_and_map(visitor, several, state, found):
    names = {str(several[key]) for key in found}
    proposals = {several[key].proposal_id for key in found}

    page = visitor.get(f"/promises/?promise={state}")
    assert listed(page) == names
    assert len(page.context["drawn"]["marks"]) == len(names)
    api = visitor.get(f"/api/v1/promises/?promise={state}").json()["results"]
    assert {row["what"]["ko"] for row in api} == names
    listing = visitor.get(f"/api/v1/proposals/?promise={state}").json()["results"]
    assert {row["id"] for row in listing} == proposals
    on_map = points_of("proposals").in_view(
        conditions_of("proposals", filters_only(QueryDict(f"promise={state}"))), None, None
    )
    assert set(on_map.keys) == proposals
    counts = {entry["query"]: entry["count"] for entry in page.context["states"]}
    assert counts[f"?promise={state}"] == len(names)


def test_the_map_asks_again_when_a_promise_moves_on(several, officer):
    def on_the_map():
        asked = conditions_of("proposals", filters_only(QueryDict("promise=done")))
        return set(points_of("proposals").in_view(asked, None, None).keys)

    before = on_the_map()
    kept = promised(officer, "done", proposal=several["open"].proposal)
    points.forget()  # two seconds later

    assert on_the_map() == before | {kept.proposal_id}


def test_filters_by_department_month_and_district(visitor, officer):
    west, east = f.District.objects.order_by("code")
    parks = f.department("parks", "공원녹지과", "Parks")
    mine = promised(
        officer, due=1, what="나무 심기", department=parks,
        proposal=f.ProposalFactory(status="planned", district=west),
    )  # fmt: skip
    promised(officer, due=4, proposal=f.ProposalFactory(status="planned", district=east))

    for query in [
        "department=parks", f"due_until={months(2):%Y-%m}", f"district={west.code}",
        f"department=parks&due_from={months(1):%Y-%m}&category=walking",
    ]:  # fmt: skip
        assert listed(visitor.get(f"/promises/?{query}")) == {str(mine)}, query
    assert listed(visitor.get(f"/promises/?due_from={months(9):%Y-%m}")) == set()


@pytest.mark.parametrize("query", ["promise=x", "department=x", "due_from=2026-99", "page=x"])
def test_what_makes_no_sense_is_answered_kindly(visitor, several, query):
    assert visitor.get(f"/promises/?{query}").status_code == 200


def test_promises_on_hidden_proposals_are_not_shown(visitor, several):
    proposal = several["done"].proposal
    proposal.hidden_at = NOW
    proposal.save(update_fields=["hidden_at"])

    assert str(several["done"]) not in listed(visitor.get("/promises/"))
    api = visitor.get("/api/v1/promises/").json()["results"]
    assert several["done"].pk not in {row["id"] for row in api}


def test_the_page_says_where_it_is_and_what_it_costs(visitor, officer):
    row = promised(officer, sites_planned=7, sites_done=3, amount=12_000_000)

    page = visitor.get("/promises/").content.decode()

    assert "7곳 중 3곳" in page
    assert "1,200만원" in page
    assert f'href="/proposals/{row.proposal_id}/#commitment-{row.pk}"' in page


def test_the_page_of_the_proposal_says_that_the_month_is_over(visitor, several):
    page = visitor.get(f"/proposals/{several['overdue'].proposal_id}/").content.decode()
    other = visitor.get(f"/proposals/{several['open'].proposal_id}/").content.decode()

    assert "지났습니다" in page
    assert "지났습니다" not in other


def test_a_thousand_promises_cost_as_many_queries_as_ten(
    visitor, officer, django_assert_max_num_queries
):
    many = [promised(officer, "done" if n % 2 else "promised", due=n % 20 - 10) for n in range(10)]
    visitor.get("/promises/")
    with CaptureQueriesContext(connection) as few:
        visitor.get("/promises/")
    rows = [
        Commitment(
            proposal=row.proposal, what=row.what, department=row.department, promised_by=officer,
            due_month=row.due_month, first_due_month=row.due_month, state=row.state,
            done_at=row.done_at, done_figure=row.done_figure,
        )
        for row in many
        for _each in range(100)
    ]  # fmt: skip
    Commitment.objects.bulk_create(rows)

    with django_assert_max_num_queries(len(few)):
        assert visitor.get("/promises/").context["page"].paginator.count == 1_010


def test_the_time_of_day_of_seoul_decides_what_is_overdue(officer):
    row = promised(officer, due=-1)
    end = timezone.make_aware(datetime(THIS_MONTH.year, THIS_MONTH.month, 1))

    assert row in Commitment.objects.overdue(end)
    assert row not in Commitment.objects.overdue(end - timedelta(seconds=1))
