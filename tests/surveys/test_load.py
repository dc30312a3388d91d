"""An outside survey is loaded with its codebook, and its published table is counted again."""

import csv
import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from surveys.build.file import FileRefused
from surveys.figures.load import ImportRefused, import_responses
from surveys.figures.mapping import CodebookRefused
from surveys.models import Panelist, Response, ResponseImport, Survey
from surveys.results import as_data

QUESTIONS = [
    {"code": "sex", "kind": "single", "words": {"ko": "성별"}, "is_profile": True,
     "options": [{"code": "f", "ko": "여자"}, {"code": "m", "ko": "남자"}]},
    {"code": "teach", "kind": "single", "words": {"ko": "교사가 되려고 합니까?"},
     "options": [{"code": "yes", "ko": "예"}, {"code": "no", "ko": "아니요"}]},
    {"code": "why", "kind": "multiple", "words": {"ko": "까닭"},
     "options": [{"code": "job", "ko": "일자리"}, {"code": "fun", "ko": "재미"}]},
    {"code": "ease", "kind": "scale", "words": {"ko": "쉽습니까?"}},
    {"code": "more", "kind": "text", "words": {"ko": "더 하실 말씀"}},
]  # fmt: skip
IMPORT = {
    "source": "○○대학교 학생 조사(1,000명 가운데 400명)", "is_open": True,
    "opens": "2025-03-02", "closes": "2025-03-20", "weight": "가중값", "missing": ["9"],
    "columns": {"sex": "성별", "teach": "문1", "why": {"job": "문2_1", "fun": "문2_2"}, "ease": "문3"},
    "values": {"sex": {"1": "f", "2": "m"}, "teach": {"1": "yes", "2": "no"}},
}  # fmt: skip
HEADER = ["번호", "성별", "문1", "문2_1", "문2_2", "문3", "가중값"]
# S. L. Lohr, Sampling: Design and Analysis, the example of poststratification: 84 of 240 women and 40
# of 160 men plan to teach; there are 2,700 women and 1,300 men. Published: 1,270 of 4,000, 31.75 %.
STUDENTS = [("1", "1", 84), ("1", "2", 156), ("2", "1", 40), ("2", "2", 120)]
WEIGHTS = {"1": 2700 / 240, "2": 1300 / 160}


def codebook(**changes):
    told = {"format": "livinglab-survey", "version": 1, "title": {"ko": "진로 조사"},
            "questions": QUESTIONS, "import": IMPORT | changes}  # fmt: skip
    return json.dumps(told, ensure_ascii=False).encode()


def students():
    return [
        [str(number), sex, teach, "1", "0", "4", str(WEIGHTS[sex])]
        for sex, teach, people in STUDENTS
        for number in range(people)
    ]


def table(path, rows, header=HEADER, encoding="cp949"):
    text = StringIO()
    csv.writer(text).writerows([header, *rows])
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def loaded(tmp_path, rows=None, name="조사.csv", **changes):
    file = table(tmp_path / name, students() if rows is None else rows)
    return import_responses(file=file, codebook=codebook(**changes))


def column(survey, name):
    [wave] = as_data(survey, timezone.now())
    return next(each for each in wave["questions"] if each["column"] == name)


def test_the_published_table_is_counted_again(city, tmp_path):
    result = loaded(tmp_path)

    teach = column(result.survey, "teach")
    assert (result.rows, result.loaded, result.refused) == (400, 400, [])
    assert [option["count"] for option in teach["options"]] == [124, 276]
    assert teach["options"][0]["share"] * 4000 == pytest.approx(1240)
    assert teach["weighted"]["yes"]["percent"] == pytest.approx(31.75)
    effective = 4000**2 / (240 * WEIGHTS["1"] ** 2 + 160 * WEIGHTS["2"] ** 2)
    assert teach["weighted"]["yes"]["effective"] == pytest.approx(effective)


def test_the_pages_name_the_source_and_offer_rows_with_weights(city, tmp_path, visitor):
    survey = loaded(tmp_path).survey

    page = visitor.get(f"/surveys/{survey.pk}/results/").content.decode()
    rows = visitor.get(f"/surveys/{survey.pk}/results.csv").content.decode("utf-8-sig")

    assert "외부 조사" in page
    assert "○○대학교 학생 조사" in page
    assert "32%" in page
    first = next(csv.DictReader(StringIO(rows)))
    assert float(first["weight"]) in WEIGHTS.values()
    assert first["sex"] in ("f", "m")


def test_rows_that_nobody_published_are_protected_like_ours(city, tmp_path, visitor):
    survey = loaded(tmp_path, is_open=False).survey

    rows = visitor.get(f"/surveys/{survey.pk}/results.csv").content.decode("utf-8-sig")

    assert "weight" not in rows
    assert "sex" not in rows.split("\n")[0]


def test_each_bad_row_is_named_and_the_rest_is_kept(city, tmp_path):
    bad = [
        ["x", "3", "1", "1", "0", "4", "1"], ["x", "1", "1", "1", "0", "여섯", "1"],
        ["x", "1", "1", "아마", "0", "4", "1"], ["x", "1", "1", "1", "0", "4", "-2"],
    ]  # fmt: skip

    result = loaded(tmp_path, [*students()[:20], *bad])

    assert (result.rows, result.loaded) == (24, 20)
    assert [each["row"] for each in result.refused] == [22, 23, 24, 25]
    assert [each["reason"].split(":")[0] for each in result.refused[:3]] == ["sex", "ease", "why"]
    assert "-2" in result.refused[3]["reason"]


def test_with_all_or_nothing_one_bad_row_leaves_nothing_behind(city, tmp_path):
    file = table(tmp_path / "조사.csv", [*students()[:20], ["x", "3", "1", "1", "0", "4", "1"]])

    with pytest.raises(ImportRefused) as refusal:
        import_responses(file=file, codebook=codebook(), all_or_nothing=True)

    assert [each["row"] for each in refusal.value.refused] == [21 + 1]
    assert not Survey.objects.exists()
    assert not Panelist.objects.exists()


def test_what_was_skipped_is_no_answer(city, tmp_path):
    loaded(tmp_path, [["1", "1", "9", "", "", "", "1.5"]] * 6)

    assert Response.objects.first().answers == {"sex": "f"}
    assert Response.objects.first().weight == 1.5


def test_waves_stand_in_a_column(city, tmp_path):
    waves = {"1": {"kind": "before", "opens": "2025-01-01", "closes": "2025-01-09"},
             "2": {"kind": "after", "opens": "2025-06-01", "closes": "2025-06-09"}}  # fmt: skip
    rows = [[*row, str(1 + place % 2)] for place, row in enumerate(students())]
    file = table(tmp_path / "패널.csv", [*rows, [*rows[0][:-1], "3"]], [*HEADER, "회차"])

    result = import_responses(file=file, codebook=codebook(wave="회차", waves=waves))

    assert [(w.kind, w.responses.count()) for w in result.survey.waves.all()] == [
        ("before", 200), ("after", 200),
    ]  # fmt: skip
    assert "3" in result.refused[0]["reason"]


def test_the_same_file_is_not_loaded_twice(city, tmp_path):
    loaded(tmp_path)

    with pytest.raises(ImportRefused):
        loaded(tmp_path)
    assert ResponseImport.objects.count() == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"source": None}, {"opens": "봄"}, {"closes": "2025-01-01"}, {"columns": {"sex": "없음"}},
        {"columns": []}, {"columns": {"why": "문2_1"}}, {"weight": "없음"}, {"values": {"sex": 3}},
        {"wave": "성별", "waves": {"1": {"kind": "never"}}}, {"wave": 3},
        {"missing": 9}, {"columns": {"sex": 3}}, {"columns": {"why": {"job": []}}},
    ],
)  # fmt: skip
def test_a_codebook_that_does_not_fit_is_refused_with_a_sentence(city, tmp_path, changes):
    with pytest.raises(CodebookRefused) as refusal:
        loaded(tmp_path, **changes)

    assert str(refusal.value)
    assert not Survey.objects.exists()


def test_a_survey_that_goes_on_is_not_loaded(city, tmp_path):
    with pytest.raises(ImportRefused):
        loaded(tmp_path, closes="2999-01-01")


def test_a_codebook_without_a_questionnaire_is_refused(city, tmp_path):
    file = table(tmp_path / "조사.csv", students())

    with pytest.raises(FileRefused):
        import_responses(file=file, codebook=b"{}")


def test_the_command_tells_what_came(city, tmp_path, capsys):
    file = table(tmp_path / "조사.csv", [*students()[:9], ["x", "3", "1", "1", "0", "4", "1"]])
    (tmp_path / "코드북.json").write_bytes(codebook())

    call_command("import_responses", file, codebook=tmp_path / "코드북.json")

    told = capsys.readouterr().out
    assert "row 11: sex:" in told
    assert "9 loaded, 1 refused" in told
    with pytest.raises(CommandError):
        call_command("import_responses", file, codebook=tmp_path / "nothing.json")
