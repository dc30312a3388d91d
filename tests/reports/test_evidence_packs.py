"""Evidence packs: what stands in them, that they are frozen, and what happens with odd requests."""

import hashlib
import io
import zipfile
from copy import deepcopy
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.test import override_settings
from django.utils import timezone

from city.digest import digest_of
from city.words import words
from jobs.models import Job
from jobs.run import run_job
from pilots.conclude import conclude
from pilots.models import Partner
from reports.compute import values_of
from reports.evidence import build
from reports.evidence.ask import PackRefused, ask_for_days, ask_for_pilot, make_again
from reports.evidence.build import as_json, freeze, make_file
from reports.evidence.data import data_of
from reports.extract.scope import Scope
from reports.models import EvidencePack, Indicator, IndicatorYear, Run
from reports.paper.pdf import CannotPrint
from tests import factories as f
from tests.reports.acts import Life

pytestmark = pytest.mark.django_db
PACKS = "/desk/reports/evidence/"


@pytest.fixture
def draw_no_pdf(monkeypatch):
    """A PDF takes seconds; where only its keeping matters, any bytes do."""
    monkeypatch.setitem(build.WRITERS, "pdf", lambda pack, language: b"%PDF-1.7")


@pytest.fixture(scope="module")
def once(django_db_setup, django_db_blocker, tmp_path_factory):
    """A pack of all days of a short life, with one indicator: worked out once for all tests here."""
    folder = tmp_path_factory.mktemp("once")
    own = override_settings(EXTRACT_ROOT=folder, RELEASES_ROOT=folder, EVIDENCE_ROOT=folder)
    with django_db_blocker.unblock(), own, transaction.atomic():
        f.make_city()
        Life().live(30)
        today = timezone.localdate()
        indicator = f.make_indicator(gap=words("상설 공간이 없습니다.", "No permanent place."))
        IndicatorYear.objects.create(indicator=indicator, year=today.year, target=10_000)
        made = ask_for_days(
            since=today - timedelta(days=400), until=today, by=f.UserFactory(role="manager")
        )
        freeze(made)
        stored = values_of(made.run, Scope(since=made.since, until=made.until))
        again = data_of(made)
        transaction.set_rollback(True)
    return made, stored, again


@pytest.fixture
def pack(once, manager):
    """The same, in the database of this test."""
    made = once[0]
    return EvidencePack.objects.create(
        since=made.since, until=made.until, run=Run.objects.create(as_of=made.run.as_of),
        data=deepcopy(made.data), digest=made.digest, built_at=made.built_at, asked_by=manager,
        asked_at=made.asked_at,
    )  # fmt: skip


def figures_in(data: dict) -> dict[tuple, dict]:
    tables = [table for chapter in data["chapters"] for table in chapter["tables"]]
    rows = [row for table in tables if table["kind"] == "figures" for row in table["rows"]]
    return {(row["key"], tuple(row["cut"].items())): row for row in rows}


def test_every_figure_is_the_registry_s_value_of_these_days(once):
    pack, stored, _again = once
    known = {(row["key"], tuple(row["cut"].items())): row for row in stored}

    shown = figures_in(pack.data)

    assert len(shown) > 30
    for place, row in shown.items():
        if place in known:
            hidden = known[place]["hidden"]
            assert row["value"] == (None if hidden else known[place]["value"]), place
        else:
            assert row["value"] is None, place
    assert {row["key"] for row in shown.values()} <= {d["key"] for d in pack.data["definitions"]}


def test_people_are_told_of_the_whole_time_and_say_so(pack, sign_in, manager):
    shown = figures_in(pack.data)
    page = sign_in(manager).get(pack.get_absolute_url()).content.decode()

    assert shown["people_taking_part", ()]["in_period"] is False
    assert shown["proposals_received", ()]["in_period"] is True
    assert "도시 전체, 시작부터" in page
    assert "인증 점수를 계산하지 않습니다" in page


def test_an_indicator_says_target_value_and_what_is_missing(once):
    pack = once[0]
    said = pack.data["indicators"][0]

    received = figures_in(pack.data)["proposals_received", ()]["value"]
    assert (said["target"], said["value"], said["from"]) == (10_000, received, "figure")
    assert said["difference"] == received - 10_000
    assert said["is_met"] is False
    assert said["gap"] == {"ko": "상설 공간이 없습니다.", "en": "No permanent place."}


def test_a_value_typed_in_counts_before_a_figure_and_less_may_be_better(city, manager):
    today = timezone.localdate()
    indicator = f.make_indicator(wanted=Indicator.Wanted.AT_MOST)
    year = {"indicator": indicator, "year": today.year, "target": 5, "reached": 4}
    IndicatorYear.objects.create(**year, note=words("시민 의식 조사"))
    f.make_indicator(figures=[{"key": "long_gone", "cut": {}}])
    f.make_indicator(is_retired=True)
    made = ask_for_days(since=today, until=today, by=manager)
    freeze(made)

    typed, gone = made.data["indicators"]

    assert (typed["value"], typed["from"], typed["is_met"]) == (4, "typed", True)
    assert gone["value"] is None
    assert gone["figures"][0]["is_counted"] is False
    assert build.write_sheets(made)


def test_the_same_pack_again_is_the_same_bytes(once, pack, sign_in, officer):
    assert digest_of(once[2]) == pack.digest
    assert hashlib.sha256(as_json(pack)).hexdigest() == pack.digest

    answer = sign_in(officer).get(f"{pack.get_absolute_url()}data.json")
    assert hashlib.sha256(answer.content).hexdigest() == pack.digest


def test_what_is_built_stays_as_it_is(pack):
    freeze(pack)  # a job that starts again
    pack.refresh_from_db()
    assert digest_of(pack.data) == pack.digest

    with pytest.raises(DatabaseError), transaction.atomic():
        EvidencePack.objects.filter(pk=pack.pk).update(digest="x")


def test_sheets_and_hwpx_say_the_figures_with_their_definitions(pack):
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(build.write_sheets(pack)))
    hwpx = zipfile.ZipFile(io.BytesIO(build.WRITERS["hwpx"](pack, "en")))

    rows = {row[0]: row for row in book.worksheets[1].iter_rows(values_only=True)}
    received = figures_in(pack.data)["proposals_received", ()]["value"]
    assert rows["접수된 제안"][2] == received
    assert "접수된 공개 제안의 수" in rows["접수된 제안"][7]
    assert any(row[0] == "proposals_received" for row in book.worksheets[-1].values)
    text = hwpx.read("Contents/section0.xml").decode()
    assert "computes no certification points" in text
    assert "No permanent place." in text


def test_a_job_makes_every_file_once_and_staff_download_them(
    populated, manager, officer, sign_in, draw_no_pdf
):
    client = sign_in(manager)
    today = timezone.localdate()
    page = client.post(
        PACKS, {"about": "days", "since": today.isoformat(), "until": today.isoformat()}
    )
    pack = EvidencePack.objects.get()
    assert page.url == pack.get_absolute_url()
    assert "hx-get" in client.get(page.url).content.decode()

    run_job(Job.objects.get(kind="reports.evidence").pk)
    made = {(file.kind, file.language): file.digest for file in pack.files.all()}
    make_again(pack=pack, by=manager)
    run_job(Job.objects.filter(kind="reports.evidence").latest("pk").pk)

    assert len(made) == 6
    assert {(file.kind, file.language): file.digest for file in pack.files.all()} == made
    officers = sign_in(officer)
    answer = officers.get(f"{page.url}en.xlsx")
    content = b"".join(answer.streaming_content)
    assert hashlib.sha256(content).hexdigest() == made["xlsx", "en"]
    assert officers.get(page.url).status_code == 200
    assert str(pack.pk) in officers.get(PACKS).content.decode()


def test_of_two_workers_the_checksum_is_that_of_the_file_that_lies_there(pack, monkeypatch):
    drawn = iter([b"of one", b"of the other"])
    monkeypatch.setitem(build.WRITERS, "xlsx", lambda pack, language: next(drawn))

    rows = [make_file(pack=pack, kind="xlsx", language="ko") for _worker in range(2)]

    assert build.path_of(pack, "xlsx", "ko").read_bytes() == b"of one"
    assert rows[0] == rows[1] == pack.files.get()
    assert rows[0].digest == hashlib.sha256(b"of one").hexdigest()


def test_a_full_disk_leaves_no_file_and_the_next_try_makes_it_whole(pack, monkeypatch):
    def full(target, content):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(build, "write_whole", full)
        with pytest.raises(OSError, match="No space"):
            make_file(pack=pack, kind="xlsx", language="ko")
    assert not pack.files.exists()

    assert make_file(pack=pack, kind="xlsx", language="ko") == pack.files.get()
    assert build.path_of(pack, "xlsx", "ko").exists()


def test_a_failure_is_said_and_tried_again(populated, manager, sign_in, monkeypatch):
    today = timezone.localdate()
    pack = ask_for_days(since=today, until=today, by=manager)
    with monkeypatch.context() as broken:
        broken.setattr(build, "data_of", _full_disk)
        job = Job.objects.get(kind="reports.evidence")
        Job.objects.filter(pk=job.pk).update(max_attempts=1)
        run_job(job.pk)
    page = sign_in(manager).get(pack.get_absolute_url()).content.decode()
    assert "디스크" in page

    make_again(pack=pack, by=manager)
    assert Job.objects.get(pk=job.pk).status in Job.OPEN


def _full_disk(pack):
    raise OSError(28, "No space left on device")


def test_without_the_program_that_draws_the_others_are_there(pack, manager, sign_in, monkeypatch):
    def cannot(pack, language):
        raise CannotPrint

    monkeypatch.setitem(build.WRITERS, "pdf", cannot)
    assert make_file(pack=pack, kind="pdf", language="ko") is None
    assert make_file(pack=pack, kind="xlsx", language="ko")
    assert "Pango" in sign_in(manager).get(pack.get_absolute_url()).content.decode()


def test_an_empty_city_has_a_pack_too(city, manager):
    pack = ask_for_days(since=date(2020, 1, 1), until=date(2020, 1, 31), by=manager)
    freeze(pack)

    assert figures_in(pack.data)["proposals_received", ()]["value"] in (0, None)
    assert build.write_sheets(pack)
    assert build.tree_of(pack, "ko") is not None


@pytest.mark.parametrize(
    ("since", "until", "field"),
    [(1, 0, "until"), (0, -5, "until"), (400_000, 0, "since")],
)
def test_days_that_cannot_be_are_refused(manager, since, until, field):
    today = timezone.localdate()
    first = today + timedelta(days=since) if since < 1000 else date(1066, 1, 1)

    with pytest.raises(PackRefused) as refusal:
        ask_for_days(since=first, until=today + timedelta(days=until), by=manager)
    assert refusal.value.field == field
    with pytest.raises(PackRefused):
        ask_for_days(since=today, until=today + timedelta(days=1), by=manager)
    assert not EvidencePack.objects.exists()


def test_what_was_typed_stays_when_the_days_are_refused(manager, sign_in, city):
    page = sign_in(manager).post(
        PACKS, {"about": "days", "since": "2026-05-01", "until": "gestern"}
    )

    assert page.status_code == 422
    assert "2026-05-01" in page.content.decode()


def test_asked_twice_while_it_is_made_it_is_one(manager, city):
    today = timezone.localdate()

    first = ask_for_days(since=today, until=today, by=manager)

    assert ask_for_days(since=today, until=today, by=manager) == first
    assert ask_for_days(since=today - timedelta(days=1), until=today, by=manager) != first


def test_only_managers_ask_and_only_staff_read(manager, officer, resident, sign_in, city):
    today = timezone.localdate()
    with pytest.raises(PermissionDenied):
        ask_for_days(since=today, until=today, by=officer)
    pack = ask_for_days(since=today, until=today, by=manager)
    with pytest.raises(PermissionDenied):
        make_again(pack=pack, by=officer)

    assert sign_in(officer).post(PACKS, {"about": "days"}).status_code == 403
    assert sign_in(resident).get(pack.get_absolute_url()).status_code == 403


# ── One pilot ────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def concluded(city, officer, manager):
    pilot = f.make_pilot(stage="evaluating", manager=officer)
    conclude(
        pilot=pilot, verdict="adopt", reasons=words("효과가 있습니다.", "It works."), by=manager
    )
    return pilot


def tables_of(pack: EvidencePack) -> dict[str, dict]:
    return {
        table["title"]["en"]: table
        for chapter in pack.data["chapters"]
        for table in chapter["tables"]
    }


def test_a_pilot_s_pack_has_plan_changes_decision_and_costs(concluded, manager):
    pack = ask_for_pilot(pilot=concluded, by=manager)
    freeze(pack)

    codes = [chapter["code"] for chapter in pack.data["chapters"]]
    assert codes == ["protocol", "effect", "technology", "costs", "spread"]
    tables = tables_of(pack)
    assert tables["Before and after"]["rows"][0][0] == {"ko": "대기 시간", "en": "Waiting time"}
    assert {"ko": "효과가 있습니다.", "en": "It works."} in [
        row[1] for row in tables["Decision"]["rows"]
    ]
    assert concluded.conclusion.digest in [row[1] for row in tables["Decision"]["rows"]]
    assert digest_of(data_of(pack)) == pack.digest
    assert build.write_sheets(pack)


def test_a_pilot_without_a_result_says_so(city, manager):
    pilot = f.make_pilot(stage="running", running_from=timezone.localdate() - timedelta(days=9))
    pack = ask_for_pilot(pilot=pilot, by=manager)
    freeze(pack)

    assert tables_of(pack)["Decision"]["rows"][0][1]["en"] == "not decided yet"
    assert "no result yet" in pack.data["chapters"][1]["says"]["en"]


def test_a_pilot_in_preparation_has_no_pack(city, manager, sign_in):
    pilot = f.make_pilot(stage="draft")

    with pytest.raises(PackRefused):
        ask_for_pilot(pilot=pilot, by=manager)
    assert sign_in(manager).post(PACKS, {"about": "pilot", "pilot": pilot.pk}).status_code == 422


def test_partners_known_by_their_own_name_are_not_named(concluded, manager):
    for kind, name in (("expert", "CANARY 박사"), ("company", "가람전자")):
        Partner.objects.create(pilot=concluded, kind=kind, name=words(name))
    pack = ask_for_pilot(pilot=concluded, by=manager)
    freeze(pack)

    said = as_json(pack).decode()
    assert "CANARY" not in said
    assert "가람전자" in said
