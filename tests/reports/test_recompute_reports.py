"""A stranger recomputes every kind of report from its file and its release, with pandas alone."""

import hashlib
import json
from datetime import datetime, time, timedelta

import pandas as pd
import pytest
from django.utils import timezone

from city.words import words
from maps.models import District
from pilots.models import Observation
from proposals.models import Call
from proposals.submit import submit_proposal
from proposals.support import give_support
from reports import recompute
from reports.make import periods
from reports.publish import publish
from tests import factories as f
from tests.pilots.people import join
from tests.reports.built import built

pytestmark = pytest.mark.django_db


@pytest.fixture
def call(city):
    now = timezone.now()
    return Call.objects.create(
        slug="night", title=words("밤길 공모"), opens_at=now - timedelta(days=90),
        closes_at=now - timedelta(days=5),
    )  # fmt: skip


@pytest.fixture
def pilot(city):
    """Ten days before and ten while it runs, at one test and one comparison site."""
    began = timezone.localdate() - timedelta(days=10)
    pilot = f.make_pilot(
        stage="running", baseline_from=began - timedelta(days=10), running_from=began
    )
    changed = timezone.make_aware(datetime.combine(began, time()))
    measure, here = pilot.measures.get(), pilot.sites.get()
    there = pilot.sites.create(name=words("비교"), key="B", arm="comparison", lon=127.03, lat=37.75)
    for day in range(20):
        at = changed - timedelta(days=10 - day, hours=-9)
        for site, value in ((here, 40 - (7 if day >= 10 else 0) + day % 3), (there, 41 + day % 2)):
            for hour in (0, 3):
                Observation.objects.create(
                    measure=measure, site=site, at=at + timedelta(hours=hour), value=value + hour
                )
    return pilot


def about(kind, call, pilot):
    found = {"district": {"district": District.objects.first()}, "call": {"call": call},
             "pilot": {"pilot": pilot}}.get(kind, {})  # fmt: skip
    length = {"weekly": "week", "monthly": "month", "yearly": "year"}.get(kind)
    if length:
        period = periods.last_ended(length, timezone.localdate())
        found |= {"since": period.since, "until": period.until}
    return found


KINDS = ["city", "weekly", "monthly", "yearly", "district", "call", "pilot"]


@pytest.fixture
def city_of_all(life, call, pilot):
    """Some of what is proposed belongs to a call, has no place, and lately got support."""
    category = f.category()
    for number, days_ago in enumerate((60, 40, 35, 30, 9, 8)):
        at = timezone.now() - timedelta(days=days_ago)
        place = {"lon": 127.01 + number / 100, "lat": 37.75} if number else None
        proposal = submit_proposal(
            by=life.people[number], title="밤길이 어둡습니다", text="가로등이 멀어 잘 보이지 않습니다.",
            category=category, call=call, place=place, at=at,
        )  # fmt: skip
        for person in life.people[6:9]:
            give_support(proposal=proposal, by=person, at=at + timedelta(days=1))
    for person in life.people[:7]:
        join(pilot, person, "active")
    return life


def test_every_kind_of_report_is_recomputed_from_its_release(
    city_of_all, call, pilot, manager, visitor, settings, tmp_path, capsys
):
    now, equal = timezone.now(), {}

    for kind in KINDS:
        report = built(kind=kind, by=manager, at=now, **about(kind, call, pilot))
        report = publish(report=report, by=manager)
        file = tmp_path / f"{kind}.json"
        file.write_bytes(visitor.get(f"/reports/{report.slug}/v1.json").content)
        assert hashlib.sha256(file.read_bytes()).hexdigest() == report.digest

        ended = recompute.main(str(file), str(settings.RELEASES_ROOT))

        told = capsys.readouterr().out.splitlines()
        assert (ended, lines(told, "NOT EQUAL"), lines(told, "not in the files")) == (0, [], [])
        assert not any("SHA-256 is another" in line for line in told)
        equal[kind] = len(lines(told, "equal"))

    assert min(equal.values()) >= 2  # of a pilot: who takes part, and what changed
    assert all(count > 30 for kind, count in equal.items() if kind != "pilot"), equal


def lines(told: list[str], verdict: str) -> list[str]:
    return [line for line in told if line.startswith(f"{verdict} ")]


def test_a_number_that_was_tampered_with_is_found(city_of_all, manager, settings, tmp_path, capsys):
    report = publish(report=built(kind="city", by=manager), by=manager)
    report.frozen["figures"][0]["value"] += 1
    file = tmp_path / "report.json"
    file.write_text(json.dumps(report.frozen))

    assert recompute.main(str(file), str(settings.RELEASES_ROOT)) == 1
    assert "1 NOT EQUAL" in capsys.readouterr().out
    assert hashlib.sha256(file.read_bytes()).hexdigest() != report.digest


@pytest.mark.filterwarnings("error")
def test_a_wrong_address_or_folder_is_said_in_a_sentence(tmp_path):
    report = tmp_path / "v1.json"
    with pytest.raises(SystemExit, match="cannot be read"):
        recompute.main(str(report), str(tmp_path))

    data = [{"dataset": "proposals", "file": "proposals.csv", "release": "x", "sha256": ""}]
    report.write_text(json.dumps({"data": data}))
    with pytest.raises(SystemExit, match="Without proposals"):
        recompute.main(str(report), str(tmp_path))


def test_no_version_of_pandas_has_anything_to_complain_of():
    tables = {"proposals": pd.DataFrame({"id": [1, 2]})}

    assert recompute.compute("len(proposals)", tables, {}) == 2


@pytest.mark.parametrize(
    "expression",
    ["__import__('os').getcwd()", "proposals.__class__", "proposals.to_csv('/tmp/x')", "open('/')",
     "(lambda: 1)()", "[x for x in (1,)]"],
)  # fmt: skip
def test_an_expression_from_outside_only_looks_at_tables(expression):
    with pytest.raises((KeyError, ValueError)):
        recompute.check(expression, {"proposals": None})


def test_the_program_is_given_out_and_stands_alone(visitor):
    text = visitor.get("/reports/recompute.py").content.decode()

    assert "import pandas" in text
    assert "django" not in text.lower()
