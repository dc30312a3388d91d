"""What everybody may have of a survey: questionnaire, method, codebook, answers, groups, weights."""

import csv
import json
from io import StringIO

import pytest

from city.words import words
from maps.models import District, Population
from surveys.build.file import read_file
from surveys.figures.weigh import Cell, weighted_share
from surveys.figures.weighing import WeightsRefused, weigh_by
from surveys.waves import close_wave
from tests.surveys.questions import GOOD, QUESTIONS, let_people_answer, make_survey, make_wave

SEX = {
    "code": "sex", "kind": "single", "is_profile": True, "words": words("성별", "Sex"),
    "options": [{"code": "f", "ko": "여성", "en": "Women"}, {"code": "m", "ko": "남성", "en": "Men"}],
}  # fmt: skip


@pytest.fixture
def wave(city):
    wave = make_wave(make_survey([*QUESTIONS, SEX], method=words("문자로 알렸습니다")))
    people = [("f", "daily")] * 20 + [("f", "weekly")] * 10 + [("m", "daily")] * 4
    people += [("m", "weekly")] * 6
    let_people_answer(wave, [GOOD | {"sex": sex, "walk": walk} for sex, walk in people])
    return wave


@pytest.fixture
def residents(wave):
    """Half of the residents are men."""
    for district in District.objects.current():
        for sex, persons in (("", 1000), ("f", 500), ("m", 500)):
            Population.objects.update_or_create(
                district=district, as_of="2020-11-01", sex=sex, age_band="",
                defaults={"persons": persons, "source": "통계청"},
            )  # fmt: skip


def table(client, wave, file):
    content = client.get(f"/surveys/{wave.survey_id}/{file}").content.decode("utf-8-sig")
    return list(csv.DictReader(StringIO(content)))


def read(client, wave, page):
    return client.get(f"/surveys/{wave.survey_id}/{page}").content.decode()


def test_every_column_and_code_of_the_files_is_in_the_codebook(wave, visitor):
    close_wave(wave=wave)

    lines = table(visitor, wave, "codebook.csv")

    for file, name in (("answers", "results.csv"), ("groups", "groups.csv")):
        rows = table(visitor, wave, name)
        known = {line["column"] for line in lines if line["file"] == file}
        assert rows
        assert set(rows[0]) - {"demo"} <= known
    codes = {(line["column"], line["code"]): line for line in lines}
    for row in table(visitor, wave, "results.csv"):
        assert row["walk"] == "*" or ("walk", row["walk"]) in codes
    assert codes["walk", "daily"]["label_ko"] == "매일"
    assert codes["walk", "daily"]["label_en"] == "Every day"
    assert codes["group", "f"]["label_ko"] == "여성"
    assert codes["ease", ""]["type"] == "levels"


def test_weighted_shares_are_recomputed_from_the_groups_file(wave, residents, officer, visitor):
    weigh_by(survey=wave.survey, dimensions=["sex"], by=officer)
    close_wave(wave=wave)

    lines = [line for line in table(visitor, wave, "groups.csv") if line["by"] == "sex"]
    weights = {line["group"]: float(line["weight"]) for line in lines if not line["column"]}
    people = {line["group"]: int(line["people"]) for line in lines if not line["column"]}
    daily = {
        line["group"]: int(line["people"])
        for line in lines
        if line["column"] == "walk" and line["answer"].startswith("daily")
    }
    [told] = visitor.get(f"/api/v1/surveys/{wave.survey_id}/results/").json()["waves"]
    walk = next(each for each in told["questions"] if each["column"] == "walk")

    assert weights == {"f": pytest.approx(2 / 3), "m": pytest.approx(2)}
    if daily:
        own = weighted_share(Cell(weights[g], daily[g], people[g]) for g in daily)
        assert walk["weighted"]["daily"]["percent"] == pytest.approx(own.percent, abs=0.01)
    page = read(visitor, wave, "results/")
    assert "통계청" in page
    assert "유효 표본" in page


def test_where_the_population_is_not_known_the_page_says_so(wave, officer, visitor):
    Population.objects.all().delete()
    weigh_by(survey=wave.survey, dimensions=["sex"], by=officer)
    close_wave(wave=wave)

    page = read(visitor, wave, "results/")

    assert "가중하지 않음" in page
    assert "유효 표본" not in page


def test_a_survey_is_weighted_only_by_what_it_asks(wave, officer, resident):
    with pytest.raises(WeightsRefused):
        weigh_by(survey=wave.survey, dimensions=["age_band"], by=officer)
    with pytest.raises(WeightsRefused):
        weigh_by(survey=wave.survey, dimensions=["sex"], by=resident)
    assert weigh_by(survey=wave.survey, dimensions=[], by=officer).weight_by == []


def test_an_officer_chooses_the_weights_at_the_desk(wave, officer, sign_in):
    client, address = sign_in(officer), f"/desk/surveys/{wave.survey_id}/weights/"

    assert "성별" in client.get(address).content.decode()
    assert client.post(address, {"by": ["sex"]}).status_code == 302
    assert client.post(address, {"by": ["income"]}).status_code == 422
    wave.survey.refresh_from_db()
    assert wave.survey.weight_by == ["sex"]


def test_the_questionnaire_can_be_read_and_asked_again_elsewhere(wave, visitor, officer):
    page = read(visitor, wave, "questionnaire/")
    content = visitor.get(f"/surveys/{wave.survey_id}/questionnaire.json").content

    again = read_file(content=content, by=officer)

    assert "길을 건너십니까?" in page
    assert "매일 · 가끔" in page
    assert [each.code for each in again.questions.all()] == [
        each.code for each in wave.survey.questions.all()
    ]
    assert json.loads(content)["method"] == {"ko": "문자로 알렸습니다"}


def test_the_method_note_says_how_people_were_asked_and_what_is_hidden(wave, visitor):
    close_wave(wave=wave)

    page = read(visitor, wave, "method/")

    assert "문자로 알렸습니다" in page
    assert "40" in page
    assert "미만이 고른 답" in page


@pytest.mark.parametrize("page", ["method/", "codebook.csv", "groups.csv", "results.csv"])
def test_nothing_is_published_while_a_wave_is_open(wave, visitor, page):
    assert visitor.get(f"/surveys/{wave.survey_id}/{page}").status_code == 404


@pytest.mark.parametrize("page", ["results/", "method/", "questionnaire/"])
@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_page_is_there_in_both_languages(wave, visitor, page, language):
    close_wave(wave=wave)

    assert visitor.get(f"/surveys/{wave.survey_id}/{page}?lang={language}").status_code == 200


def test_the_results_page_leads_to_everything(wave, visitor):
    close_wave(wave=wave)

    page = read(visitor, wave, "results/")

    for name in ("questionnaire/", "questionnaire.json", "method/", "codebook.csv", "results.csv",
                 "groups.csv"):  # fmt: skip
        assert f'href="/surveys/{wave.survey_id}/{name}"' in page
