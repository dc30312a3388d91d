"""Figures are computed once a time, stored, and the same wherever they are read."""

import csv
import io
import re

import pytest
from django.http import QueryDict
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone, translation

from city.words import words
from jobs.models import Job
from jobs.run import run_due_jobs
from maps.shaded import shaded_districts
from proposals.models import Confirmation, Proposal
from reports.compute import compute_figures, parts_of_work
from reports.figures import DEFINITIONS, DIMENSIONS
from reports.models import Figure, Release, Run
from reports.publish import publish, start_report
from reports.show import shown
from reports.tasks import compute_figures as nightly
from tests import factories as f

pytestmark = pytest.mark.django_db


def test_the_same_time_is_computed_once(life):
    as_of = timezone.now()

    first = compute_figures(as_of=as_of)
    again = compute_figures(as_of=as_of)

    assert first == again
    assert Run.objects.count() == 1


def test_every_night_a_worker_computes_all_figures_in_parts(life):
    nightly()
    run_due_jobs()

    run = Run.objects.latest_finished()
    assert Job.objects.get(kind="reports.compute").status == Job.Status.DONE
    assert Job.objects.filter(kind="reports.compute_part").count() == len(parts_of_work())
    assert set(run.figures.filter(cut_key="").values_list("key", flat=True)) == {
        d.key for d in DEFINITIONS if () in d.cuts
    }


def test_a_figure_says_what_the_rows_say(life):
    run = compute_figures()
    value = dict(run.figures.filter(cut_key="").values_list("key", "value"))

    proposals = Proposal.objects.public()
    assert value["proposals_received"] == proposals.count()
    assert value["open_proposals"] == proposals.exclude(status="closed").count()
    assert value["declined"] == proposals.filter(outcome="declined").count()
    assert value["support_given"] == sum(p.supports.filter(via="own").count() for p in proposals)


def test_what_a_cut_adds_up_to_is_the_whole_city(life):
    run = compute_figures()

    for key in ("proposals_received", "support_given", "commitments_made"):
        of_key = run.figures.filter(key=key)
        total = of_key.get(cut_key="").value
        for start in ("category=", "district=", "month="):
            alone = [x.value for x in of_key if x.cut_key.startswith(start) and len(x.cut) == 1]
            assert sum(alone) == total, (key, start)


def test_few_answers_of_residents_are_hidden_with_their_number(city):
    run = _with_confirmations(yes=3, no=1)

    figure = run.figures.get(key="residents_confirm_better", cut_key="")
    assert (figure.value, figure.n, figure.is_suppressed) == (None, None, True)
    assert figure.extra == {}


def test_enough_answers_are_shown_with_how_many_did_not_answer(city):
    run = _with_confirmations(yes=12, no=6, silent=7)

    figure = run.figures.get(key="residents_confirm_better", cut_key="")
    assert figure.value == pytest.approx(100 * 12 / 18)
    assert figure.n == 18
    assert figure.extra == {"asked": 25, "no_answer": 7}


def _with_confirmations(*, yes, no, silent=0):
    proposal = f.ProposalFactory()
    officer = f.UserFactory(role="officer")
    commitment = proposal.commitments.create(
        what=words("가로등을 답니다."), department=f.department(), promised_by=officer,
        due_month="2026-01-01", first_due_month="2026-01-01",
    )  # fmt: skip
    now = timezone.now()
    for answer, count in (("yes", yes), ("no", no), (None, silent)):
        Confirmation.objects.bulk_create(
            Confirmation(
                commitment=commitment, person=f.UserFactory(), answer=answer,
                answered_at=now if answer else None,
            )
            for _ in range(count)
        )  # fmt: skip
    return compute_figures()


def _on_a_page(key: str) -> str:
    request = RequestFactory().get("/")
    html = Template('{% load figures %}{% figure "' + key + '" %}').render(
        Context({"request": request})
    )
    return re.search(r'figure__value number">([^ <]+)', html)[1]


def test_the_tag_never_counts_and_asks_twice_for_a_whole_page(life, django_assert_num_queries):
    compute_figures()
    request = RequestFactory().get("/")
    page = Template(
        "{% load figures %}" + "".join('{% figure "' + d.key + '" %}' for d in DEFINITIONS)
    )

    with django_assert_num_queries(2):
        page.render(Context({"request": request}))


def test_before_the_first_night_the_tag_shows_the_definition_without_a_value(city):
    assert _on_a_page("answered_in_time") == "–"


def test_after_a_hundred_acts_every_place_shows_the_same_figure(life, manager, visitor, sign_in):
    report = start_report(kind="city", by=manager, title=words("운영 보고서"), slug="operating")
    run_due_jobs()
    report.refresh_from_db()
    report.summary = words("요약")
    report.save(update_fields=["summary"])
    publish(report=report, by=manager)

    with translation.override("ko"):
        page = visitor.get("/reports/operating/").content.decode()
        numbers_page = visitor.get("/reports/").content.decode()
    api = {
        row["key"]: row for row in visitor.get("/api/v1/figures/?page_size=200").json()["results"]
    }
    text = visitor.get("/reports/operating/1/figures.csv").content.decode("utf-8-sig")
    in_csv = {row["key"]: row for row in csv.DictReader(io.StringIO(text)) if not _is_cut(row)}
    released = _released_figures(visitor)
    desk = sign_in(manager).get("/desk/").content.decode()
    home = visitor.get("/").content.decode()
    listed = visitor.get("/reports/figures/").content.decode()

    stored = Figure.objects.filter(run=report.run, cut_key="")
    assert stored.count() > 10
    for figure in stored:
        told = shown(figure.key, figure.value, figure.is_suppressed)
        assert _on_a_page(figure.key) == told
        assert f"<strong>{told}" in page
        assert f'figure__value number">{told}' in numbers_page
        assert f'figure__value number">{told}' in _page_of(visitor, figure.key)
        assert f"<strong>{told}</strong>" in listed
        for panels in (home, desk):
            assert _told(panels, figure.key) in (told, None)
        assert api[figure.key]["value"] == figure.value
        as_text = "" if figure.value is None else figure.value
        for row in (in_csv[figure.key], released[figure.key]):
            assert (row["value"] and float(row["value"])) == as_text, figure.key

    per_1000 = {
        row.cut["district"]: row.value
        for row in report.run.figures.filter(key="proposals_per_1000").exclude(cut_key="")
    }
    on_the_map = {
        area.code: area.value for area in shaded_districts("proposals", QueryDict()).areas
    }
    assert on_the_map == {code: pytest.approx(value, abs=0.01) for code, value in per_1000.items()}


def _page_of(visitor, key: str) -> str:
    return visitor.get(f"/reports/figures/{key}/").content.decode()


def _told(page: str, key: str) -> str | None:
    """What the tile of a figure says, where the page has one."""
    found = re.search(
        rf'/reports/figures/{key}/".*?figure__value number">([^ <]+)', page, re.DOTALL
    )
    return found[1] if found else None


def _is_cut(row) -> bool:
    return any(row[name] for name in DIMENSIONS)


def _released_figures(visitor):
    release = Release.objects.get(dataset__slug="figures")
    answer = visitor.get(f"/data/figures/{release.name}/figures.csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return {row["key"]: row for row in csv.DictReader(io.StringIO(text)) if not row["cut"]}
