"""/data/ as residents, spreadsheets and programs meet it."""

import csv
import io
import json
import re
from datetime import timedelta

import pytest
from django.utils import timezone

from reports.models import Dataset, DownloadCount
from reports.opendata.downloads import downloads_of
from tests.reports.shelves import FILES, ROWS, body, put_on_shelf

pytestmark = pytest.mark.django_db
FILE = "/data/proposals/2026-10-31/proposals.csv"


@pytest.fixture
def shelf(city):
    return put_on_shelf()


def test_a_resident_sees_what_it_is_and_how_it_begins(shelf, visitor):
    page = visitor.get("/data/proposals/").content.decode()

    for shown in ("제안", "2줄", "walking", "처음 열 줄", "분야", "매일 밤", "공공누리 제1유형", "인용하기",
                  "자료 오류 신고", "SHA-256", "http://127.0.0.1:8000/data/proposals/2026-10-31/"):  # fmt: skip
        assert shown in page, shown


def test_allowed_values_stand_beside_their_meaning(shelf, visitor):
    page = visitor.get("/data/proposals/").content.decode()

    assert "<code>received</code> 접수" in page


def test_every_release_keeps_its_address(shelf, visitor):
    newest = put_on_shelf("2026-11-01", at=timezone.now() + timedelta(days=1))

    old, new = (visitor.get(f"/data/proposals/{name}/") for name in ("2026-10-31", newest.name))
    assert "이전 공개본입니다" in old.content.decode()
    assert "이전 공개본입니다" not in new.content.decode()
    assert visitor.get("/data/proposals/2026-01-01/").status_code == 404


def test_many_releases_cost_no_more_queries(shelf, visitor, django_assert_max_num_queries):
    for day in range(1, 16):
        put_on_shelf(f"2026-11-{day:02}", at=timezone.now() + timedelta(days=day))

    with django_assert_max_num_queries(14):
        page = visitor.get("/data/proposals/")
    assert "2026-11-15" in page.content.decode()
    assert "page=2" in page.content.decode()


def test_downloads_are_counted_by_day_and_nobody_is_noted(shelf, visitor):
    for _time in range(3):
        body(visitor.get(FILE))
    visitor.head(FILE)
    visitor.get(FILE, headers={"range": "bytes=2-5"})
    tag = visitor.get(FILE)["ETag"]
    visitor.get(FILE, headers={"if-none-match": tag})

    (row,) = DownloadCount.objects.all()
    assert (row.dataset, row.number, row.day) == (shelf.dataset, 4, timezone.localdate())
    assert {field.name for field in DownloadCount._meta.fields} == {
        "id",
        "dataset",
        "day",
        "number",
    }


def test_old_downloads_count_in_all_and_not_as_recent(shelf):
    today = timezone.localdate()
    for days, number in ((0, 2), (29, 3), (30, 5)):
        DownloadCount.objects.create(
            dataset=shelf.dataset, day=today - timedelta(days=days), number=number
        )

    assert downloads_of(shelf.dataset) == {"all": 10, "recent": 5}


def test_a_piece_of_a_file_can_be_asked_for(shelf, visitor):
    answer = visitor.get(FILE, headers={"range": "bytes=3-10"})

    assert answer.status_code == 206
    assert body(answer) == ROWS[3:11]
    assert answer["Content-Range"] == f"bytes 3-10/{len(ROWS)}"
    assert visitor.get(FILE, headers={"range": "bytes=99999-"}).status_code == 416
    assert body(visitor.get(FILE, headers={"range": "lines=1-2"})) == ROWS


def test_a_piece_is_not_put_to_other_bytes(shelf, visitor):
    headers = {"range": "bytes=3-10", "if-range": '"of-another-file"'}

    assert visitor.get(FILE, headers=headers).status_code == 200


def test_an_older_spreadsheet_gets_cp949_with_korean_headings(city, visitor):
    content = "\ufeffid,category\r\n1,보행\r\n2,🙂 똠방각하 뷁\r\n".encode()
    put_on_shelf(files={**FILES, "proposals.csv": content})

    answer = visitor.get(f"{FILE}?encoding=cp949&header=ko")
    rows = list(csv.reader(io.StringIO(body(answer).decode("cp949"))))

    assert rows == [["제안 번호", "분야"], ["1", "보행"], ["2", "? 똠방각하 뷁"]]
    assert answer["X-Replaced-Characters"] == "1"
    assert answer["Content-Type"] == "text/csv; charset=cp949; header=present"
    assert "물음표로 바뀌는 글자 1자" in visitor.get("/data/proposals/").content.decode()


def test_a_strange_encoding_gives_the_file_as_it_is(shelf, visitor):
    assert body(visitor.get(f"{FILE}?encoding=klingon%00&header=xx")) == ROWS
    assert body(visitor.get(FILE.replace(".csv", ".parquet") + "?encoding=cp949")) == b"PAR1"


def test_each_form_of_a_file_has_a_tag_of_its_own(shelf, visitor):
    tags = {visitor.get(FILE + asked)["ETag"] for asked in ("", "?encoding=cp949", "?header=ko")}

    assert len(tags) == 3


def test_search_engines_read_what_the_page_shows(shelf, visitor):
    page = visitor.get("/data/proposals/").content.decode()
    (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    said = json.loads(block)

    assert (said["@type"], said["name"], said["version"]) == ("Dataset", "제안", "2026-10-31")
    csv_file = said["distribution"][0]
    assert csv_file["sha256"] in page
    assert csv_file["contentUrl"].endswith(FILE)


def test_no_title_breaks_out_of_the_block(shelf, visitor):
    evil = "</script><script>alert(1)</script><!--"
    Dataset.objects.update(title={"ko": evil}, description={"ko": evil})

    page = visitor.get("/data/proposals/").content.decode()
    (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert json.loads(block)["name"] == evil
    assert "<script>alert" not in page


def test_a_lost_file_is_not_there_and_breaks_no_page(shelf, visitor, settings):
    for path in settings.RELEASES_ROOT.rglob("proposals.csv"):
        path.unlink()

    assert visitor.get(FILE).status_code == 404
    assert visitor.get("/data/proposals/").status_code == 200


def test_a_city_without_data_says_when_it_comes(visitor):
    assert "아직" in visitor.get("/data/").content.decode()
