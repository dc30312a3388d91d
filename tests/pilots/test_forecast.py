"""Before anything is measured, people say what they expect; afterwards, who was right."""

import pytest
from django.urls import reverse

from city.words import words
from pilots.compare import compare
from pilots.evidence.forecast import ForecastRefused, forecast, take_back, takes_forecasts
from pilots.models import Forecast, Measure, Pilot
from pilots.workflow import Stage
from tests import factories as f

OPEN = {Stage.RECRUITING}


@pytest.fixture
def recruiting(city):
    return f.make_pilot(stage="recruiting")


@pytest.fixture
def measure(recruiting):
    return recruiting.measures.get()


@pytest.mark.parametrize("stage", Stage.values)
def test_forecasts_are_taken_until_the_baseline_opens(city, stage):
    assert takes_forecasts(f.make_pilot(stage=stage)) == (stage in OPEN)


def test_a_plan_that_was_announced_takes_forecasts(city):
    pilot = f.make_pilot(stage="draft")
    pilot.announced_at = pilot.created_at

    assert takes_forecasts(pilot)


def test_somebody_says_it_once_and_may_change_it(measure):
    person = f.UserFactory()

    forecast(measure=measure, change=-20, by=person)
    forecast(measure=measure, change=-5, by=person)

    assert [each.change for each in Forecast.objects.all()] == [-5]
    take_back(measure=measure, by=person)
    assert not Forecast.objects.exists()


@pytest.mark.parametrize(
    ("role", "group"),
    [("resident", "resident"), ("expert", "expert"), ("officer", "officer"), ("admin", "officer")],
)
def test_groups_are_kept_apart(measure, role, group):
    assert forecast(measure=measure, change=1, by=f.UserFactory(role=role)).group == group


@pytest.mark.parametrize("change", [float("nan"), float("inf"), 1e12])
def test_what_is_no_number_is_refused(measure, change):
    with pytest.raises(ForecastRefused):
        forecast(measure=measure, change=change, by=f.UserFactory())


def test_after_the_baseline_it_is_too_late(measure, recruiting):
    recruiting.stage = "baseline"
    recruiting.save()

    with pytest.raises(ForecastRefused):
        forecast(measure=measure, change=1, by=f.UserFactory())


def test_nobody_sees_what_others_expect_before_the_end(measure):
    for change in range(-10, 0):
        forecast(measure=measure, change=change, by=f.UserFactory())

    # Not even how many: one more would be seen to come.
    assert compare(measure)["forecasts"] == []
    Pilot.objects.update(stage="running")
    told = compare(Measure.objects.get())["forecasts"]

    assert told == [{"group": "resident", "n": 10, "median": None, "right": None}]


def test_afterwards_everybody_sees_who_was_right(measure, recruiting):
    for change in range(-10, 0):
        forecast(measure=measure, change=change, by=f.UserFactory())
    recruiting.stage = "concluded"
    recruiting.save()
    measure.refresh_from_db()

    assert compare(measure)["forecasts"][0]["median"] == -5.5


# ── The page ─────────────────────────────────────────────────────────────────────────────────


def page(pilot):
    return reverse("pilots:forecast", args=[pilot.pk])


def test_a_resident_says_what_they_expect(client, recruiting, measure):
    client.force_login(f.UserFactory())

    answer = client.post(
        page(recruiting), {f"way-{measure.pk}": "less", f"amount-{measure.pk}": "12.5"}
    )

    assert answer.status_code == 302
    assert Forecast.objects.get().change == -12.5
    assert b"12.5" in client.get(page(recruiting)).content


def test_a_number_in_words_is_asked_for_again_and_kept(client, recruiting, measure):
    client.force_login(f.UserFactory())

    answer = client.post(
        page(recruiting), {f"way-{measure.pk}": "more", f"amount-{measure.pk}": "열"}
    )

    assert answer.status_code == 422
    assert "숫자로만 적어 주세요" in answer.content.decode()
    assert "열" in answer.content.decode()


def test_more_without_an_amount_is_asked_for(client, recruiting, measure):
    client.force_login(f.UserFactory())

    answer = client.post(page(recruiting), {f"way-{measure.pk}": "more"})

    assert "얼마나 바뀔지 적어 주세요" in answer.content.decode()


def test_a_visitor_reads_what_is_asked_and_is_sent_to_sign_in(client, recruiting, measure):
    assert client.get(page(recruiting)).status_code == 200
    answer = client.post(page(recruiting), {f"way-{measure.pk}": "same"})

    assert answer.status_code == 302
    assert not Forecast.objects.exists()


def test_a_pilot_that_measures_already_says_so(client, recruiting, measure):
    recruiting.stage = "running"
    recruiting.save()
    client.force_login(f.UserFactory())

    answer = client.post(page(recruiting), {f"way-{measure.pk}": "same"})

    assert answer.status_code == 422
    assert "사전 측정을 시작하기 전까지만" in answer.content.decode()


def test_words_of_the_desk_are_words_on_the_form(recruiting, measure, resident, sign_in):
    measure.definition, measure.unit = words("<b>전체</b>"), words("<i>초</i>")
    measure.save()

    page = sign_in(resident).get(reverse("pilots:forecast", args=[recruiting.pk])).content.decode()

    assert "<b>전체" not in page
    assert "<i>초" not in page
    assert "&lt;b&gt;전체" in page
