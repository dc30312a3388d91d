"""A file that leaked: its bytes go at once, what it was and why stays."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from accounts.models import AccessLog
from city.words import words
from reports.models import Withdrawal
from reports.opendata.release import path_of
from reports.opendata.withdraw import NoReason, others_of_table, withdraw_file
from tests.reports.shelves import ROWS, put_on_shelf

pytestmark = pytest.mark.django_db
FILE = "/data/proposals/2026-10-31/proposals.csv"
WHY = words("전화번호가 들어 있었습니다.", "It held a telephone number.")


@pytest.fixture
def leaked(city):
    return put_on_shelf().files.get(name="proposals.csv")


@pytest.fixture
def gone(leaked, manager, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        withdraw_file(file=leaked, reason=WHY, by=manager)
    return leaked


def test_the_bytes_are_gone_and_the_rest_stays(gone):
    assert not path_of(gone).exists()
    assert path_of(gone).with_name("proposals.parquet").exists()
    assert (gone.withdrawal.reason["ko"], gone.size, len(gone.digest)) == (WHY["ko"], len(ROWS), 64)


def test_the_address_says_kindly_that_it_is_gone(gone, visitor):
    answer = visitor.get(FILE)
    page = answer.content.decode()

    assert answer.status_code == 410
    for shown in (WHY["ko"], gone.digest, "proposals.csv", "지워 주세요"):
        assert shown in page, shown
    assert visitor.get(f"{FILE}?encoding=cp949").status_code == 410
    assert (
        visitor.get(FILE, headers={"if-none-match": f'"{gone.digest}-utf-8-0"'}).status_code == 410
    )


def test_the_page_of_the_dataset_shows_it_without_its_rows(gone, visitor):
    page = visitor.get("/data/proposals/").content.decode()

    assert WHY["ko"] in page
    assert gone.digest in page
    assert "walking" not in page.split("table-proposals")[1].split("<details")[0]
    assert f'href="{FILE}"' not in page


def test_the_catalogue_lists_it_no_more(
    leaked, manager, visitor, django_capture_on_commit_callbacks
):
    assert FILE.encode() in visitor.get("/data/catalog.ttl").content

    with django_capture_on_commit_callbacks(execute=True):
        withdraw_file(file=leaked, reason=WHY, by=manager)

    assert FILE.encode() not in visitor.get("/data/catalog.ttl").content


def test_it_is_noted_who_did_it(gone, manager):
    (line,) = AccessLog.objects.filter(action="data-withdraw")
    assert (line.staff, line.thread) == (manager, f"data-file:{gone.pk}")


def test_a_second_click_changes_nothing(gone, manager):
    again = withdraw_file(file=gone, reason=words("다른 이유"), by=manager)

    assert again.reason["ko"] == WHY["ko"]
    assert AccessLog.objects.filter(action="data-withdraw").count() == 1


def test_what_was_written_cannot_be_rewritten(gone):
    with pytest.raises(DatabaseError), transaction.atomic():
        Withdrawal.objects.update(reason={"ko": "실수"})


def test_an_officer_cannot(leaked, officer):
    with pytest.raises(PermissionDenied):
        withdraw_file(file=leaked, reason=WHY, by=officer)
    assert path_of(leaked).exists()


@pytest.mark.parametrize("reason", [words(""), words("  ")])
def test_readers_must_learn_why(leaked, manager, reason):
    with pytest.raises(NoReason):
        withdraw_file(file=leaked, reason=reason, by=manager)
    assert not Withdrawal.objects.exists()


def test_nothing_is_deleted_when_the_row_is_not_kept(leaked, manager):
    with pytest.raises(RuntimeError), transaction.atomic():
        withdraw_file(file=leaked, reason=WHY, by=manager)
        raise RuntimeError

    assert path_of(leaked).exists()


def test_the_same_rows_lie_in_other_formats(leaked):
    names = [other.name for other in others_of_table(leaked)]
    assert names == ["proposals.geojson", "proposals.parquet"]


def test_a_manager_takes_it_away_with_the_other_formats(
    leaked, manager, sign_in, django_capture_on_commit_callbacks
):
    desk = sign_in(manager)
    address = f"/desk/reports/data/files/{leaked.pk}/withdraw/"
    assert "proposals.geojson" in desk.get(address).content.decode()

    said = {"reason_0": WHY["ko"], "reason_1": WHY["en"], "with_others": "on", "is_sure": "on"}
    with django_capture_on_commit_callbacks(execute=True):
        answer = desk.post(address, said, follow=True)

    assert "이유는 남습니다" in answer.content.decode()
    assert Withdrawal.objects.count() == 3
    assert not path_of(leaked).with_name("proposals.geojson").exists()
    assert desk.get("/desk/reports/data/").status_code == 200
    assert desk.get(address).status_code == 302


@pytest.mark.parametrize(
    "said",
    [{"reason_0": "이유"}, {"is_sure": "on"}, {"reason_0": "\x00", "is_sure": "on"},
     {"reason_0": "가" * 5000, "is_sure": "on"}],
)  # fmt: skip
def test_a_form_that_is_not_whole_takes_nothing_away(leaked, manager, sign_in, said):
    answer = sign_in(manager).post(f"/desk/reports/data/files/{leaked.pk}/withdraw/", said)

    assert answer.status_code in (200, 400)
    assert path_of(leaked).exists()
    assert not Withdrawal.objects.exists()


def test_an_officer_sees_the_files_and_cannot_withdraw(leaked, officer, sign_in):
    desk = sign_in(officer)

    assert (
        "관리자가 할 수 있음"
        in desk.get("/desk/reports/data/proposals/2026-10-31/").content.decode()
    )
    assert desk.post(f"/desk/reports/data/files/{leaked.pk}/withdraw/").status_code == 403


def test_the_api_says_why_it_is_gone(gone, visitor):
    files = visitor.get("/api/v1/datasets/proposals/").json()["releases"][0]["files"]

    told = {file["name"]: file["withdrawn"] for file in files}
    assert told["proposals.csv"] == WHY
    assert told["proposals.parquet"] is None


def test_the_same_bytes_in_other_releases_go_with_it_when_asked(
    leaked, manager, sign_in, django_capture_on_commit_callbacks
):
    older = put_on_shelf("2026-10-01").files.get(name="proposals.csv")
    other = put_on_shelf("2026-09-01", files={"proposals.csv": b"id\r\n7\r\n"}).files.get()
    browser, address = sign_in(manager), f"/desk/reports/data/files/{leaked.pk}/withdraw/"
    said = {"reason_0": WHY["ko"], "is_sure": "on"}

    page = browser.get(address).content.decode()
    assert "2026-10-01: proposals.csv" in page
    assert "2026-09-01" not in page
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(address, said | {"with_copies": "on"})

    assert not path_of(leaked).exists()
    assert not path_of(older).exists()
    assert path_of(other).exists()
    assert set(Withdrawal.objects.values_list("file", flat=True)) == {leaked.pk, older.pk}


def test_copies_stay_where_nobody_asks_for_them(
    leaked, manager, sign_in, django_capture_on_commit_callbacks
):
    older = put_on_shelf("2026-10-01").files.get(name="proposals.csv")
    with django_capture_on_commit_callbacks(execute=True):
        sign_in(manager).post(
            f"/desk/reports/data/files/{leaked.pk}/withdraw/",
            {"reason_0": WHY["ko"], "is_sure": "on"},
        )

    assert path_of(older).exists()
