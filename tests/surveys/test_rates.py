"""How many of those asked answered, and who came back; pure functions, so their properties hold."""

import random
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.roles import Channel
from surveys.answer import answer
from surveys.models import WaveInvitation
from surveys.panel import panelist_for
from surveys.waves import close_wave, open_wave
from surveys.ways.kiosk import answer_at_kiosk, start_station
from surveys.ways.rates import (
    Asked,
    Reached,
    attrition,
    large_enough,
    reached,
    reached_by,
    reached_by_wave,
    times_answered,
)
from surveys.ways.reach import apart, panel_of, public_rates
from tests.factories import UserFactory
from tests.surveys.questions import GOOD, make_survey, make_wave


def rows(seed=1):
    rng = random.Random(seed)
    return [
        Asked(
            wave=rng.choice(["before", "after"]),
            has_opened=rng.random() < 0.6,
            has_answered=rng.random() < 0.4,
            who={"sex": rng.choice(["f", "m", ""])},
        )
        for _number in range(200)
    ]


# ── Counting ─────────────────────────────────────────────────────────────────────────────────
def test_a_rate_is_what_was_answered_of_what_was_asked():
    asked = [Asked("before", True, True)] * 30 + [Asked("before", False, False)] * 10

    found = reached(asked)

    assert (found.invited, found.opened, found.answered, found.silent) == (40, 30, 30, 10)
    # Wilson's interval for 30 of 40: 59.8 to 85.8 % (Brown, Cai, DasGupta 2001, eq. 4).
    assert found.rate.percent == 75
    assert (round(found.rate.low, 1), round(found.rate.high, 1)) == (59.8, 85.8)


def test_who_answered_by_another_way_has_opened_it_too():
    assert reached([Asked("before", False, True)]).opened == 1


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_people_changes_nothing_and_groups_add_up(seed):
    asked = rows(seed)
    shuffled = random.Random(9).sample(asked, len(asked))

    assert reached(asked) == reached(shuffled)
    assert reached_by(asked, "sex") == reached_by(shuffled, "sex")
    for groups in (reached_by(asked, "sex"), reached_by_wave(asked)):
        assert sum(each.invited for each in groups.values()) == len(asked)
        assert sum(each.answered for each in groups.values()) == reached(asked).answered


def test_nobody_asked_has_no_rate():
    assert reached([]).rate is None


@pytest.mark.parametrize(
    ("answered", "silent", "may"),
    [(5, 5, True), (4, 40, False), (40, 4, False), (0, 40, True), (40, 0, True), (2, 0, False)],
)
def test_a_rate_never_tells_on_a_handful(answered, silent, may):
    asked = [Asked("once", True, True)] * answered + [Asked("once", True, False)] * silent

    assert reached(asked).may_be_told(5) is may


@pytest.mark.parametrize("seed", range(8))
def test_small_groups_are_put_together_until_nobody_can_be_found(seed):
    rng = random.Random(seed)
    groups = {str(name): Reached(rng.randint(1, 12), 0, 0) for name in range(rng.randint(1, 9))}

    shown, rest = large_enough(groups, 5)

    everybody = sum(each.invited for each in groups.values())
    assert all(each.invited >= 5 for each in shown.values())
    assert sum(each.invited for each in shown.values()) + (rest.invited if rest else 0) == everybody
    assert rest is None or rest.invited >= 5 or not shown


def test_codes_are_followed_over_waves():
    answered = {"before": {"A", "B", "C", "D"}, "during": {"B", "C"}, "after": {"C", "D", "E"}}

    lines = attrition(["before", "during", "after"], answered)

    assert [(line.answered, line.new, line.again, line.lost) for line in lines] == [
        (4, 4, 0, 0), (2, 0, 2, 2), (3, 1, 2, 1),
    ]  # fmt: skip
    assert [line.since_first.percent for line in lines] == [100, 50, 50]
    assert times_answered(answered) == {1: 2, 2: 2, 3: 1}


def test_a_wave_without_answers_loses_everybody():
    lines = attrition(["before", "after"], {"before": {"A"}})

    assert (lines[1].answered, lines[1].lost) == (0, 1)
    assert attrition([], {}) == []
    assert times_answered({}) == {}


# ── From the database ────────────────────────────────────────────────────────────────────────
def ask(wave, count, answering):
    for number in range(count):
        panelist = panelist_for(panel=wave.survey.panel, person=UserFactory())
        WaveInvitation.objects.create(wave=wave, panelist=panelist)
        if number < answering:
            answer(wave=wave, panelist=panelist, answers=GOOD)


def test_rates_are_public_once_a_wave_has_closed(city):
    wave = make_wave()
    ask(wave, 12, answering=6)

    assert public_rates(wave.survey, 5) == []
    close_wave(wave=wave)

    (line,) = public_rates(wave.survey, 5)
    assert (line["wave"], line["reached"].answered, line["reached"].invited) == (wave, 6, 12)


def test_a_rate_of_few_people_is_not_public(city):
    wave = make_wave()
    ask(wave, 12, answering=2)
    close_wave(wave=wave)

    assert public_rates(wave.survey, 5) == [{"wave": wave, "reached": None}]


def test_answers_at_a_kiosk_are_counted_apart_and_are_in_no_panel(city, officer):
    wave = make_wave()
    station = start_station(wave=wave, name="도서관", by=officer)
    for _person in range(5):
        answer_at_kiosk(station=station, answers=GOOD)
    ask(wave, 1, answering=1)
    close_wave(wave=wave)

    assert apart(wave.survey, 5) == [(str(Channel.KIOSK.label), 5)]
    assert panel_of(wave.survey)["times"] == {1: 1}


def test_the_panel_is_linked_by_its_codes(city):
    survey, now = make_survey(), timezone.now()
    waves = [
        open_wave(survey=survey, kind=kind, opens_at=now - timedelta(days=9 - place))
        for place, kind in enumerate(["before", "after"])
    ]
    ask(waves[0], 3, answering=3)
    answer(wave=waves[1], panelist=survey.panel.panelists.first(), answers=GOOD)

    found = panel_of(survey)

    assert found["times"] == {1: 2, 2: 1}
    assert [(line["wave"], line["kept"].answered) for line in found["waves"]] == [
        (waves[0], 3), (waves[1], 1),
    ]  # fmt: skip


def test_the_numbers_come_from_few_questions(city, django_assert_num_queries):
    wave = make_wave()
    ask(wave, 6, answering=5)
    with django_assert_num_queries(2):
        panel_of(wave.survey)
