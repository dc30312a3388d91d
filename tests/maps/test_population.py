"""Who lives where, as agencies write it down; what nobody knows is said to be unknown."""

from datetime import date

import pandas
import pyogrio
import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override

from city.words import words
from maps.load_population import are_all_ages, load_population
from maps.models import District, Population
from maps.outline_files import FileRefused
from maps.population import PopulationUnknown, known_of_all, population_of

WEST, EAST = "4199051000", "4199052000"
NEW_YEAR = date(2026, 1, 1)


@pytest.fixture(autouse=True)
def _english(city):
    with override("en"):
        yield


@pytest.fixture
def csv(tmp_path):
    def _csv(text, encoding="utf-8", name="people.csv"):
        (tmp_path / name).write_bytes(text.strip().encode(encoding))
        return tmp_path / name

    return _csv


@pytest.fixture
def west(city):
    return District.objects.get(code=WEST)


@pytest.fixture
def east(city):
    return District.objects.get(code=EAST)


def load(path, **options):
    return load_population(path=path, **{"as_of": NEW_YEAR, **options})


def numbers(district):
    return {
        (row.sex, row.age_band): row.persons
        for row in Population.objects.filter(district=district)
    }  # fmt: skip


PLAIN = f"""
code,sex,age_band,persons
{WEST},m,0-64,"1,000"
{WEST},m,65+,200
{WEST},f,0-64,900
{WEST},f,65+,300
{EAST},,,5000
"""


def test_parts_make_their_sums(csv, west, east):
    loaded = load(csv(PLAIN), source="Statistics")

    assert (loaded.loaded, loaded.without_age, loaded.refused) == (2, 1, [])
    assert numbers(west) == {
        ("m", "0-64"): 1000, ("m", "65+"): 200, ("m", ""): 1200,
        ("f", "0-64"): 900, ("f", "65+"): 300, ("f", ""): 1200,
        ("", "0-64"): 1900, ("", "65+"): 500, ("", ""): 2400,
    }  # fmt: skip
    assert numbers(east) == {("", ""): 5000}
    assert set(Population.objects.values_list("source", "as_of")) == {("Statistics", NEW_YEAR)}


def test_loading_twice_changes_nothing(csv):
    load(csv(PLAIN))
    before = set(Population.objects.values_list("pk", flat=True))

    again = load(csv(PLAIN))

    assert (again.loaded, again.unchanged) == (0, 2)
    assert set(Population.objects.values_list("pk", flat=True)) == before


def test_a_corrected_file_replaces_the_numbers_of_its_day(csv, east):
    load(csv(PLAIN))

    load(csv(f"code,persons\n{EAST},5100"))

    assert numbers(east) == {("", ""): 5100}


def test_korean_headings_and_letters_are_understood(csv, west):
    loaded = load(
        csv(
            f"""
기준연월,행정기관코드,행정동명,성별,연령,인구수(명)
202512,{WEST},서편동,계,합계,"3,001"
202512,{WEST},서편동,남,0~9세,"1,500"
202512,{WEST},서편동,남,10세 이상,0
202512,{WEST},서편동,여자,0세~9세,1501
202512,{WEST},서편동,여자,10세이상,-
""",
            encoding="cp949",
        ),
        as_of=None,
    )

    assert loaded.refused == [(6, "“-” is no number of residents.")]
    assert not Population.objects.exists()  # a district is taken whole or left out


def test_a_title_above_the_headings_is_passed_over(csv, west):
    load(csv(f"가람시 인구 현황\n\n행정동코드,총인구\n{WEST},321"))

    assert numbers(west) == {("", ""): 321}


def test_the_ministrys_wide_table_is_read(csv, west, east):
    months = "2026년05월"
    loaded = load(
        csv(
            f"""
행정구역,{months}_계_총인구수,{months}_계_연령구간인구수,{months}_계_0~9세,{months}_계_10세 이상,{months}_남_총인구수
경기도 가람시 (4199000000),"30","30","10","20","15"
경기도 가람시 서편동({WEST}),"1,010","1,010","10","1,000","505"
경기도 가람시 동편동({EAST}),"20","20","10","10","12"
""",
            encoding="cp949",
        ),
        as_of=None,
    )

    assert (loaded.loaded, loaded.larger, loaded.refused) == (2, 1, [])
    assert set(Population.objects.values_list("as_of", flat=True)) == {date(2026, 5, 31)}
    assert numbers(west) == {
        ("", ""): 1010, ("", "0-9"): 10, ("", "10+"): 1000, ("m", ""): 505
    }  # fmt: skip


def test_an_excel_file_is_read(tmp_path, west):
    table = pandas.DataFrame({"행정동코드": [WEST], "성별": ["계"], "인구수": ["4,321"]})
    pyogrio.write_dataframe(table, tmp_path / "people.xlsx", driver="XLSX", layer="people")

    load(tmp_path / "people.xlsx")

    assert numbers(west) == {("", ""): 4321}


def test_a_district_is_found_by_its_kostat_code_and_its_day(csv, west):
    west.kostat_code, west.valid_to = "3199051", date(2024, 1, 1)
    west.save()
    load(csv("code,as_of,persons\n3199051,2023-12-31,700\n3199051,2024-01-31,800"), as_of=None)

    assert numbers(west) == {("", ""): 700}


def test_numbers_belong_to_the_version_of_their_day(csv, west):
    west.valid_to = date(2024, 1, 1)
    west.save()
    now = District.objects.create(
        code=WEST, name=words("서편동"), outline=west.outline, valid_from=date(2024, 1, 1),
        west=0, south=0, east=0, north=0, label_lon=0, label_lat=0,
    )  # fmt: skip

    load(csv(f"code,as_of,persons\n{WEST},202312,700\n{WEST},202401,800"), as_of=None)

    assert (population_of(west).total, population_of(now).total) == (700, 800)


def test_refused_rows_are_named_and_the_rest_is_loaded(csv, east, capsys):
    path = csv(
        f"code,sex,age_band,persons\n{WEST},other,,10\n{WEST},,young,10\n{WEST},,,many\n"
        f"4199099000,,,10\n{EAST},,,10"
    )

    call_command("load_population", path, "--as-of=2026-01-01")

    said = capsys.readouterr()
    assert said.err.splitlines() == [
        "2: “other” is no sex; write m, f or nothing.",
        "3: “young” is no age; write it like 20-29 or 65+.",
        "4: “many” is no number of residents.",
        "5: No district has the code “4199099000”.",
    ]
    assert said.out.startswith("1 districts loaded (1 without ages), 0 unchanged, 4 rows refused")
    assert numbers(east) == {("", ""): 10}


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        (f"{WEST},,,100\n{WEST},m,,60\n{WEST},f,,70", "the parts make 130, but the total says 100"),
        (f"{WEST},,,100\n{WEST},,0-64,90\n{WEST},,65+,30", "make 120, but the total says 100"),
        (f"{WEST},,,100\n{WEST},,65+,130", "make 130, but the total says 100"),
        (f"{WEST},,,100\n{WEST},,,110", "two numbers for the same residents"),
        (f"{WEST},,65+,100", "has no total"),
    ],
)
def test_sums_that_cannot_be_right_are_refused(csv, rows, why):
    loaded = load(csv(f"code,sex,age_band,persons\n{rows}"))

    ((row, said),) = loaded.refused
    assert row == 2
    assert why in said
    assert not Population.objects.exists()


def test_sums_that_an_agency_altered_a_little_are_taken(csv, west):
    load(csv(f"code,sex,persons\n{WEST},,1003\n{WEST},m,500\n{WEST},f,500"))

    assert numbers(west)["", ""] == 1003


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("동,명\n서편동,10", "no column with the code of the district. There are: 동, 명"),
        (f"code,name\n{WEST},서편동", "no column with the number of residents"),
        ("", "no column with the code"),
        ("code,persons\n41,10", "holds no numbers of districts"),
    ],
)
def test_a_table_that_lacks_what_is_needed_is_refused_whole(csv, text, why):
    with pytest.raises(CommandError, match=why):
        call_command("load_population", csv(text), "--as-of=2026-01-01")


def test_a_count_without_its_day_is_refused(csv):
    with pytest.raises(FileRefused, match="--as-of"):
        load(csv(PLAIN), as_of=None)


def test_letters_nobody_can_read_are_refused(csv):
    with pytest.raises(FileRefused, match="neither UTF-8 nor CP949"):
        load(csv("code,persons\n\xff\xff,10", encoding="latin-1"))


def test_what_is_no_sheet_is_refused(csv):
    with pytest.raises(FileRefused, match="cannot be read as a table"):
        load(csv("not a sheet", name="people.xlsx"))


@pytest.mark.parametrize(
    ("bands", "whole"),
    [
        (["0-9", "10-19", "20+"], True),
        (["20+", "0-9", "10-19", "unknown"], True),
        (["0", "1", "2+"], True),
        (["0-9", "20+"], False),
        (["0-9", "9-19", "20+"], False),
        (["10-19", "20+"], False),
        (["0-9"], False),
        (["0+", "65+"], False),
        (["unknown"], False),
        ([], False),
    ],
)
def test_all_ages_are_told_from_some(bands, whole):
    assert are_all_ages(bands) is whole


# ── What figures may ask ─────────────────────────────────────────────────────────────────────


def test_districts_are_added_up_by_what_was_asked(csv, west, east):
    load(csv(PLAIN.replace(f"{EAST},,,5000", f"{EAST},m,0+,10\n{EAST},f,0+,20")))

    both = population_of([west, east], by=["sex"])

    assert both.persons == {("m",): 1210, ("f",): 1220}
    assert both.total == population_of([west, east]).total == 2430
    assert both.as_of == NEW_YEAR


def test_where_ages_are_missing_nobody_is_given_any(csv, west, east):
    load(csv(PLAIN))

    assert population_of(west, by=["age_band"]).persons == {("0-64",): 1900, ("65+",): 500}
    with pytest.raises(PopulationUnknown, match="age of the residents of Dongpyeon-dong"):
        population_of([west, east], by=["age_band"])
    assert {key: known.by for key, known in known_of_all().items()} == {
        west.pk: ("sex", "age_band"), east.pk: ()
    }  # fmt: skip


def test_ages_that_a_count_leaves_out_are_unknown(csv, west):
    load(csv(f"code,sex,age_band,persons\n{WEST},,,100\n{WEST},,65+,30"))

    assert population_of(west, by=["age_band"]).persons == {("65+",): 30, ("unknown",): 70}


def test_a_later_count_does_not_change_an_earlier_day(csv, west):
    load(csv(f"code,persons\n{WEST},100"), as_of=date(2025, 1, 1))
    load(csv(f"code,persons\n{WEST},200"), as_of=NEW_YEAR)

    assert population_of(west, as_of=date(2025, 6, 1)).total == 100
    assert population_of(west, as_of=NEW_YEAR).total == 200
    with pytest.raises(PopulationUnknown, match="How many people live in Seopyeon-dong"):
        population_of(west, as_of=date(2024, 1, 1))


def test_the_api_says_of_which_day_and_by_what(csv, visitor):
    load(csv(PLAIN))

    first, second = visitor.get("/api/v1/districts/").json()

    assert (first["population"], first["population_as_of"], first["population_by"]) == (
        2400, "2026-01-01", ["sex", "age_band"]
    )  # fmt: skip
    assert (second["population"], second["population_by"]) == (5000, [])
