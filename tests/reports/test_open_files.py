"""What is written of a table: the same rows in every format, harmless in spreadsheets, counted."""

import csv
import errno
import io
import json
import sqlite3

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely
from django.utils import timezone

from city.models import City
from city.words import words
from reports.extract.columns import DATE, FLAG, INT, NUMBER, TEXT, TIME, c
from reports.models import Release, Run
from reports.opendata import count, folder, write
from reports.opendata.cells import cell
from reports.opendata.datasets import File
from reports.opendata.release import release_data
from tests.reports.shelves import put_on_shelf

COLUMNS = (
    c("id", INT, "번호", "id"), c("said", TEXT, "말", "said"), c("at", TIME, "시각", "at"),
    c("day", DATE, "날", "day"), c("good", FLAG, "좋음", "good"),
    c("lon", NUMBER, "경도", "lon"), c("lat", NUMBER, "위도", "lat"),
)  # fmt: skip
TABLE = File("things", words("것", "things"), COLUMNS, "SELECT * FROM things", "id", "point")
SAID = [
    "=1+1", "+82", "-3", "@SUM(A1)", "\tx", "\rx", 'say "yes"', "one,two", "up\r\ndown", "\x00=1",
    "가\x00나", '="a",b', "</script>", "", None, "🙂 별", "' plain", "plain",
]  # fmt: skip


@pytest.fixture
def source():
    """An extract of one table, with every kind of text that ever broke a file."""
    now = timezone.now()
    rows = [
        (n, said, now, now.date(), n % 2 == 0, None if n == 3 else 127.1 + n / 1000, 37.5)
        for n, said in enumerate(SAID)
    ]
    types = (pa.int64(), pa.string(), pa.timestamp("us", tz="Asia/Seoul"), pa.date32(), pa.bool_(),
             pa.float64(), pa.float64())  # fmt: skip
    table = pa.table(
        [
            pa.array(values, kind)
            for values, kind in zip(zip(*rows, strict=True), types, strict=True)
        ],
        names=[column.name for column in COLUMNS],
    )
    with duckdb.connect() as extract:
        extract.execute("SET TimeZone = 'Asia/Seoul'")
        extract.register("things", table)
        city = City(name=words("가람시", "Garam"), organisation_code="0012345")
        yield write.Source(extract, Run(as_of=now), city)


def read(path) -> list[dict]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_every_format_holds_every_row(source, tmp_path):
    written = write.write_table(tmp_path / "things", TABLE, source)

    assert set(written.values()) == {len(SAID)}
    assert sorted(path.suffix for path in written) == [".csv", ".geojson", ".gpkg", ".parquet"]
    assert [int(row["id"]) for row in read(tmp_path / "things.csv")] == list(range(len(SAID)))
    assert pq.read_table(tmp_path / "things.parquet")["id"].to_pylist() == list(range(len(SAID)))
    features = json.loads((tmp_path / "things.geojson").read_text())["features"]
    assert [feature["id"] for feature in features] == list(range(len(SAID)))


def test_no_text_is_run_as_a_formula_and_none_breaks_its_row(source, tmp_path):
    write.write_table(tmp_path / "things", TABLE, source)

    written = [row["said"] for row in read(tmp_path / "things.csv")]
    assert written == [cell(said) for said in SAID]
    assert not any(said.startswith(("=", "+", "-", "@", "\t", "\r")) for said in written)


def test_the_bytes_are_those_of_rfc_4180_with_a_mark_for_spreadsheets(source, tmp_path):
    write.write_table(tmp_path / "things", TABLE, source)

    content = (tmp_path / "things.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbfid,said,")
    assert content.endswith(b"\r\n")
    assert b'"say ""yes"""' in content
    assert b"\x00" not in content


def test_times_days_and_truth_are_written_as_everywhere(source, tmp_path):
    write.write_table(tmp_path / "things", TABLE, source)

    row = read(tmp_path / "things.csv")[0]
    as_of = source.run.as_of
    assert row["at"] == cell(as_of)
    assert row["day"] == as_of.date().isoformat()
    assert (row["good"], row["lon"], row["lat"]) == ("true", "127.1", "37.5")


def test_rows_with_a_place_end_as_korean_standard_data_does(source, tmp_path):
    write.write_table(tmp_path / "things", TABLE, source)

    row = read(tmp_path / "things.csv")[0]
    assert list(row)[-3:] == ["as_of", "provider_code", "provider"]
    assert (row["provider_code"], row["provider"]) == ("0012345", "가람시")
    assert row["as_of"] == timezone.localtime(source.run.as_of).date().isoformat()


def test_geoparquet_says_where_its_points_are(source, tmp_path):
    write.write_table(tmp_path / "things", TABLE, source)

    table = pq.read_table(tmp_path / "things.parquet")
    geo = json.loads(table.schema.metadata[b"geo"])
    points = shapely.from_wkb(table["geometry"].to_pylist())
    assert geo["version"] == "1.1.0"
    assert geo["columns"]["geometry"]["geometry_types"] == ["Point"]
    assert (points[0].x, points[0].y) == (127.1, 37.5)
    assert points[3] is None


def test_a_row_without_a_place_is_a_feature_without_geometry(source, tmp_path):
    write.write_table(tmp_path / "things", TABLE, source)

    collection = json.loads((tmp_path / "things.geojson").read_text())
    assert "crs" not in collection
    assert collection["features"][3]["geometry"] is None
    assert "lon" not in collection["features"][0]["properties"]


def test_the_geopackage_opens_in_gis_programs(source, tmp_path):
    write.write_table(tmp_path / "things", TABLE, source)

    with sqlite3.connect(tmp_path / "things.gpkg") as package:
        assert package.execute("SELECT srs_id FROM gpkg_contents").fetchall() == [(4326,)]
        assert package.execute("SELECT count(*) FROM things").fetchone() == (len(SAID),)


@pytest.mark.parametrize("suffix", [".csv", ".geojson", ".gpkg", ".parquet"])
def test_a_file_that_lost_a_row_fails_loudly(source, tmp_path, monkeypatch, suffix):
    really = count.COUNT[suffix]
    monkeypatch.setitem(count.COUNT, suffix, lambda path: really(path) - 1)

    with pytest.raises(write.ReleaseFailed, match="17"):
        write.write_table(tmp_path / "things", TABLE, source)


def test_an_empty_table_is_a_file_with_a_head(source, tmp_path):
    nothing = File(
        "none", words("없음"), COLUMNS, "SELECT * FROM things WHERE false", "id", "point"
    )

    assert set(write.write_table(tmp_path / "none", nothing, source).values()) == {0}
    assert read(tmp_path / "none.csv") == []
    assert json.loads((tmp_path / "none.geojson").read_text())["features"] == []


def test_a_demonstration_says_so_in_every_format(source, tmp_path):
    source.city.is_demo = True
    write.write_table(tmp_path / "things", TABLE, source)

    assert {row["mark"] for row in read(tmp_path / "things.csv")} == {"시연용 demonstration"}
    assert b"mark" in pq.read_schema(tmp_path / "things.parquet").metadata
    for suffix in ("geojson", "gpkg"):
        assert "시연용" in (tmp_path / f"things.{suffix}").read_bytes().decode(errors="ignore")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "full",
    [OSError(errno.ENOSPC, "No space left on device"), duckdb.IOException("No space left on device"),
     RuntimeError("sqlite3_step() failed: database or disk is full")],
)  # fmt: skip
def test_a_full_disk_leaves_the_old_release_whole_and_says_why(city, settings, monkeypatch, full):
    old = put_on_shelf()
    before = sorted(path.name for path in settings.RELEASES_ROOT.iterdir())
    run = Run.objects.create(as_of=timezone.now(), extract="new", digest="new")

    def fills_up(*_args):
        raise full

    monkeypatch.setattr(folder, "_write_all", fills_up)
    with pytest.raises(write.ReleaseFailed, match="디스크가 가득"):
        release_data(run=run)

    assert sorted(path.name for path in settings.RELEASES_ROOT.iterdir()) == before
    assert list(Release.objects.all()) == [old]


def test_what_is_wrong_otherwise_is_not_called_a_full_disk():
    assert not folder.is_disk_full(ValueError("no such column"))


def test_small_tables_written_by_hand_are_as_safe():
    text = io.StringIO(newline="")
    csv.writer(text).writerow([cell(said) for said in SAID])

    assert "\x00" not in text.getvalue()
    assert cell(-3.5) == -3.5
