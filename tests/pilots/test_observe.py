"""Files of observations: what is loaded, what is refused and why, and gaps that stay gaps."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from city.words import words
from pilots.columns import ColumnsRefused, guess_columns
from pilots.decode import FileRefused, decode
from pilots.models import Measure, Observation, Site
from pilots.observe import import_observations
from pilots.readings import CellRefused, read_at, read_value
from tests import factories as f

WIDE = "측정일시,측정소명,미세먼지농도(㎍/㎥),초미세먼지농도(㎍/㎥)\n20210101,A,22,14\n20210102,A,,15\n"


@pytest.fixture
def pilot(city):
    pilot = f.make_pilot()
    pilot.measures.all().delete()
    for code, name in (("pm10", "미세먼지"), ("pm25", "초미세먼지")):
        Measure.objects.create(
            pilot=pilot, code=code, name=words(name), direction="down", definition=words("농도"),
            is_primary=code == "pm10",
        )  # fmt: skip
    Site.objects.create(pilot=pilot, name=words("나 지점", "Site B"), key="B")
    return pilot


def load(pilot, text, encoding="utf-8", **options):
    return import_observations(
        pilot=pilot, file=text.encode(encoding), file_name="air.csv", by=pilot.manager, **options
    )


def test_a_wide_file_is_loaded_and_its_gaps_stay_gaps(pilot):
    result = load(pilot, WIDE)

    assert (result.rows, result.loaded, result.gaps, result.refused) == (2, 3, 1, [])
    assert not Observation.objects.filter(value=0).exists()
    assert set(Observation.objects.values_list("measure__code", "value")) == {
        ("pm10", 22), ("pm25", 14), ("pm25", 15),
    }  # fmt: skip


def test_a_long_file_is_loaded(pilot):
    result = load(
        pilot, "date,site,measure,value\n2021-01-01,A,pm10,22\n2021-01-01,나 지점,미세먼지,8\n"
    )

    assert result.loaded == 2
    assert Observation.objects.get(site__key="B").value == 8


@pytest.mark.parametrize(
    ("encoding", "name"),
    [("utf-8", "UTF-8"), ("utf-8-sig", "UTF-8-BOM"), ("euc-kr", "CP949 (EUC-KR)"), ("utf-16", "UTF-16"),
     ("utf-16-le", "UTF-16"), ("utf-16-be", "UTF-16")],
)  # fmt: skip
def test_the_encoding_is_recognised_and_named(pilot, encoding, name):
    text = WIDE.replace("㎍/㎥", "ug/m3")

    result = load(pilot, text, encoding)

    assert result.encoding == name
    assert result.loaded == 3


def test_a_syllable_that_only_cp949_knows(pilot):
    pilot.sites.update(key="뷁")

    result = load(pilot, "날짜,측정소,pm10\n2021-01-01,뷁,22\n", "cp949")

    assert result.encoding == "CP949"


def test_three_bad_rows_among_a_thousand_are_reported_and_the_rest_is_loaded(pilot):
    start = datetime(2021, 1, 1)
    rows = [f"{start + timedelta(days=n):%Y-%m-%d},A,{n % 50}" for n in range(1000)]
    rows[9], rows[499], rows[997] = "2021-13-45,A,3", "2022-05-15,A,many", "2023-09-25,Z,7"

    result = load(pilot, "날짜,측정소,pm10\n" + "\n".join(rows))

    assert result.loaded == 997
    assert [each["row"] for each in result.refused] == [11, 501, 999]
    assert "2021-13-45" in result.refused[0]["reason"]
    assert "many" in result.refused[1]["reason"]
    assert "Z" in result.refused[2]["reason"]


def test_nothing_is_loaded_when_so_asked(pilot):
    result = load(pilot, WIDE + "20210103,Z,1,1\n", all_or_nothing=True)

    assert (result.loaded, len(result.refused)) == (0, 1)
    assert not Observation.objects.exists()


def test_the_same_file_again_is_refused_kindly(pilot):
    load(pilot, WIDE)

    with pytest.raises(FileRefused) as refusal:
        load(pilot, WIDE)

    assert "교체" in str(refusal.value)
    assert Observation.objects.count() == 3


def test_replacing_with_the_same_file_changes_nothing(pilot):
    load(pilot, WIDE)
    before = set(Observation.objects.values_list("measure", "site", "at", "value"))

    load(pilot, WIDE, replace=True)

    assert set(Observation.objects.values_list("measure", "site", "at", "value")) == before


def test_a_corrected_file_replaces_its_own_times_only(pilot):
    load(pilot, WIDE)

    load(pilot, "날짜,측정소,pm10\n2021-01-01,A,30\n", replace=True)

    assert Observation.objects.get(measure__code="pm10").value == 30
    assert Observation.objects.filter(measure__code="pm25").count() == 2


def test_another_file_does_not_overwrite_by_accident(pilot):
    load(pilot, WIDE)

    result = load(pilot, "날짜,측정소,pm10\n2021-01-01,A,30\n2021-01-05,A,31\n")

    assert [each["row"] for each in result.refused] == [2]
    assert Observation.objects.get(measure__code="pm10", at__day=1, at__month=1).value == 22


def test_the_same_time_twice_in_one_file_is_refused_once(pilot):
    result = load(pilot, "날짜,측정소,pm10\n2021-01-01,A,30\n2021-01-01,A,31\n")

    assert result.loaded == 1
    assert result.refused[0]["row"] == 3


def test_rows_of_other_places_can_be_left_out(pilot):
    result = load(pilot, WIDE + "20210103,강남구,1,1\n", skip_other_sites=True)

    assert (result.loaded, result.skipped, result.refused) == (3, 1, [])


def test_a_wrong_header_says_what_is_there(pilot):
    with pytest.raises(ColumnsRefused):
        load(pilot, "이름,전화\n홍길동,010\n")

    with pytest.raises(ColumnsRefused, match="전화"):
        load(pilot, "이름,전화\n홍길동,010\n", columns={"at": "날짜", "value": "값"})


@pytest.mark.parametrize(
    "content",
    [b"", b"   \n", b"only one line,with names\n", b"PK\x03\x04 a spreadsheet", b"\x00\x01\x02\xff\xfe\xfd" * 50,
     b"\x89PNG\r\n\x1a\n\x00\x00", b"a,a\n1,2\n", b"x" * 20_000_001,
     b",".join(b"%d" % n for n in range(1_000_000)) + b"\n1,2\n",
     b'"never closed,\n' * 9_000, "날짜,값\n".encode() + b"\xff\xff\xff\n"],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_a_sentence(pilot, content):
    with pytest.raises((FileRefused, ColumnsRefused)) as refusal:
        import_observations(pilot=pilot, file=content, file_name="x.csv", by=pilot.manager)

    assert str(refusal.value).endswith((".", "요."))


def test_a_row_with_too_few_cells_is_refused(pilot):
    result = load(pilot, WIDE + "20210103,A\n")

    assert result.refused[0]["row"] == 4


def test_a_bad_cell_refuses_its_whole_row_and_counts_no_gap(pilot):
    result = load(pilot, WIDE + "20210103,A,,lots\n")

    assert (result.loaded, result.gaps, len(result.refused)) == (3, 1, 1)


def test_days_to_come_are_refused(pilot):
    day = timezone.localdate() + timedelta(days=3)

    result = load(pilot, f"날짜,측정소,pm10\n{day},A,3\n")

    assert result.loaded == 0
    assert len(result.refused) == 1


def test_a_concluded_pilot_takes_no_more(pilot):
    pilot.stage = "concluded"
    pilot.save()

    with pytest.raises(FileRefused):
        load(pilot, WIDE)


def test_officers_may_say_what_the_columns_mean(pilot):
    result = load(
        pilot, "d;where;x\n2021-01-01;A;5\n",
        columns={"at": "d", "site": "where", "values": {"x": "pm25"}},
    )  # fmt: skip

    assert result.loaded == 1
    assert Observation.objects.get().measure.code == "pm25"


def test_the_next_file_with_these_columns_needs_no_saying(pilot):
    load(pilot, "d,where,x\n2021-01-01,A,5\n",
         columns={"at": "d", "site": "where", "values": {"x": "pm25"}})  # fmt: skip

    assert load(pilot, "d,where,x\n2021-01-02,A,6\n").loaded == 1


def test_columns_are_guessed_by_whole_names_first(pilot):
    headers = [
        "측정일시",
        "측정소명",
        "초미세먼지농도(㎍/㎥)",
        "미세먼지농도(㎍/㎥)",
        "오존농도(ppm)",
    ]

    columns = guess_columns(headers, list(pilot.measures.all()))

    assert columns.values == {"미세먼지농도(㎍/㎥)": "pm10", "초미세먼지농도(㎍/㎥)": "pm25"}
    assert (columns.at, columns.site) == ("측정일시", "측정소명")


@pytest.mark.parametrize(
    ("text", "clock", "expected"),
    [
        ("2021-01-01", "", (2021, 1, 1, 0, 0)), ("20210101", "", (2021, 1, 1, 0, 0)),
        ("2021. 1. 1.", "", (2021, 1, 1, 0, 0)), ("2021/1/1 9:05", "", (2021, 1, 1, 9, 5)),
        ("2021년 1월 1일", "오후 3:20", (2021, 1, 1, 15, 20)), ("202101012400", "", (2021, 1, 2, 0, 0)),
        ("2021010107", "", (2021, 1, 1, 7, 0)), ("20210101", "24", (2021, 1, 2, 0, 0)),
        ("2021-01-01T09:05:30", "", (2021, 1, 1, 9, 5)), ("2021-01-01", "9시", (2021, 1, 1, 9, 0)),
    ],
)  # fmt: skip
def test_dates_as_koreans_write_them(text, clock, expected):
    assert timezone.localtime(read_at(text, clock)).timetuple()[:5] == expected


def test_a_date_with_its_offset_keeps_it():
    assert read_at("2021-01-01T00:00:00Z") == datetime(2021, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    ["", "어제", "2021-02-30", "2021-01-01 25:00", "1/2/21", "99999999", "20210101 10:75",
     "0001-01-01", "1899-12-31", "9999-12-31 23:59Z"],
)  # fmt: skip
def test_what_is_no_date_is_refused(text):
    with pytest.raises(CellRefused):
        read_at(text)


@pytest.mark.parametrize(
    ("text", "value"), [("1,234.5", 1234.5), ("-3", -3), (".5", 0.5), ("1e3", 1000), ("0", 0)]
)
def test_numbers(text, value):
    assert read_value(text) == value


@pytest.mark.parametrize("text", ["", " ", "-", "NA", "NaN", "결측", "null"])
def test_gaps_are_not_numbers(text):
    assert read_value(text) is None


@pytest.mark.parametrize(
    "text", ["열", "1,23", "inf", "1e999", "1e308", "e5", "-e5", "+", "1 2", "0x10", "1_000", "٣"]
)
def test_what_is_no_number_is_refused(text):
    with pytest.raises(CellRefused):
        read_value(text)


def test_decode_never_makes_mojibake_of_utf_8():
    assert decode("측정소".encode()) == ("측정소", "UTF-8")


def test_the_command_imports_and_tells(pilot, tmp_path, capsys):
    file = tmp_path / "air.csv"
    file.write_text(WIDE + "20210103,Z,1,1\n", "cp949")

    call_command("import_observations", str(file), pilot=pilot.pk)

    said = capsys.readouterr().out
    assert "3" in said
    assert "4" in said


def test_the_command_says_in_a_sentence_why_it_cannot(pilot, tmp_path):
    with pytest.raises(CommandError, match="no pilot"):
        call_command("import_observations", str(tmp_path / "air.csv"), pilot=999)
    with pytest.raises(CommandError, match="no file"):
        call_command("import_observations", str(tmp_path / "air.csv"), pilot=pilot.pk)
