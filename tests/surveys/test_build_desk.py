"""Officers write a questionnaire page by page, without script, and try it out."""

import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from city.words import words
from surveys.models import Response, SavedAnswers, Survey
from tests.surveys.kinds import EVERY_KIND, TRIPS, question
from tests.surveys.questions import GOOD, let_people_answer, make_survey, make_wave

SECTIONS = [{"title": words("첫째")}, {"title": words("둘째")}]


@pytest.fixture
def survey(city):
    return make_survey(
        [
            question("single", "trip", options=TRIPS, section=1),
            question("text", "lane", section=2, shown_if={"question": "trip", "any_of": ["bike"]}),
        ],
        sections=SECTIONS, by_section=True,
    )  # fmt: skip


@pytest.fixture
def desk(officer, sign_in):
    return sign_in(officer)


def at(survey, page=""):
    return f"/desk/surveys/{survey.pk}/{page}"


def text_of(response):
    return response.content.decode()


PAGES = ["new/", "import/", "{pk}/about/", "{pk}/questions/", "{pk}/questions/new/?kind=single",
         "{pk}/question/trip/", "{pk}/sections/new/", "{pk}/section/1/", "{pk}/preview/",
         "{pk}/questionnaire.json"]  # fmt: skip
ACTS = ["{pk}/copy/", "{pk}/version/", "{pk}/questions/bank/", "{pk}/question/trip/delete/",
        "{pk}/section/1/delete/"]  # fmt: skip


@pytest.mark.parametrize(
    ("who", "status"), [("visitor", 302), ("resident", 403), ("expert", 403), ("manager", 200)]
)
def test_only_officers_write_questionnaires(request, sign_in, survey, who, status):
    person = request.getfixturevalue(who)
    client = person if who == "visitor" else sign_in(person)

    for page in PAGES:
        assert client.get(f"/desk/surveys/{page.format(pk=survey.pk)}").status_code == status
    if status != 200:
        for act in ACTS:
            assert client.post(f"/desk/surveys/{act.format(pk=survey.pk)}").status_code == status
        assert Survey.objects.count() == 1
        assert survey.questions.count() == 2


def test_a_survey_begins_with_its_title_and_then_gets_questions(desk):
    begun = desk.post("/desk/surveys/new/", {"title_0": "골목 설문", "by_section": "on"})
    survey = Survey.objects.get()
    assert begun["Location"] == at(survey, "questions/")

    desk.post(at(survey, "sections/new/"), {"title_0": "첫째"})
    desk.post(
        at(survey, "questions/new/?kind=single"),
        {"words_0": "어떻게 다니십니까?", "options": "버스 | Bus | bus\n자전거\n\n", "has_other": "on",
         "section": "1", "is_required": "on"},
    )  # fmt: skip
    desk.post(
        at(survey, "questions/new/?kind=matrix"),
        {"words_0": "어떻습니까?", "rows": "청결 | Clean | clean\n안전", "step_1_0": "나쁨",
         "section": "1", "shown_if": ["q1=bus", "q1=other"]},
    )  # fmt: skip

    means, how = survey.questions.all()
    assert means.options == [
        {"ko": "버스", "en": "Bus", "code": "bus"}, {"ko": "자전거", "code": "2"},
    ]  # fmt: skip
    assert means.has_other
    assert how.rows == [{"ko": "청결", "en": "Clean", "code": "clean"}, {"ko": "안전", "code": "2"}]
    assert how.options == {"low": {"ko": "나쁨"}}
    assert how.shown_if == {"question": "q1", "any_of": ["bus", "other"]}
    assert not how.is_required
    assert {str(each.section) for each in (means, how)} == {"첫째"}


def test_a_new_question_is_offered_the_last_section(desk, survey):
    page = text_of(desk.get(at(survey, "questions/")))
    form = text_of(desk.get(at(survey, "questions/new/?kind=text&section=2")))

    assert 'name="section" value="2"' in page
    assert '<option value="2" selected>둘째</option>' in form


@pytest.mark.parametrize("each", EVERY_KIND, ids=lambda each: each["kind"])
def test_a_question_of_any_kind_is_shown_and_saved_as_it_is(desk, city, each):
    survey = make_survey([each])
    before = survey.questions.values().get()
    page = text_of(desk.get(at(survey, f"question/{each['code']}/")))

    desk.post(at(survey, f"question/{each['code']}/"), _filled(page))

    after = survey.questions.values().get()
    assert after == before | {"unit": after["unit"], "hint": after["hint"]}
    assert (after["unit"] or {}) == (before["unit"] or {})


def _filled(page: str) -> dict:
    """What a browser would send for the last form of the page."""
    form = page.split('<form class="form"')[1].split("</form>")[0]
    data: dict = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and ("checkbox" not in tag or "checked" in tag):
            data.setdefault(name[1], []).append(value[1] if value else "on" * ("checkbox" in tag))
    for name, text in re.findall(r'<textarea name="([^"]*)"[^>]*>(.*?)</textarea>', form, re.S):
        data[name] = text.strip()
    return data


@pytest.mark.parametrize(
    "given",
    [
        {}, {"words_0": ""}, {"options": "하나"}, {"code": "두 낱말"}, {"code": "lane"},
        {"words_0": "가" * 10_000}, {"options": "|||\n||"}, {"section": "9"},
    ],
)  # fmt: skip
def test_a_question_that_cannot_be_asked_is_refused_and_kept_on_the_page(desk, survey, given):
    good = {"words_0": "고친 질문", "options": "버스\n걷기", "code": "trip"}

    page = desk.post(at(survey, "question/trip/"), good | given if given else {})

    assert page.status_code == 422
    assert str(survey.questions.get(code="trip")) == "trip 질문"
    if given:
        assert "걷기" in text_of(page) or "options" in given


def test_what_another_question_depends_on_cannot_be_taken_out(desk, survey):
    page = desk.post(at(survey, "question/trip/delete/"), follow=True)

    assert "조건이 되는 문항은 앞에 있는 선택형 문항이어야 합니다." in text_of(page)
    assert survey.questions.count() == 2


def test_questions_are_moved_copied_and_deleted(desk, survey):
    for act in ("question/lane/up/", "question/lane/copy/", "question/lane/delete/"):
        desk.post(at(survey, act))

    assert [each.code for each in survey.questions.all()] == ["trip", "q1"]


def test_a_standard_question_is_put_in_twice_under_two_names(desk, survey):
    for _time in range(2):
        desk.post(at(survey, "questions/bank/"), {"bank": "safety"})
    desk.post(at(survey, "questions/bank/"), {"bank": "no-such"})

    assert [each.code for each in survey.questions.all()] == ["trip", "lane", "safety", "q1"]


def test_another_kind_keeps_the_words(desk, survey):
    page = text_of(desk.get(at(survey, "question/lane/?kind=number")))

    assert "lane 질문" in page
    assert 'name="smallest"' in page


@pytest.mark.parametrize(
    "page",
    ["question/gone/", "section/9/", "section/0/", "questions/new/?kind=guess", "question/trip/?kind=x"],
)  # fmt: skip
def test_what_is_not_there_is_said_kindly(desk, survey, page):
    assert desk.get(at(survey, page)).status_code in (302, 404)


@pytest.mark.parametrize("act", ["question/trip/paint/", "section/1/paint/", "section/9/up/"])
def test_acts_that_do_not_exist_are_not_found(desk, survey, act):
    assert desk.post(at(survey, act)).status_code == 404


def test_after_the_first_answer_a_new_version_is_made_instead(desk, city):
    wave = make_wave()
    let_people_answer(wave, [GOOD])

    page = text_of(desk.get(at(wave.survey, "questions/")))
    refused = desk.post(at(wave.survey, "question/walk/delete/"), follow=True)
    made = desk.post(at(wave.survey, "version/"), follow=True)

    assert "새 판 만들기" in page
    assert at(wave.survey, "question/walk/delete/") not in page
    assert "이미 응답한 사람이 있어" in text_of(refused)
    assert "이전 판" in text_of(made)
    assert Survey.objects.get(replaces=wave.survey).questions.count() == 5


def test_the_preview_is_what_people_see_and_keeps_nothing(desk, survey):
    first = text_of(desk.get(at(survey, "preview/")))
    second = desk.post(at(survey, "preview/"), {"part": 1, "go": "next", "q-trip": "bike"})
    carried = json.dumps({"trip": "bike"})
    wrong = desk.post(at(survey, "preview/"), {"part": 2, "go": "send", "carried": carried})
    done = desk.post(
        at(survey, "preview/"), {"part": 2, "go": "send", "carried": carried, "q-lane": "끊겨요"}
    )

    assert "2영역 중 1영역" in first
    assert "lane 질문" in text_of(second)
    assert wrong.status_code == 422
    assert done.status_code == 302
    assert not Response.objects.exists()
    assert not SavedAnswers.objects.exists()


@pytest.mark.parametrize("carried", ["", "[1]", "x", "[" * 100_000, '{"trip": {"a": [1]}}'])
def test_the_preview_takes_whatever_is_carried_along(desk, survey, carried):
    page = desk.post(at(survey, "preview/"), {"part": "x", "go": "back", "carried": carried})

    assert page.status_code in (200, 422)


def test_a_questionnaire_goes_out_and_comes_in_as_a_file(desk, survey):
    file = desk.get(at(survey, "questionnaire.json")).content

    good = desk.post("/desk/surveys/import/", {"file": SimpleUploadedFile("q.json", file)})
    bad = desk.post("/desk/surveys/import/", {"file": SimpleUploadedFile("q.json", b"{}")})
    none = desk.post("/desk/surveys/import/")

    assert good.status_code == 302
    assert (bad.status_code, none.status_code) == (422, 422)
    assert "livinglab-survey" in text_of(bad)
    assert Survey.objects.count() == 2


def test_a_survey_is_copied(desk, survey):
    desk.post(at(survey, "copy/"))

    assert Survey.objects.exclude(pk=survey.pk).get().title["ko"] == "횡단보도 설문 (사본)"


def test_the_overview_needs_the_same_queries_for_many_questions(
    desk, city, django_assert_max_num_queries
):
    survey = make_survey([question("single", f"s{n}", options=TRIPS) for n in range(40)])

    with django_assert_max_num_queries(12):
        desk.get(at(survey, "questions/"))


def test_a_survey_begun_for_a_pilot_is_not_open_to_everybody(desk):
    def is_ticked(address):
        field = re.search(r'<input[^>]*name="is_public"[^>]*>', text_of(desk.get(address)))
        return "checked" in field.group()

    assert is_ticked("/desk/surveys/new/")
    assert not is_ticked("/desk/surveys/new/?for=pilot")
