"""The benchmarks can be started; how quick anything is, no test asks."""

import subprocess
import sys

import pytest
from django.conf import settings

from benchmarks import encoder, results
from benchmarks.__main__ import FIGURES


def test_help_lists_every_figure():
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", "--help"],
        capture_output=True, text=True, cwd=settings.BASE_DIR, check=True,
    )  # fmt: skip
    assert all(name in done.stdout for name in FIGURES)


def test_every_figure_has_its_script():
    for figure in FIGURES.values():
        assert (results.HERE / f"{figure.module}.py").exists()


def test_the_encoder_and_its_yardstick_write_the_same_tile():
    x, y, properties = encoder.features(10)
    theirs = encoder.as_dicts(x, y, properties)
    tiles = [encoder.encode(encoder.LAYER, x, y, properties), encoder.encode_theirs(theirs)]

    written = sorted(encoder.plain(feature) for feature in theirs)
    assert [encoder.read(tile) for tile in tiles] == [written, written]


@pytest.mark.parametrize(("reached", "goal", "met"), [
    (27.0, "≥ 20", "met"), (13.6, "≥ 20", "missed"), (3.9, "≤ 4", "met"), (4.1, "≤ 4", "missed"),
])  # fmt: skip
def test_a_missed_goal_is_called_missed(reached, goal, met):
    report = results.Report(("what",))
    report.goal("figure", reached, goal)
    assert f": {met})" in report.goals[0]


def test_a_new_result_replaces_only_its_own_section(tmp_path, monkeypatch):
    monkeypatch.setattr(results, "PAGE", tmp_path / "RESULTS.md")
    for name, number in (("first", 1), ("second", 2), ("first", 3)):
        report = results.Report(("n",), packages=("django",))
        report.row(f"row {number}")
        report.goal("number", float(number), "≤ 2")
        results.write(name, "About it.", f"python -m benchmarks {name}", 10, report)

    page = results.PAGE.read_text("utf-8")
    assert page.count("## first") == 1
    assert "| [first](#first) | number | 3 | ≤ 2 | missed |" in page
    assert page.count("| figure |") == 1
    assert page.index("row 3") < page.index("## second") < page.index("row 2")
    assert "row 1" not in page
