"""의회 요구자료: any table in a minute, with its definitions and an address that carries the choice."""

import csv
from datetime import timedelta
from io import BytesIO, StringIO

import pytest
from django.utils import timezone

from maps.models import District
from reports.compute import compute_figures, values_of
from reports.extract.scope import Scope
from reports.make.periods import MONTH, period_around
from tests import factories as f

TABLE = "/desk/reports/table/"


@pytest.fixture
def desk(officer, sign_in):
    return sign_in(officer)


@pytest.fixture
def run(short_life):
    return compute_figures()


def this_month():
    return period_around(MONTH, timezone.localdate())


def asking(**other):
    since = period_around(MONTH, timezone.localdate() - timedelta(days=100)).key
    return {
        "figure": ["proposals_received"], "since": since, "until": this_month().key,
        "rows": "district", "columns": "figures",
    } | other  # fmt: skip


def lines(answer, number=0):
    return {
        line.name: [cell.value for cell in line.cells]
        for line in answer.context["tables"][number].lines
    }


def test_a_table_says_what_the_figures_say(desk, run):
    answer = desk.get(TABLE, asking(figure=["proposals_received", "answered_in_time"]))

    since = answer.context["asked"].since.since
    scope = Scope(since=since, until=this_month().until)
    for number, key in enumerate(["proposals_received", "answered_in_time"]):
        for row in values_of(run, scope, [key]):
            if set(row["cut"]) == {"district"}:
                name = str(District.objects.get(code=row["cut"]["district"]).name)
                assert lines(answer)[name][number] == pytest.approx(row["value"])


def test_months_across_add_up_to_the_total(desk, run):
    answer = desk.get(TABLE, asking(columns="month"))

    table = lines(answer)
    assert table["시 전체"][-1] > 0
    for cells in table.values():
        *months, total = cells
        assert len(months) >= 4
        assert sum(value or 0 for value in months) == total


def test_departments_by_district(desk, run):
    answer = desk.get(TABLE, asking(rows="department", columns="district"))

    heads = [head.name for head in answer.context["tables"][0].heads]
    assert heads[:2] == [str(d.name) for d in District.objects.order_by("code")]
    assert answer.context["tables"][0].of == "부서"


def test_each_figure_gets_its_own_table_when_months_stand_across(desk, run):
    answer = desk.get(TABLE, asking(figure=["proposals_received", "accepted"], columns="month"))

    assert [t.title for t in answer.context["tables"]] == ["접수된 제안", "채택된 제안"]


def test_it_comes_with_definition_time_and_denominator(desk, run):
    page = desk.get(TABLE, asking()).content.decode()

    assert "접수된 모든 공개 제안" in page
    assert f"run={run.pk}" in page
    assert "체크섬" in page


def test_the_address_gives_the_same_values_after_newer_ones_came(desk, run):
    before = desk.get(TABLE, asking())
    f.ProposalFactory()
    newer = compute_figures(as_of=timezone.now())

    again = desk.get(before.context["address"].removeprefix("http://127.0.0.1:8000"))

    assert newer.pk != run.pk
    assert again.context["checksum"] == before.context["checksum"]
    assert desk.get(TABLE, asking()).context["checksum"] != before.context["checksum"]


def test_values_no_longer_kept_are_said_to_be_gone(desk, run):
    page = desk.get(TABLE, asking(run="999999")).content.decode()

    assert "더 이상 보관하지 않습니다" in page


def test_people_are_only_told_of_the_whole_city_from_the_beginning(desk, run):
    one = asking(figure=["people_taking_part"], rows="")

    across = desk.get(TABLE, one | {"columns": "month"})
    beside = desk.get(TABLE, one)

    assert across.context["tables"] is None
    assert "시작부터" in beside.content.decode()
    stored = run.figures.get(key="people_taking_part", cut_key="")
    assert lines(beside) == {"시 전체": [None if stored.is_suppressed else stored.value]}


def test_a_hidden_value_is_hidden_in_every_form(desk, populated, resident):
    f.ProposalFactory(author=resident)
    run = compute_figures()
    assert run.figures.get(key="people_taking_part").is_suppressed
    asked = {
        "figure": ["people_taking_part"], "since": this_month().key, "until": this_month().key,
        "rows": "", "columns": "figures",
    }  # fmt: skip

    page = desk.get(TABLE, asked)
    (row,) = read_csv(desk.get("/desk/reports/table.csv", asked))
    sheet = next(iter(read_sheets(desk.get("/desk/reports/table.xlsx", asked)).values()))

    assert page.context["tables"][0].lines[0].cells[0].value is None
    assert (row["값"], row["n"]) == ("", "")
    assert isinstance(sheet[1][1], str)


def read_csv(answer):
    return list(csv.DictReader(StringIO(answer.content.decode("utf-8-sig"), newline="")))


def read_sheets(answer):
    from openpyxl import load_workbook

    book = load_workbook(BytesIO(answer.content))
    return {sheet.title: [[c.value for c in row] for row in sheet] for sheet in book}


def test_files_say_what_the_page_says(desk, run):
    asked = asking(figure=["proposals_received", "answered_in_time"])
    page = lines(desk.get(TABLE, asked))

    rows = read_csv(desk.get("/desk/reports/table.csv", asked))
    sheets = read_sheets(desk.get("/desk/reports/table.xlsx", asked))

    _head, *shown = next(iter(sheets.values()))
    assert [line[0] for line in shown] == list(page)
    for name, *cells in shown:
        for sheet, told in zip(cells, page[name], strict=True):
            assert sheet == told or (told is None and sheet == "–")
    for row in rows:
        column = ["접수된 제안", "기한 내 답변 비율"].index(row["통계"])
        told = page[row["행"]][column]
        assert row["값"] == ("" if told is None else str(told))
        assert row["기준"].startswith(f"{timezone.localtime(run.as_of):%Y-%m-%d}")
        assert row["정의"]
    definitions = {line[0]: line for line in sheets["정의"]}
    assert definitions["answered_in_time"][4]


WRONG = [
    ({"figure": [""]}, "목록에서"),
    ({"figure": ["nothing"]}, "목록에서"),
    ({"since": "2026-13"}, "목록에 있는 달"),
    ({"since": "\x00"}, "목록에 있는 달"),
    ({"rows": "month", "columns": "month"}, "다르게"),
    ({"figure": ["proposals_closed"], "rows": "district"}, "셀 수 없습니다"),
]


def test_what_cannot_be_is_one_kind_sentence_and_keeps_the_choice(desk, run, subtests):
    for other, sentence in WRONG:
        with subtests.test(**other):
            answer = desk.get(TABLE, asking(figure=["accepted"]) | other)

            assert answer.status_code == 200
            assert answer.context["tables"] is None
            assert sentence in answer.content.decode()


def test_the_last_month_may_not_lie_before_the_first(desk, run):
    asked = asking()
    turned = asked | {"since": asked["until"], "until": asked["since"]}

    answer = desk.get(TABLE, turned)

    assert "마지막 달이 첫 달보다 앞섭니다" in answer.content.decode()
    assert desk.get("/desk/reports/table.csv", turned).status_code == 302


def test_before_the_first_night_there_is_nothing_to_choose(desk, city):
    assert "아직" in desk.get(TABLE).content.decode()
    assert desk.get("/desk/reports/table.csv").status_code == 302


def test_residents_make_no_tables(resident, sign_in, run):
    for path in (TABLE, "/desk/reports/table.csv", "/desk/reports/table.xlsx"):
        assert sign_in(resident).get(path, asking()).status_code in (302, 403)


def test_the_examples_work_as_they_are(desk, run):
    for one in desk.get(TABLE).context["often"]:
        answer = desk.get(f"{TABLE}?{one['query']}")
        assert answer.context["tables"], one["name"]


def test_the_last_day_is_called_so_in_the_file(desk, run):
    row = read_csv(desk.get("/desk/reports/table.csv", asking()))[0]

    assert "종료일" in row
