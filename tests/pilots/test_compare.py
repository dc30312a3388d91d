"""Before and after, from plain lists and from the rows of a pilot."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from city.words import words
from pilots.compare import compare
from pilots.evidence.days import Day, compare_days
from pilots.evidence.judge import judge
from pilots.evidence.people import compare_people
from pilots.evidence.periods import Periods
from pilots.models import Diary, Observation, Site
from surveys.models import Panelist, Response
from tests import factories as f

START = date(2026, 3, 10)
PERIODS = Periods(date(2026, 3, 1), date(2026, 3, 9), START, date(2026, 3, 31))


def days(site, before, after, arm="test"):
    return [
        *(Day(site, arm, date(2026, 3, 1) + timedelta(days=n), v) for n, v in enumerate(before)),
        *(Day(site, arm, START + timedelta(days=n), v) for n, v in enumerate(after)),
    ]


def test_people_who_answered_twice_are_compared_with_themselves():
    before = {"a": 2, "b": 3, "c": 2, "d": 4, "e": 3}
    after = {"a": 4, "b": 4, "c": 3, "d": 5, "e": 5}

    result = compare_people(before, after, smallest_group=5)

    assert result["method"] == "paired"
    assert (result["n_before"], result["n_after"]) == (5, 5)
    assert result["difference"] == pytest.approx(1.4)
    assert result["mean_before"] == pytest.approx(2.8)


def test_pairs_do_not_tell_what_the_one_who_left_had_said():
    before = {"a": 2, "b": 3, "c": 2, "d": 4, "e": 3, "left": 1}
    after = {"a": 4, "b": 4, "c": 3, "d": 5, "e": 5}

    result = compare_people(before, after, smallest_group=5)

    # The same average as the survey's own, so that nothing is left to subtract.
    assert result["method"] == "welch"
    assert result["n_before"] == 6
    assert result["mean_before"] == pytest.approx(15 / 6)


def test_two_different_crowds_are_compared_as_groups():
    before = {f"b{n}": float(n % 4) for n in range(8)}
    after = {f"a{n}": float(n % 4) + 1 for n in range(9)}

    result = compare_people(before, after, smallest_group=5)

    assert result["method"] == "welch"
    assert (result["n_before"], result["n_after"]) == (8, 9)
    assert result["low"] < result["difference"] < result["high"]


def test_too_few_answers_cannot_be_judged_and_are_not_shown():
    result = compare_people({"a": 1, "b": 2}, {"a": 5, "b": 5, "c": 4}, smallest_group=5)

    assert judge(result, "up") == "cannot"
    assert result["mean_before"] is None
    assert result["n_before"] is None
    assert result["n_after"] is None


def test_nobody_answered_yet_is_not_a_secret():
    assert compare_people({}, {}, smallest_group=5)["n_before"] == 0


@given(
    st.dictionaries(st.sampled_from("abcdefghij"), st.floats(1, 5)),
    st.dictionaries(st.sampled_from("abcdefghij"), st.floats(1, 5)),
    st.integers(2, 8),
)
def test_no_average_of_a_small_group_is_ever_shown(before, after, smallest):
    result = compare_people(before, after, smallest)

    for n, mean in (("n_before", "mean_before"), ("n_after", "mean_after")):
        assert result[mean] is None or result[n] >= smallest
        assert result[n] is None or result[n] == 0 or result[n] >= smallest


def test_three_sites_are_compared_as_pairs():
    seen = days(1, [60, 62], [40]) + days(2, [50], [35, 33]) + days(3, [70], [46])

    result = compare_days(seen, PERIODS)

    assert (result["method"], result["unit_of_analysis"]) == ("paired", "sites")
    assert result["n_before"] == 3
    assert result["difference"] == pytest.approx((-21 - 16 - 24) / 3)
    assert judge(result, "down") == "better"


def test_a_site_that_reports_often_counts_as_one_site():
    few = days(1, [60], [40]) + days(2, [50], [35]) + days(3, [70], [46])
    many = days(1, [60] * 9, [40] * 15) + days(2, [50], [35]) + days(3, [70], [46])

    assert compare_days(few, PERIODS)["difference"] == pytest.approx(
        compare_days(many, PERIODS)["difference"]
    )


def test_with_one_site_each_day_is_one_value():
    result = compare_days(days(1, [60, 62, 64], [50, 51, 52, 53]), PERIODS)

    assert (result["unit_of_analysis"], result["n_before"], result["n_after"]) == ("days", 3, 4)


def test_a_site_seen_in_one_period_only_is_not_taken_for_a_change():
    seen = days(1, [60, 61], [60, 61]) + days(2, [], [200, 201])

    assert compare_days(seen, PERIODS)["difference"] == pytest.approx(0)


def test_what_changed_everywhere_is_taken_off():
    seen = days(1, [60, 62, 61], [50, 52, 51]) + days(2, [60, 61, 62], [55, 56, 57], "comparison")

    result = compare_days(seen, PERIODS)

    assert result["difference"] == pytest.approx(-10)
    assert result["adjusted"]["difference"] == pytest.approx(-5)


def test_days_outside_both_periods_do_not_count():
    seen = [*days(1, [60, 62], [50, 52]), Day(1, "test", date(2025, 1, 1), 1000)]

    assert compare_days(seen, PERIODS)["mean_before"] == pytest.approx(61)


def test_an_interval_over_zero_is_unclear():
    result = compare_days(days(1, [60, 80, 61], [59, 81, 62]), PERIODS)

    assert judge(result, "down") == "unclear"


@pytest.fixture
def running(city):
    today = timezone.localdate()
    return f.make_pilot(
        stage="running",
        baseline_from=today - timedelta(days=20),
        running_from=today - timedelta(days=10),
    )


def observe(measure, site, days_ago, value):
    at = timezone.now() - timedelta(days=days_ago)
    Observation.objects.create(measure=measure, site=site, at=at, value=value)


def test_observations_of_a_pilot(running):
    measure, site = running.measures.get(), running.sites.get()
    for day, value in ((15, 60), (14, 64), (5, 40), (4, 42)):
        observe(measure, site, day, value)

    result = compare(measure)

    assert result["mean_before"] == 62
    assert result["mean_after"] == 41
    assert result["verdict"] == "better"
    assert result["readings"] == 4
    assert [point[1] for point in result["series"]] == [60, 64, 40, 42]


def test_comparison_sites_make_a_difference_in_differences(running):
    measure, site = running.measures.get(), running.sites.get()
    other = Site.objects.create(pilot=running, name=words("비교"), arm="comparison")
    for day, here, there in ((15, 60, 60), (14, 64, 62), (5, 40, 55), (4, 42, 57)):
        observe(measure, site, day, here)
        observe(measure, other, day, there)

    result = compare(measure)

    assert result["comparison"]["mean_after"] == 56
    assert result["adjusted"]["difference"] == pytest.approx(-21 - -5)


def test_a_pilot_that_has_not_started_shows_no_after(city):
    measure = f.make_pilot().measures.get()

    result = compare(measure)

    assert result["n_after"] == 0
    assert result["verdict"] == "cannot"


def test_survey_answers_are_paired_by_code(running, instrument):
    survey, question, before, after = instrument(running)
    measure = running.measures.get()
    measure.source, measure.question = "survey", question
    measure.save()
    for n in range(10):
        panelist = Panelist.objects.create(panel=survey.panel)
        Response.objects.create(wave=before, panelist=panelist, answers={"safe": 2 + n % 2})
        Response.objects.create(wave=after, panelist=panelist, answers={"safe": 4})

    result = compare(measure, for_staff=True)

    assert (result["method"], result["n_after"]) == ("paired", 10)
    assert result["mean_after"] == 4


def test_unanswered_questions_are_not_zeros(running, instrument):
    survey, question, before, _after = instrument(running)
    measure = running.measures.get()
    measure.source, measure.question = "survey", question
    measure.save()
    for n in range(6):
        panelist = Panelist.objects.create(panel=survey.panel)
        answers = {"safe": 4} if n else {}
        Response.objects.create(wave=before, panelist=panelist, answers=answers)

    assert compare(measure, for_staff=True)["mean_before"] == 4


def test_an_eager_diary_writer_counts_once(running, instrument):
    survey, *_rest = instrument(running)
    measure = running.measures.get()
    measure.source = "diary"
    measure.save()
    for n in range(5):
        panelist = Panelist.objects.create(panel=survey.panel)
        for rating in [5] * 10 if n == 0 else [3]:
            Diary.objects.create(pilot=running, panelist=panelist, rating=rating)

    result = compare(measure, for_staff=True)

    assert result["n_after"] == 5
    assert result["mean_after"] == pytest.approx((5 + 3 * 4) / 5)
    assert result["verdict"] == "cannot"


def test_answers_are_compared_in_public_only_once_the_pilot_has_ended(running, instrument):
    survey, question, before, after = instrument(running)
    measure = running.measures.get()
    measure.source, measure.question = "survey", question
    measure.save()
    for _n in range(5):
        panelist = Panelist.objects.create(panel=survey.panel)
        Response.objects.create(wave=before, panelist=panelist, answers={"safe": 2})
        Response.objects.create(wave=after, panelist=panelist, answers={"safe": 4})

    while_it_runs = compare(measure)
    measure.pilot.stage = "concluded"

    assert while_it_runs["waits"]
    assert while_it_runs["mean_before"] is None
    assert compare(measure)["mean_after"] == 4
