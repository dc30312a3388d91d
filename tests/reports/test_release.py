"""Open data: dated files that never change, safe in spreadsheets, right on maps."""

import csv
import io
import itertools
import json

import pyarrow.parquet as pq
import pytest
from django.core.management import call_command
from django.db import DatabaseError, transaction

from city.models import Category
from city.words import words
from jobs.models import Job
from jobs.run import run_due_jobs
from reports.compute import compute_figures, queue_figures
from reports.extract.files import file_digest
from reports.models import Release, ReleaseFile, Run
from reports.opendata.cells import cell
from reports.opendata.datasets import DATASETS
from reports.opendata.release import path_of, queue_release, release_data

pytestmark = pytest.mark.django_db


@pytest.fixture
def released(short_life):
    return release_data(run=compute_figures())


def body(answer) -> bytes:
    return b"".join(answer.streaming_content)


def test_every_file_is_what_its_checksum_says(released):
    files = ReleaseFile.objects.all()

    assert files.count() > 30
    for file in files:
        assert file_digest(path_of(file)) == file.digest
        assert path_of(file).stat().st_size == file.size


def test_a_release_is_made_once_and_never_changed(released):
    again = release_data(run=compute_figures(as_of=released[0].as_of))
    assert {release.pk for release in again} == {release.pk for release in released}

    with pytest.raises(DatabaseError), transaction.atomic():
        ReleaseFile.objects.update(digest="0" * 64)


def test_nothing_new_is_released_when_nothing_happened(released):
    again = release_data(run=compute_figures())

    assert {release.pk for release in again} == {release.pk for release in released}
    assert Release.objects.filter(dataset__slug="proposals").count() == 1


def test_a_csv_opens_in_a_korean_spreadsheet(released, visitor):
    name = released[0].name
    answer = visitor.get(f"/data/proposals/{name}/proposals.csv")
    content = body(answer)

    assert content.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in content
    assert content.count(b"\n") == content.count(b"\r\n")
    assert answer["Content-Type"] == "text/csv; charset=utf-8; header=present"
    assert "filename*=utf-8''%EC%A0%9C%EC%95%88" in answer["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert "level" not in rows[0]
    assert rows[0]["created_at"].endswith("+09:00")


def test_a_file_that_was_fetched_before_is_not_sent_again(released, visitor):
    address = f"/data/proposals/{released[0].name}/proposals.csv"
    tag = visitor.get(address)["ETag"]

    assert visitor.get(address, headers={"if-none-match": tag}).status_code == 304


def test_the_three_formats_hold_the_same_proposals(released):
    by_name = {file.name: path_of(file) for file in released[0].files.all()}

    table = pq.read_table(by_name["proposals.parquet"]).to_pylist()
    rows = list(csv.DictReader(by_name["proposals.csv"].open(encoding="utf-8-sig")))
    features = json.loads(by_name["proposals.geojson"].read_text())["features"]

    assert [row["id"] for row in table] == [int(row["id"]) for row in rows]
    assert [row["id"] for row in table] == [feature["id"] for feature in features]
    assert features[0]["geometry"]["coordinates"] == [table[0]["lon"], table[0]["lat"]]


def test_outlines_turn_counter_clockwise_and_name_no_reference_system(released):
    districts = Release.objects.get(dataset__slug="districts")
    file = districts.files.get(name="districts.geojson")
    collection = json.loads(path_of(file).read_text())

    assert "crs" not in collection
    for feature in collection["features"]:
        (ring,) = feature["geometry"]["coordinates"]
        turns = itertools.pairwise(ring)
        assert sum((x2 - x1) * (y2 + y1) for (x1, y1), (x2, y2) in turns) < 0


@pytest.mark.parametrize("text", ["=1+1", "+82", "-3", "@SUM(A1)", "\tx", "\rx"])
def test_no_cell_is_run_as_a_formula(text):
    assert cell(text) == f"'{text}"


def test_numbers_stay_numbers():
    assert cell(-3.5) == -3.5
    assert cell(12.0) == 12
    assert cell(None) == ""


def test_a_formula_in_the_name_of_a_category_is_harmless(short_life):
    Category.objects.filter(slug="walking").update(name=words("=HYPERLINK(1)"))

    (release, *_others) = release_data(run=compute_figures())

    rows = list(
        csv.DictReader(path_of(release.files.get(name="categories.csv")).open(encoding="utf-8-sig"))
    )
    assert {row["name_ko"] for row in rows} >= {"'=HYPERLINK(1)"}


def test_every_column_of_every_file_is_in_its_dictionary(released):
    for file in ReleaseFile.objects.filter(name__endswith=".csv").exclude(
        name__endswith="-dictionary.csv"
    ):
        header = path_of(file).open(encoding="utf-8-sig").readline().strip().split(",")
        dictionary = path_of(file).with_name(file.name.replace(".csv", "-dictionary.csv"))
        told = [row["name"] for row in csv.DictReader(dictionary.open(encoding="utf-8-sig"))]
        assert set(header) <= set(told), file.name


def test_a_demonstration_marks_every_row(short_life, city):
    city.is_demo = True
    city.save()

    (release, *_others) = release_data(run=compute_figures())

    rows = list(
        csv.DictReader(path_of(release.files.get(name="proposals.csv")).open(encoding="utf-8-sig"))
    )
    assert {row["mark"] for row in rows} == {"시연용 demonstration"}


@pytest.mark.parametrize(
    "address",
    ["/data/proposals/2020-01-01/proposals.csv", "/data/nothing/", "/data/proposals/x/../../secret_key",
     "/data/proposals/2020-01-01/%2e%2e%2fdb.sqlite3"],
)  # fmt: skip
def test_there_is_nothing_at_invented_addresses(released, visitor, address):
    assert visitor.get(address).status_code == 404


def test_the_command_releases_the_newest_figures(short_life):
    call_command("release_data")

    assert Release.objects.count() == len(DATASETS)


def test_the_night_ends_with_a_release_and_a_quiet_one_with_none(short_life):
    queue_figures()
    run_due_jobs()
    assert Release.objects.count() == len(DATASETS)
    assert not Job.objects.exclude(status=Job.Status.DONE).exists()

    queue_release(Run.objects.get())
    run_due_jobs()
    assert Release.objects.count() == len(DATASETS)


def test_another_way_of_counting_is_a_release_of_its_own(short_life, city):
    run = compute_figures()
    release_data(run=run)
    city.smallest_group += 1
    city.save()

    again = release_data(run=compute_figures())

    assert {release.name[-2:] for release in again} == {".2"}
