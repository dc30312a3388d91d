"""What became of promises: one number on page, API, open data and in the rows themselves."""

import csv
import io
import re
from datetime import timedelta

import pytest
from django.utils import timezone

from city.shares import share
from city.words import words
from proposals.models import Commitment, CommitmentChange, Confirmation
from proposals.models.promise import month_of
from reports.compute import compute_figures
from reports.opendata.release import release_data
from tests import factories as f

NOW = timezone.now()
COMING_MONTH = month_of(NOW + timedelta(days=40))
PAST_MONTH = month_of(NOW - timedelta(days=70))


def promised(officer, state, due, done_at=None, **fields):
    row = Commitment.objects.create(
        proposal=f.ProposalFactory(status="planned"), what=words("가로등"), state=state,
        department=f.department(), promised_by=officer, due_month=due, first_due_month=due,
        done_at=done_at, done_figure=words("3개") if done_at else {},
        created_at=NOW - timedelta(days=200), **fields,
    )  # fmt: skip
    CommitmentChange.objects.create(
        commitment=row, state=state, due_month=due, reason="약속", by=officer,
        sites_done=fields.get("sites_done"), at=NOW - timedelta(hours=1),
    )  # fmt: skip
    return row


@pytest.fixture
def run(officer, settings, tmp_path):
    settings.EXTRACT_ROOT, settings.RELEASES_ROOT = tmp_path / "extract", tmp_path / "releases"
    kept = promised(officer, "done", COMING_MONTH, done_at=NOW - timedelta(hours=1))
    promised(officer, "done", PAST_MONTH, done_at=NOW - timedelta(hours=1))
    promised(officer, "promised", PAST_MONTH)
    promised(officer, "dropped", PAST_MONTH)
    promised(officer, "promised", COMING_MONTH, sites_planned=7, sites_done=3, amount=12_000_000)
    Confirmation.objects.bulk_create(
        Confirmation(
            commitment=kept, person=f.UserFactory(), answer=answer, created_at=NOW,
            answered_at=NOW if answer else None,
        )
        for answer in ["yes"] * 12 + ["no"] * 6 + [None] * 7
    )  # fmt: skip
    return compute_figures()


WANTED = {
    "commitments_made": 5, "commitments_done_in_time": 1, "commitments_done_late": 1,
    "commitments_overdue": 1, "commitments_dropped": 1, "commitments_reported_done": 40,
    "residents_confirm_better": 100 * 12 / 18,
}  # fmt: skip


def test_the_same_numbers_everywhere(run, visitor):
    stored = dict(run.figures.filter(cut_key="", key__in=WANTED).values_list("key", "value"))
    assert stored == pytest.approx(WANTED)

    api = visitor.get("/api/v1/figures/?page_size=200").json()
    rows = api["results"] if "results" in api else api["figures"]
    told = {row["key"]: row["value"] for row in rows if not row.get("cut")}
    assert {key: told[key] for key in WANTED} == pytest.approx(WANTED)

    page = visitor.get("/promises/")
    values = re.findall(r'figure__value number">([\d.]+)', page.content.decode())
    assert [float(value) for value in values] == pytest.approx([5, 1, 1, 1, 1, 40, 66.7])
    counts = {state["query"]: state["count"] for state in page.context["states"]}
    assert counts["?promise=overdue"] == WANTED["commitments_overdue"]
    assert counts["?promise=dropped"] == WANTED["commitments_dropped"]


def test_the_share_of_residents_stands_with_its_interval_and_who_was_silent(run, visitor):
    page = visitor.get("/promises/").content.decode()

    found = share(12, 18)
    assert f"95% 신뢰구간 {found.low:.0f}~{found.high:.0f}%" in page
    assert "무응답 7" in page


def test_the_open_data_hold_what_the_page_shows(run, visitor):
    releases = {release.dataset.slug: release.name for release in release_data(run=run)}

    def rows_of(name):
        answer = visitor.get(f"/data/commitments/{releases['commitments']}/{name}.csv")
        text = b"".join(answer.streaming_content).decode("utf-8-sig")
        return list(csv.DictReader(io.StringIO(text)))

    rows = rows_of("commitments")
    assert sum(row["is_overdue"] == "true" for row in rows) == 1
    going_on = next(row for row in rows if row["sites_planned"] == "7")
    assert (going_on["sites_done"], going_on["amount"]) == ("3", "12000000")
    (everybody,) = [row for row in rows_of("confirmations") if row["category"] == "all"]
    totals = [int(everybody[name]) for name in ("asked", "answered", "better")]
    assert totals == [25, 18, 12]
