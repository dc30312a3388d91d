"""People asked again and how many answered, by turn; and what a next version says was taken out."""

from datetime import timedelta

import pandas as pd
import pyarrow.parquet as pq
import pytest
from django.utils import timezone

from pilots.models import AskedAgain, Participation
from reports.compute import compute_figures
from reports.extract.files import folder_of
from reports.figures import BY_KEY
from reports.freeze import freeze
from reports.models import Figure, Report
from reports.opendata.release import path_of, release_data
from tests import factories as f
from tests.pilots.people import join, make_recruiting_pilot

NOW = timezone.now()


def ask(pilot, turn, answered, silent):
    for number in range(answered + silent):
        AskedAgain.objects.create(
            pilot=pilot, person=f.UserFactory(), came_as="member", turn=turn,
            asked_at=NOW - timedelta(days=9),
            answered_at=NOW - timedelta(days=8) if number < answered else None,
        )  # fmt: skip


def shown(run, key):
    return dict(Figure.objects.filter(run=run, key=key).values_list("cut_key", "value"))


@pytest.fixture
def pilot(populated):
    return make_recruiting_pilot(stage="running", created_at=NOW - timedelta(days=30))


def test_asked_and_answered_by_turn(pilot):
    ask(pilot, "running", answered=6, silent=6)
    ask(pilot, "ended", answered=9, silent=9)

    run = compute_figures()

    assert shown(run, "people_asked_again") == {"": 30, "turn=running": 12, "turn=ended": 18}
    assert shown(run, "answered_again")["turn=running"] == 50


def test_a_handful_who_answered_is_hidden_with_enough_others(pilot):
    for turn, answered, silent in (("running", 2, 20), ("ended", 9, 9), ("concluded", 4, 6)):
        ask(pilot, turn, answered, silent)

    run = compute_figures()

    # The pilot's own page tells of "ended"; what is left beside it is six and twenty-six.
    assert shown(run, "answered_again") == {
        "": 30, "turn=running": None, "turn=concluded": None, "turn=ended": 50,
    }  # fmt: skip


def test_the_downloaded_file_gives_the_same_figure(pilot):
    ask(pilot, "running", answered=6, silent=6)
    ask(pilot, "ended", answered=9, silent=9)
    run = compute_figures()

    release = next(r for r in release_data(run=run) if r.dataset.slug == "pilots")
    asked_again = pd.read_csv(path_of(release.files.get(name="asked_again.csv")))

    for key in ("people_asked_again", "answered_again"):
        mine = eval(BY_KEY[key].pandas, {"asked_again": asked_again})
        assert mine == pytest.approx(shown(run, key)[""])


def test_the_extract_knows_neither_who_nor_what(pilot):
    row = AskedAgain.objects.create(
        pilot=pilot, person=f.UserFactory(), came_as="author", turn="running", rating=1,
        text="카나리아5512", asked_at=NOW - timedelta(days=9), answered_at=NOW,
    )  # fmt: skip

    then = compute_figures(as_of=NOW - timedelta(days=1))

    (told,) = pq.read_table(folder_of(then.as_of) / "asked_again.parquet").to_pylist()
    assert told["answered"] is False  # not by then
    assert row.text not in str(told)
    assert not {"person", "text", "rating"} & told.keys()


# ── What a next version says ─────────────────────────────────────────────────────────────────


def report_of(pilot, version, as_of):
    report = Report(
        slug="pilot-report", version=version, kind_id="pilot", pilot=pilot,
        run=compute_figures(as_of=as_of),
    )  # fmt: skip
    report.frozen, report.built_at = freeze(report), as_of
    report.published_at, report.published_by = as_of, pilot.manager
    report.save()
    return report.frozen["pilot"]["taken_out"]


@pytest.mark.parametrize(("people", "said"), [(0, (0, False)), (3, (None, True)), (7, (7, True))])
def test_the_next_version_says_how_many_took_their_data_out(pilot, people, said):
    first = report_of(pilot, 1, NOW - timedelta(days=5))
    for _person in range(people):
        place = join(pilot, f.UserFactory(), "withdrawn")
        Participation.objects.filter(pk=place.pk).update(erased_at=NOW - timedelta(days=2))
    before = join(pilot, f.UserFactory(), "withdrawn")
    Participation.objects.filter(pk=before.pk).update(erased_at=NOW - timedelta(days=20))

    second = report_of(pilot, 2, NOW)

    assert first is None
    assert (second["n"], second["any"]) == said
    assert Report.objects.get(version=1).frozen["pilot"]["taken_out"] is None
