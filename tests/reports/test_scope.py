"""A part of the city, or of the year: the same expressions over fewer rows."""

from collections import Counter
from datetime import date, timedelta

import pytest
from django.utils import timezone

from city.words import words
from maps.models import District
from proposals.models import Call, Proposal, SupportEvent
from reports.compute import compute_figures, values_of
from reports.extract.scope import Scope
from reports.figures import DEFINITIONS
from tests import factories as f

ADDITIVE = ("proposals_received", "support_given", "commitments_made")


@pytest.fixture
def run(life):
    return compute_figures()


def whole(run, scope, key):
    (row,) = [row for row in values_of(run, scope, [key]) if not row["cut"]]
    return row["value"]


def test_everything_is_what_is_stored(run):
    stored = {(x.key, x.cut_key): (x.value, x.n) for x in run.figures.all()}

    rows = values_of(run, Scope())

    assert len(rows) == len(stored)
    for row in rows:
        key = ";".join(f"{name}={row['cut'][name]}" for name in sorted(row["cut"]))
        found = {k.split(";") and ";".join(sorted(k.split(";"))): v
                 for (figure, k), v in stored.items() if figure == row["key"]}  # fmt: skip
        assert found[key] == (row["value"], row["n"])


def test_a_district_is_what_the_city_says_of_it(run):
    keys = [d.key for d in DEFINITIONS if ("district",) in d.cuts and not d.people]
    of_city = {
        (row["key"], row["cut"]["district"]): (row["value"], row["n"])
        for row in values_of(run, Scope(), keys)
        if set(row["cut"]) == {"district"}
    }
    assert of_city
    for district in District.objects.all():
        alone = {
            row["key"]: (row["value"], row["n"])
            for row in values_of(run, Scope(districts=(district.code,)), keys)
            if not row["cut"]
        }
        for key in keys:
            if (key, district.code) in of_city:
                assert alone[key] == of_city[key, district.code], key


def test_weeks_side_by_side_hold_everything_once(run):
    first = timezone.localdate() - timedelta(days=200)
    weeks = [
        Scope(since=first + timedelta(days=7 * n), until=first + timedelta(days=7 * n + 6))
        for n in range(30)
    ]

    held = Counter()
    for week in weeks:
        rows = values_of(run, week, ADDITIVE)
        held.update({row["key"]: row["value"] for row in rows if not row["cut"]})

    assert held == {key: whole(run, Scope(), key) for key in ADDITIVE}
    assert all(held.values())


def test_support_counts_when_it_was_given_whenever_the_proposal_came(run):
    """A day without any proposal may have support for those of days before."""
    came = {timezone.localtime(p.created_at).date() for p in Proposal.objects.all()}
    given = Counter(timezone.localtime(e.at).date() for e in SupportEvent.objects.all())
    day = next(day for day in sorted(given) if day not in came)

    assert whole(run, Scope(since=day, until=day), "proposals_received") == 0
    assert whole(run, Scope(since=day, until=day), "support_given") == sum(
        e.change for e in SupportEvent.objects.all() if timezone.localtime(e.at).date() == day
    )


def test_a_call_is_about_what_was_proposed_to_it(populated, resident):
    call = Call.objects.create(
        slug="night", title=words("밤길"), opens_at=timezone.now() - timedelta(days=9),
        closes_at=timezone.now() + timedelta(days=9),
    )  # fmt: skip
    f.ProposalFactory(author=resident, call=call)
    f.ProposalFactory(author=resident)

    run = compute_figures()

    assert whole(run, Scope(call="night"), "proposals_received") == 1
    assert whole(run, Scope(call="day"), "proposals_received") == 0


def test_people_are_never_counted_by_days_or_places(run):
    stored = {
        row["cut"].get("level"): row["value"]
        for row in values_of(run, Scope(), ["support_by_level"])
    }

    tomorrow = timezone.localdate() + timedelta(days=1)
    narrowed = values_of(run, Scope(since=tomorrow, until=tomorrow), ["support_by_level"])

    assert {row["cut"].get("level"): row["value"] for row in narrowed} == stored


def test_a_quote_in_a_code_is_just_a_quote(run):
    assert whole(run, Scope(call="it's", districts=("a'b",)), "proposals_received") == 0


def test_a_scope_is_written_in_one_way():
    scope = Scope(since=date(2026, 10, 1), until=date(2026, 10, 31), districts=("41", "42"))

    assert scope.key == "since=2026-10-01;until=2026-10-31;district=41,42"
    assert Scope().key == ""
    assert Scope().is_everything
