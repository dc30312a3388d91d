"""Officers write surveys and open and close their waves."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import AccessLog
from surveys.models import Survey
from tests.surveys.questions import GOOD, let_people_answer, make_survey, make_wave


def posted(*questions, **fields):
    data = {
        "title_0": "횡단보도 설문", "title_1": "Crossing survey", "is_public": "on",
        "questions-TOTAL_FORMS": str(len(questions)), "questions-INITIAL_FORMS": "0",
    }  # fmt: skip
    for number, question in enumerate(questions):
        data |= {f"questions-{number}-{name}": value for name, value in question.items()}
    return data | fields


EASE = {
    "words_0": "건너기 쉽습니까?",
    "kind": "scale",
    "low_0": "어렵다",
    "high_0": "쉽다",
    "is_required": "on",
}
WALK = {
    "words_0": "건너십니까?",
    "kind": "single",
    "options": "매일 | Every day\n가끔 | At times\n\n",
}


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("visitor", 302),
        ("resident", 403),
        ("expert", 403),
        ("officer", 200),
        ("manager", 200),
        ("administrator", 200),
    ],
)
@pytest.mark.parametrize("page", ["", "new/", "{pk}/", "{pk}/edit/", "{pk}/export/"])
def test_the_desk_is_for_officers(request, sign_in, city, who, status, page):
    wave = make_wave()
    person = request.getfixturevalue(who)
    client = person if who == "visitor" else sign_in(person)

    assert client.get("/desk/surveys/" + page.format(pk=wave.survey_id)).status_code == status


@pytest.mark.parametrize("who", ["visitor", "resident", "expert"])
def test_only_officers_open_and_close_waves(request, sign_in, city, who):
    wave = make_wave()
    person = request.getfixturevalue(who)
    client = person if who == "visitor" else sign_in(person)

    for address in (
        f"/desk/surveys/waves/{wave.pk}/close/",
        f"/desk/surveys/{wave.survey_id}/wave/",
    ):
        assert client.post(address).status_code in (302, 403)
    wave.refresh_from_db()
    assert wave.is_open()


def test_an_officer_writes_a_survey_without_script(officer, sign_in):
    answer = sign_in(officer).post("/desk/surveys/new/", posted(EASE, WALK))

    survey = Survey.objects.get()
    assert answer["Location"] == f"/desk/surveys/{survey.pk}/"
    ease, walk = survey.questions.all()
    assert ease.options["low"]["ko"] == "어렵다"
    assert walk.options == [
        {"ko": "매일", "en": "Every day", "code": "1"}, {"ko": "가끔", "en": "At times", "code": "2"},
    ]  # fmt: skip


def test_add_a_question_keeps_what_was_written(officer, sign_in):
    page = sign_in(officer).post("/desk/surveys/new/", posted(EASE, more="1"))

    text = page.content.decode()
    assert page.status_code == 200
    assert "건너기 쉽습니까?" in text
    assert 'name="questions-1-words_0"' in text
    assert Survey.objects.count() == 0


@pytest.mark.parametrize(
    "data",
    [
        posted(EASE, title_0=""),
        posted(EASE | {"words_0": ""}),
        posted(WALK | {"options": "하나뿐"}),
        posted(WALK | {"kind": "guess"}),
        posted(EASE | {"kind": "number", "smallest": "9", "largest": "1"}),
        posted(EASE | {"kind": "number", "smallest": "nan"}),
        posted(),
        posted(EASE, **{"questions-TOTAL_FORMS": "many"}),
        posted(EASE, **{"questions-TOTAL_FORMS": "999999"}),
        {},
    ],
)
def test_a_survey_that_cannot_be_asked_is_refused_kindly(officer, sign_in, data):
    page = sign_in(officer).post("/desk/surveys/new/", data)

    assert page.status_code == 422
    assert Survey.objects.count() == 0


def test_questions_are_put_in_another_order_and_taken_out(officer, sign_in):
    survey = make_survey()
    client = sign_in(officer)

    client.post(
        f"/desk/surveys/{survey.pk}/edit/",
        posted(
            EASE | {"code": "ease", "ORDER": "2"},
            WALK | {"code": "walk", "ORDER": "1"},
            WALK | {"code": "why", "DELETE": "on"},
        ),
    )

    assert [question.code for question in survey.questions.all()] == ["walk", "ease"]


def test_after_the_first_response_only_the_words_around_change(officer, sign_in):
    wave = make_wave()
    let_people_answer(wave, [GOOD])

    sign_in(officer).post(
        f"/desk/surveys/{wave.survey_id}/edit/", posted(EASE, title_0="바로잡은 이름")
    )

    wave.survey.refresh_from_db()
    assert str(wave.survey.title) == "바로잡은 이름"
    assert wave.survey.questions.count() == 5


def test_a_wave_gets_its_dates_and_is_closed(officer, sign_in):
    survey, client = make_survey(), sign_in(officer)
    now = timezone.localtime()

    client.post(
        f"/desk/surveys/{survey.pk}/wave/",
        {"kind": "before", "opens_at": f"{now - timedelta(hours=1):%Y-%m-%dT%H:%M}"},
    )
    wave = survey.waves.get()
    assert wave.is_open()

    client.post(f"/desk/surveys/waves/{wave.pk}/close/")
    wave.refresh_from_db()
    assert not wave.is_open()


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"kind": "never", "opens_at": "2026-01-01T00:00"},
        {"kind": "once", "opens_at": "어제"},
        {"kind": "once", "opens_at": "0001-01-01T00:00"},
        {"kind": "once", "opens_at": "2026-02-01T00:00", "closes_at": "9999-12-31T23:59"},
        {"kind": "once", "opens_at": "2026-02-01T00:00", "closes_at": "2026-01-01T00:00"},
    ],
)
def test_impossible_dates_are_refused_kindly(officer, sign_in, data):
    survey = make_survey()

    page = sign_in(officer).post(f"/desk/surveys/{survey.pk}/wave/", data)

    assert page.status_code == 422
    assert survey.waves.count() == 0


def test_taking_the_answers_out_is_written_down(officer, sign_in):
    wave = make_wave()

    sign_in(officer).get(f"/desk/surveys/{wave.survey_id}/export/")

    assert AccessLog.objects.get().thread == f"survey:{wave.survey_id}"


def test_the_list_needs_the_same_queries_for_many_surveys(
    officer, sign_in, django_assert_max_num_queries
):
    for _one in range(12):
        make_wave()
    client = sign_in(officer)

    with django_assert_max_num_queries(9):
        client.get("/desk/surveys/")
