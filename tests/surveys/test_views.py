"""Answering a survey, and reading what others answered."""

import csv
from io import StringIO

import pytest
from django.utils.html import escape

from surveys.models import Response
from surveys.panel import panelist_for
from surveys.waves import close_wave
from tests.surveys.questions import GOOD, QUESTIONS, let_people_answer, make_survey, make_wave

POSTED = {"q-walk": "daily", "q-why": ["shop"], "q-ease": "4", "q-wait": "30", "q-more": "고마워요"}


@pytest.fixture
def wave(city):
    return make_wave()


def address(wave, page=""):
    return f"/surveys/{wave.survey_id}/{page}"


def test_a_resident_answers_and_is_thanked(wave, resident, sign_in):
    answered = sign_in(resident).post(address(wave), POSTED, follow=True)

    assert answered.redirect_chain == [(address(wave, "thanks/"), 302)]
    assert Response.objects.get().answers == GOOD | {"more": "고마워요"}


def test_the_page_shows_my_answers_again_and_takes_other_ones(wave, resident, sign_in):
    client = sign_in(resident)
    client.post(address(wave), POSTED)

    page = client.get(address(wave)).content.decode().split('class="form"')[1]
    client.post(address(wave), POSTED | {"q-ease": "2"})

    assert "고마워요" in page
    assert 'value="daily"' in page
    assert page.count(" checked") == 3
    assert Response.objects.get().answers["ease"] == 2


def test_a_refused_form_keeps_what_was_written_and_says_what_to_do(wave, resident, sign_in):
    page = sign_in(resident).post(address(wave), POSTED | {"q-ease": "", "q-wait": "<b>열</b>"})

    text = page.content.decode()
    assert page.status_code == 422
    assert escape("<b>열</b>") in text
    assert "고마워요" in text
    assert 'href="#id_q-wait"' in text
    assert text.count('aria-invalid="true"') >= 2
    assert Response.objects.count() == 0


@pytest.mark.parametrize(
    "posted",
    [
        {}, {"q-ease": "NaN"}, {"q-wait": "1e999"}, {"q-walk": "x" * 10_000},
        {"q-more": "가" * 100_000}, {"q-why": ["shop", "\x00"]}, {"client_id": "<script>"},
        {"q-more": "👩‍🦽 שלום\u202e"},
    ],
)  # fmt: skip
def test_whatever_is_sent_the_page_answers(wave, resident, sign_in, posted):
    page = sign_in(resident).post(address(wave), (POSTED | posted) if posted else {})

    assert page.status_code in (302, 422)


def test_a_visitor_reads_the_questions_and_is_led_to_sign_in(wave, visitor):
    page = visitor.get(address(wave))
    sent = visitor.post(address(wave), POSTED)

    text = page.content.decode()
    assert "건너기 쉽습니까?" in text
    assert f"?next=/surveys/{wave.survey_id}/" in text
    assert "csrfmiddlewaretoken" not in text
    assert sent.status_code == 302
    assert Response.objects.count() == 0


def test_a_pilots_survey_is_answered_by_its_participants_only(
    resident, neighbour, officer, sign_in
):
    wave = make_wave(make_survey(is_public=False))
    panelist_for(panel=wave.survey.panel, person=resident)
    panelist_for(panel=wave.survey.panel, person=neighbour, may_answer=False)

    codes = {
        person.role + person.email[0]: sign_in(person).post(address(wave), POSTED).status_code
        for person in (resident, neighbour, officer)
    }

    assert codes == {"residentr": 302, "residentn": 403, "officero": 403}
    assert Response.objects.count() == 1


def test_a_survey_that_was_never_opened_is_not_there(resident, sign_in):
    survey = make_survey()

    assert sign_in(resident).get(f"/surveys/{survey.pk}/").status_code == 404
    assert sign_in(resident).get(f"/surveys/{survey.pk}/results/").status_code == 404


def test_a_closed_survey_leads_to_its_results(wave, visitor):
    close_wave(wave=wave)

    assert address(wave, "results/") in visitor.get(address(wave)).content.decode()


def test_results_wait_until_the_wave_closes(wave, visitor):
    let_people_answer(wave, [GOOD] * 6)

    assert visitor.get(address(wave, "results/")).status_code == 200
    assert visitor.get(address(wave, "results.csv")).status_code == 404
    assert "<table" not in visitor.get(address(wave, "results/")).content.decode()


def test_page_file_and_api_say_the_same(wave, visitor):
    let_people_answer(wave, [GOOD] * 6 + [GOOD | {"walk": "weekly", "ease": 2}] * 14)
    close_wave(wave=wave)

    page = visitor.get(address(wave, "results/")).content.decode()
    file = visitor.get(address(wave, "results.csv")).content
    told = visitor.get(f"/api/v1/surveys/{wave.survey_id}/results/").json()["waves"][0]

    rows = list(csv.DictReader(StringIO(file.decode("utf-8-sig"))))
    assert file.startswith(b"\xef\xbb\xbf")
    assert sum(row["walk"] == "daily" for row in rows) == 6
    walk = next(each for each in told["questions"] if each["question"] == "walk")
    assert [option["count"] for option in walk["options"]] == [6, 14, 0]
    assert "30% (6)" in page
    assert "70% (14)" in page


def test_what_few_people_answered_is_on_no_page(wave, visitor):
    canary = "카나리아-7431"
    let_people_answer(
        wave, [GOOD] * 12 + [GOOD | {"walk": "never", "more": canary, "wait": 299}] * 2
    )
    close_wave(wave=wave)

    for page in (
        address(wave, "results/"),
        address(wave, "results.csv"),
        f"/api/v1/surveys/{wave.survey_id}/results/",
    ):
        text = visitor.get(page).content.decode()
        assert canary not in text
        assert "299" not in text
        assert "14% (2)" not in text


def test_the_list_shows_what_is_open_and_what_was_answered(wave, visitor):
    closed = close_wave(wave=make_wave())
    hidden = make_wave(make_survey(is_public=False))

    page = visitor.get("/surveys/").content.decode()

    assert f'href="/surveys/{wave.survey_id}/"' in page
    assert f'href="/surveys/{closed.survey_id}/results/"' in page
    assert f"/surveys/{hidden.survey_id}/" not in page


def test_the_list_needs_the_same_queries_for_many_surveys(
    city, visitor, django_assert_max_num_queries
):
    for _one in range(12):
        make_wave()

    with django_assert_max_num_queries(6):
        visitor.get("/surveys/")


def test_results_need_the_same_queries_for_many_people(
    wave, visitor, django_assert_max_num_queries
):
    let_people_answer(wave, [GOOD] * 30)
    close_wave(wave=wave)

    with django_assert_max_num_queries(11):
        visitor.get(address(wave, "results/"))


@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_page_is_there_in_both_languages(wave, resident, sign_in, language):
    client = sign_in(resident)
    client.post(address(wave), POSTED)
    let_people_answer(wave, [GOOD] * 6)

    for page in ("", "thanks/", "results/"):
        assert client.get(address(wave, f"{page}?lang={language}")).status_code == 200
    close_wave(wave=wave)
    for page in ("", "results/"):
        assert client.get(address(wave, f"{page}?lang={language}")).status_code == 200


def test_the_api_lists_public_surveys_with_their_questions(wave, visitor):
    make_wave(make_survey(is_public=False))

    data = visitor.get("/api/v1/surveys/").json()

    assert [survey["id"] for survey in data["results"]] == [wave.survey_id]
    assert [question["code"] for question in data["results"][0]["questions"]] == [
        question["code"] for question in QUESTIONS
    ]


def test_my_page_names_the_waves_that_wait_for_me(wave, resident, rf):
    from surveys.panels import me_panel

    pilots = make_wave(make_survey(is_public=False))
    others = make_wave(make_survey(is_public=False))
    panelist_for(panel=pilots.survey.panel, person=resident)
    request = rf.get("/me/")
    request.user = resident

    assert set(me_panel(request)["waiting"]) == {wave, pilots}
    assert others not in me_panel(request)["waiting"]
