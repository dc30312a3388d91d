import threading
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from surveys.answer import AnswersRefused, NotInPanel, WaveIsClosed, answer
from surveys.models import Panelist, Response
from surveys.panel import let_answer, panelist_for
from surveys.waves import close_wave
from tests.factories import UserFactory, make_city
from tests.surveys.questions import GOOD, make_survey, make_wave, panelist_of


def test_a_resident_answers_and_the_answers_are_kept_under_a_code(resident):
    wave = make_wave()

    response = answer(wave=wave, panelist=panelist_of(wave, resident), answers=GOOD)

    assert response.answers == GOOD
    assert not [field for field in Response._meta.fields if field.name == "person"]


def test_answers_from_a_form_are_read_like_answers_from_a_program(resident):
    wave = make_wave()

    response = answer(
        wave=wave,
        panelist=panelist_of(wave, resident),
        answers={
            "walk": " daily ",
            "why": ["shop", "school"],
            "ease": "4",
            "wait": "1.5",
            "junk": "x",
        },
    )

    assert response.answers == {
        "walk": "daily", "why": ["school", "shop"], "ease": 4, "wait": 1.5,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("code", "given"),
    [
        ("walk", ""), ("walk", None), ("walk", "sometimes"), ("walk", ["daily"]), ("walk", {"a": 1}),
        ("why", "home"), ("why", ["shop", 7]), ("why", [{"a": 1}]),
        ("ease", "6"), ("ease", 0), ("ease", "4.5"), ("ease", True), ("ease", "x"), ("ease", "nan"),
        ("wait", "-1"), ("wait", "301"), ("wait", "nan"), ("wait", "inf"), ("wait", "1e400"),
        ("wait", "열"), ("wait", True), ("wait", [3]),
        ("more", "가" * 2001), ("more", 7),
    ],
)  # fmt: skip
def test_a_wrong_answer_is_refused_with_one_sentence_at_its_question(city, code, given):
    wave = make_wave()

    with pytest.raises(AnswersRefused) as refusal:
        answer(wave=wave, panelist=panelist_of(wave), answers=GOOD | {code: given})

    assert list(refusal.value.errors) == [code]
    assert Response.objects.count() == 0


def test_everything_wrong_is_said_at_once(city):
    wave = make_wave()

    with pytest.raises(AnswersRefused) as refusal:
        answer(wave=wave, panelist=panelist_of(wave), answers={"wait": "999"})

    assert set(refusal.value.errors) == {"walk", "ease", "wait"}


def test_answering_again_changes_the_answers_while_the_wave_is_open(city):
    wave = make_wave()
    panelist = panelist_of(wave)
    first = answer(wave=wave, panelist=panelist, answers=GOOD)

    later = timezone.now() + timedelta(hours=1)
    second = answer(wave=wave, panelist=panelist, answers=GOOD | {"ease": 2}, at=later)

    assert second.pk == first.pk
    assert second.answers["ease"] == 2
    assert second.updated_at == later
    assert second.created_at == first.created_at


def test_the_same_form_sent_twice_is_one_response(city):
    wave = make_wave()
    panelist, client_id = panelist_of(wave), uuid.uuid4()

    for _time in range(2):
        answer(wave=wave, panelist=panelist, answers=GOOD, client_id=client_id)

    assert Response.objects.get().client_id == client_id


def test_another_persons_client_number_does_not_swallow_the_answers(city):
    wave, client_id = make_wave(), uuid.uuid4()
    answer(wave=wave, panelist=panelist_of(wave), answers=GOOD, client_id=client_id)

    answer(wave=wave, panelist=panelist_of(wave), answers=GOOD, client_id=client_id)

    assert Response.objects.count() == 2


def test_a_closed_wave_takes_no_answers(city):
    wave = close_wave(wave=make_wave())

    with pytest.raises(WaveIsClosed):
        answer(wave=wave, panelist=panelist_of(wave), answers=GOOD)


def test_codes_of_another_panel_and_of_people_who_left_do_not_answer(city):
    wave, other = make_wave(), make_wave(make_survey())
    gone = panelist_of(wave)
    let_answer(panelist=gone, may_answer=False)

    for panelist in (panelist_of(other), gone):
        with pytest.raises(NotInPanel):
            answer(wave=wave, panelist=panelist, answers=GOOD)


def at_the_same_time(act, times=6):
    barrier, problems = threading.Barrier(times), []

    def run():
        try:
            barrier.wait(timeout=10)
            act()
        except Exception as problem:
            problems.append(problem)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _time in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return problems


@pytest.mark.django_db(transaction=True)
def test_six_windows_at_the_same_time_make_one_code_and_one_response():
    make_city()
    wave, person = make_wave(), UserFactory()

    def answer_once():
        panelist = panelist_for(panel=wave.survey.panel, person=person)
        answer(wave=wave, panelist=panelist, answers=GOOD)

    problems = at_the_same_time(answer_once)

    assert problems == []
    assert Panelist.objects.count() == 1
    assert Response.objects.count() == 1
