"""What is published stays; a correction says why and what reads otherwise, and all are listed."""

import hashlib
import xml.etree.ElementTree as ET
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.utils import timezone

from accounts.moderation import decide_case
from city.models import City
from city.words import words
from proposals.triage import decide
from reports.models import Report, Withdrawal
from reports.publish import ReportNotReady, correct, publish
from tests import factories as f
from tests.reports.built import built, finish

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def proposal(populated, resident):
    return f.ProposalFactory(author=resident, title="횡단보도가 어둡습니다")


@pytest.fixture
def first(proposal, manager):
    return publish(report=built(kind="city", slug="autumn", by=manager), by=manager)


@pytest.fixture
def second(first, manager):
    f.ProposalFactory()
    fresh = finish(correct(report=first, reason=words("한 건이 빠져 있었습니다."), by=manager))
    return publish(report=fresh, by=manager)


def test_the_file_of_a_version_has_the_checksum_of_its_page(first, visitor):
    answer = visitor.get("/reports/autumn/v1.json")

    assert hashlib.sha256(answer.content).hexdigest() == first.digest
    assert first.digest in visitor.get("/reports/autumn/1/").content.decode()
    file = answer.json()
    assert file["report"]["slug"] == "autumn"
    assert file["report"]["code_version"] == first.code_version
    assert {one["file"] for one in file["data"]} >= {"proposals.csv", "support.csv"}
    assert file["smallest_group"] == 5
    assert file["boundaries"]["population_on"] == "2025-12-31"


def test_a_sealed_report_cannot_be_touched_in_the_database(first):
    for column, value in (("digest", ""), ("changes", [1]), ("legal_basis", "x"), ("frozen", {})):
        with pytest.raises(DatabaseError), transaction.atomic():
            Report.objects.filter(pk=first.pk).update(**{column: value})


def test_a_correction_says_what_reads_otherwise(second, visitor):
    received = next(
        row for row in second.changes if row["key"] == "proposals_received" and not row["cut"]
    )
    assert (received["before"]["value"], received["after"]["value"]) == (1, 2)
    assert all(row["before"] != row["after"] for row in second.changes)

    page = visitor.get("/reports/autumn/").content.decode()
    assert "한 건이 빠져 있었습니다." in page
    assert "이전 판과 달라진 값" in page


def test_a_version_keeps_its_bytes_when_it_is_corrected(first, manager, visitor):
    before = visitor.get("/reports/autumn/v1.json").content
    publish(report=finish(correct(report=first, reason=words("고침"), by=manager)), by=manager)

    assert visitor.get("/reports/autumn/v1.json").content == before
    assert visitor.get("/reports/autumn/v2.json").json()["report"]["changes"] == []


def test_one_correction_is_made_at_a_time(first, officer, resident):
    correct(report=first, reason=words("고침"), by=officer)

    with pytest.raises(ReportNotReady):
        correct(report=first, reason=words("또 고침"), by=officer)
    with pytest.raises(PermissionDenied):
        correct(report=first, reason=words("내 생각"), by=resident)


def test_all_corrections_and_withdrawn_files_are_listed_and_fed(second, manager, visitor):
    file = second.run.releases.first().files.first()
    Withdrawal.objects.create(file=file, reason=words("주소가 들어 있었습니다."), by=manager)

    page = visitor.get("/reports/corrections/").content.decode()
    entries = ET.fromstring(visitor.get("/feeds/corrections.atom").content).findall(f"{ATOM}entry")

    for told in (page, " ".join(entry.find(f"{ATOM}summary").text for entry in entries)):
        assert "한 건이 빠져 있었습니다." in told
        assert "주소가 들어 있었습니다." in told
    assert file.name in page
    assert file.digest in page
    assert len(entries) == 2


def test_without_corrections_the_list_says_so(city, visitor):
    assert "아직 정정한 것이 없습니다" in visitor.get("/reports/corrections/").content.decode()


@pytest.mark.parametrize(
    "address", ["autumn/v2.json", "autumn/v0.json", "draft/v1.json", "x/v1.json"]
)
def test_what_is_not_published_has_no_file(first, manager, visitor, address):
    built(kind="city", slug="draft", by=manager)

    assert visitor.get(f"/reports/{address}").status_code == 404


# ── What you said, what we did ───────────────────────────────────────────────────────────────


def test_answers_are_frozen_and_titles_are_not(proposal, officer, manager, visitor):
    decide(proposal=proposal, status="accepted", reason="내년에 합니다.", by=officer)
    report = publish(report=built(kind="city", slug="answers", by=manager), by=manager)

    (group,) = report.frozen["answers"]
    assert (group["answer"], group["count"], group["proposals"]) == ("accepted", 1, [proposal.pk])
    assert "횡단보도" not in str(report.frozen)
    assert "횡단보도가 어둡습니다" in visitor.get("/reports/answers/").content.decode()

    decide_case(kind="proposal", target=proposal.pk, hide=True, reason="욕설", by=officer)

    page = visitor.get("/reports/answers/").content.decode()
    assert "횡단보도" not in page
    assert f"제안 {proposal.pk}" in page


# ── Before an election ───────────────────────────────────────────────────────────────────────


def test_before_an_election_the_legal_basis_is_asked_and_kept(proposal, manager, sign_in, visitor):
    report = built(kind="city", slug="spring", by=manager)
    City.objects.update(election_on=timezone.localdate() + timedelta(days=60))
    browser = sign_in(manager)

    assert 'name="legal_basis"' in browser.get(f"/desk/reports/{report.pk}/").content.decode()
    browser.post(f"/desk/reports/{report.pk}/publish/", {"legal_basis": "  "})
    assert not Report.objects.get(pk=report.pk).is_published
    browser.post(f"/desk/reports/{report.pk}/publish/", {"legal_basis": "조례 제3조"})

    assert Report.objects.get(pk=report.pk).legal_basis == "조례 제3조"
    assert "조례 제3조" in visitor.get("/reports/spring/").content.decode()


def test_what_was_typed_stays_when_something_else_is_missing(proposal, manager, sign_in):
    report = built(kind="city", slug="spring", by=manager)
    Report.objects.update(summary={})
    City.objects.update(election_on=timezone.localdate() + timedelta(days=60))

    answer = sign_in(manager).post(
        f"/desk/reports/{report.pk}/publish/", {"legal_basis": "조례 제3조"}
    )

    assert "조례 제3조" in answer.content.decode()


@pytest.mark.parametrize("said", ["", "가" * 1001])
def test_a_legal_basis_that_is_missing_or_too_long_is_said_beside_it(
    proposal, manager, sign_in, said
):
    report = built(kind="city", slug="spring", by=manager)
    City.objects.update(election_on=timezone.localdate() + timedelta(days=60))

    page = sign_in(manager).post(f"/desk/reports/{report.pk}/publish/", {"legal_basis": said})

    assert page.context["publish_form"].errors["legal_basis"]
    assert said in page.content.decode()
    assert not Report.objects.get(pk=report.pk).is_published
