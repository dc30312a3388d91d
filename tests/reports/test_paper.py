"""A report on paper says what its page says: PDF, HWPX and spreadsheet, made once and kept."""

import io
import re
from copy import deepcopy
from hashlib import sha256

import pytest
from django.db import transaction
from django.test import override_settings
from django.utils import timezone, translation
from lxml import html

from city.words import words
from jobs.models import Job
from jobs.run import run_job
from reports.charts import draw_all
from reports.compute import compute_figures
from reports.freeze import freeze
from reports.models import Report, ReportFile, Run
from reports.paper import keep
from reports.paper.blocks import blocks_of
from reports.paper.hwpx import write_hwpx
from reports.paper.keep import make_file, queue_files, queue_missing
from reports.paper.pdf import CannotPrint, write_pdf
from reports.paper.render import paper_of
from reports.paper.sheets import write_sheets
from tests.factories import ProposalFactory, make_city
from tests.reports.acts import Life

pytestmark = pytest.mark.django_db
SAYS = "늦은 것은 늦었다고 적고, 이유도 각 제안의 처리 과정에 남겼습니다."


@pytest.fixture(scope="module")
def drawn(django_db_setup, django_db_blocker, tmp_path_factory):
    """What was frozen of a short life, and one of its charts: worked out once for all tests here."""
    folder = tmp_path_factory.mktemp("drawn")
    own = override_settings(EXTRACT_ROOT=folder, RELEASES_ROOT=folder)
    with django_db_blocker.unblock(), own, transaction.atomic():
        make_city()
        Life().live(30)
        run = compute_figures()
        frozen = freeze(Report(slug="x", title=words("제목"), run=run))
        transaction.set_rollback(True)
    chart = next(c for c in frozen["charts"] if c["kind"] == "bars" and c["rows"])
    return frozen, draw_all(chart)


@pytest.fixture
def report(populated, manager, drawn):
    """Published, with a chart of each width, but never built by jobs: only its files matter here."""
    frozen, pictures = deepcopy(drawn)
    now = timezone.now()
    proposal = ProposalFactory(title="학교 앞 횡단보도가 어두워요")
    frozen["answers"][0]["proposals"] = [proposal.pk]
    return Report.objects.create(
        slug="가을-보고서", title=words("가을 보고서", "Autumn"), summary=words("요약입니다.", "Summary."),
        words=words(SAYS, "What was late is said to be late."), run=Run.objects.create(as_of=now),
        built_at=now, published_at=now, published_by=manager, frozen=frozen, pictures=pictures,
    )  # fmt: skip


@pytest.fixture
def draw_no_pdf(monkeypatch):
    """A PDF takes seconds; where only its keeping matters, any bytes do."""
    monkeypatch.setitem(keep.WRITERS, "pdf", lambda report, language: b"%PDF-1.7")


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _pieces_of_page(page: bytes) -> list[str]:
    """Every piece of text of the report on its page, but for what only a screen can offer."""
    article = html.fromstring(page).xpath("//article")[0]
    for node in article.xpath(".//pre | .//*[contains(@class,'no-print')] | .//summary | .//svg"):
        node.drop_tree()
    return [piece for text in article.xpath(".//text()") if (piece := _squeezed(text))]


def _text_of_pdf(content: bytes) -> str:
    """Letters in the order in which they are drawn, without the lines that stand on every page."""
    import pikepdf

    said = []
    with pikepdf.open(io.BytesIO(content)) as pdf:
        for page in pdf.pages:
            letters = {name: _letters(font) for name, font in page.Resources.Font.items()}
            said.append(_drawn(pikepdf.parse_content_stream(page), letters))
    return _squeezed("".join(said))


def _letters(font) -> dict[str, str]:
    table = font.ToUnicode.read_bytes().decode("latin-1")
    pairs = re.findall(r"<([0-9A-Fa-f]{4})> <([0-9A-Fa-f]+)>", table)
    return {code.lower(): bytes.fromhex(letter).decode("utf-16-be") for code, letter in pairs}


def _drawn(stream, letters) -> str:
    said, font, skipped = [], {}, 0
    for operands, operator in stream:
        name = str(operator)
        if name in ("BMC", "BDC"):
            skipped += bool(skipped) or str(operands[0]) == "/Artifact"
        elif name == "EMC":
            skipped = max(skipped - 1, 0)
        elif name == "Tf":
            font = letters[str(operands[0])]
        elif name in ("Tj", "TJ") and not skipped:
            parts = operands[0] if name == "TJ" else operands
            codes = "".join(bytes(part).hex() for part in parts if not _is_number(part))
            said += [font.get(codes[i : i + 4], "") for i in range(0, len(codes), 4)]
    return "".join(said)


def _is_number(part) -> bool:
    return not hasattr(part, "__bytes__")


def test_page_pdf_and_hwpx_say_the_same(report, visitor):
    import pikepdf
    from hwpx import HwpxDocument

    pieces = _pieces_of_page(visitor.get("/reports/가을-보고서/").content)
    assert len(pieces) > 100
    pdf = write_pdf(paper_of(report, "ko"), report.pictures)
    hwpx = write_hwpx(paper_of(report, "ko"), report.pictures)

    printed = _text_of_pdf(pdf)
    filed = HwpxDocument.open(io.BytesIO(hwpx))
    written = _squeezed(filed.text.plain())
    # Titles of residents stand on the page alone: they can be taken back, a file cannot.
    screen = {"제목은오늘의제목입니다.", "학교앞횡단보도가어두워요"}
    assert {piece for piece in pieces if piece not in printed} == screen
    assert {piece for piece in pieces if piece not in written} == screen
    assert filed.parts.metadata.title == "가을 보고서"
    assert filed.validate().issues == ()
    assert len(list(filed.tables)) > 4

    with pikepdf.open(io.BytesIO(pdf)) as document:
        root = document.Root
        assert str(root.Lang) == "ko"
        assert bool(root.MarkInfo.Marked)
        assert "/StructTreeRoot" in root
        assert str(document.docinfo.Title) == "가을 보고서"
        with document.open_metadata() as about:
            assert about["pdfuaid:part"] == "1"
        fonts = [o for o in document.objects if _is_font(o)]
        assert fonts
        for font in fonts:
            assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(font.keys())
        alternatives = [o.Alt for o in document.objects if _is_figure(o)]
        assert alternatives
        assert all(str(words) for words in alternatives)


def _is_font(thing) -> bool:
    return hasattr(thing, "get") and thing.get("/Type") == "/FontDescriptor"


def _is_figure(thing) -> bool:
    return hasattr(thing, "get") and thing.get("/S") == "/Figure"


def test_a_pdf_of_a_demonstration_says_so_on_its_header(report):
    report.frozen["is_demo"] = True

    marks = paper_of(report, "ko").xpath("//*[@class='running-mark']")

    assert [mark.text_content() for mark in marks] == ["시연용"]


def test_paper_holds_no_title_that_a_resident_could_take_back(report, visitor):
    title = "학교 앞 횡단보도가 어두워요"

    assert title in visitor.get("/reports/가을-보고서/").content.decode()
    assert title not in paper_of(report, "ko").text_content()


def test_paper_has_headings_links_with_addresses_and_no_icons(report):
    tree = paper_of(report, "en")
    blocks = blocks_of(tree)

    assert [block.text for block in blocks if block.kind == "title"] == ["Autumn"]
    assert {"What we found", "How it was counted"} <= {
        block.text for block in blocks if block.kind == "heading"
    }
    assert any(block.kind == "picture" for block in blocks)
    assert any("https://" in block.text or "http://" in block.text for block in blocks)
    assert tree.xpath("//*[contains(@class, 'icon')]") == []


def _book(report: Report):
    from openpyxl import load_workbook

    with translation.override("ko"):
        return load_workbook(io.BytesIO(write_sheets(report)))


def test_a_spreadsheet_has_numbers_definitions_and_no_formula(report):
    report.title = words('=HYPERLINK("http://evil.test")')

    book = _book(report)

    assert book.sheetnames[0] == "보고서"
    assert book.sheetnames[-1] == "정의"
    values = {row[0]: row[1] for row in book["통계"].iter_rows(min_row=2, values_only=True)}
    counted = next(r for r in report.frozen["figures"] if r["key"] == "proposals_received")
    assert values["접수된 제안"] == counted["value"]
    assert len(list(book["정의"].rows)) == len(report.frozen["definitions"]) + 1
    for sheet in book:
        for row in sheet.iter_rows():
            assert not [cell.value for cell in row if cell.data_type == "f"]


def test_every_sheet_of_a_demonstration_is_marked(report):
    report.frozen["is_demo"] = True

    assert {sheet["A1"].value for sheet in _book(report)} == {"시연용"}


def test_what_has_no_value_is_said_in_words(report):
    row = report.frozen["figures"][0]
    row["value"], row["hidden"] = None, True

    last = list(_book(report)["통계"].iter_rows(values_only=True))[1]

    assert last[1] is None
    assert last[4] == "가림"


def test_files_are_made_once_and_never_drawn_for_a_reader(
    report, visitor, draw_no_pdf, monkeypatch, django_assert_max_num_queries
):
    job = queue_files(report)
    Job.objects.filter(pk=job.pk).update(run_after=timezone.now())
    run_job(job.pk)
    before = list(ReportFile.objects.values_list("digest", "made_at"))
    monkeypatch.setattr(keep, "WRITERS", {})  # from here on nothing could be made

    assert len(before) == 6
    again = queue_files(report)
    Job.objects.filter(pk=again.pk).update(run_after=timezone.now())
    run_job(again.pk)
    assert list(ReportFile.objects.values_list("digest", "made_at")) == before
    page = visitor.get("/reports/가을-보고서/").content.decode()
    for kind in ("pdf", "hwpx", "xlsx"):
        answer = visitor.get(f"/reports/가을-보고서.{kind}")
        assert answer.status_code == 302
        with django_assert_max_num_queries(6):
            file = visitor.get(answer["Location"])
        assert file.status_code == 200
        assert file["Content-Type"] == keep.MEDIA_TYPES[kind]
        assert f".ko.{kind}" in page
        same = visitor.get(answer["Location"], headers={"if-none-match": file["ETag"]})
        assert same.status_code == 304


def test_the_night_makes_what_is_missing(report, draw_no_pdf):
    queue_missing()
    assert Job.objects.filter(kind="reports.paper").count() == 1

    for kind in ("pdf", "hwpx", "xlsx"):
        for language in ("ko", "en"):
            make_file(report=report, kind=kind, language=language)
    Job.objects.all().delete()
    queue_missing()
    assert not Job.objects.exists()


def test_a_file_in_the_other_language_is_another_file(report, visitor, draw_no_pdf):
    make_file(report=report, kind="pdf", language="en")

    assert visitor.get("/reports/가을-보고서.pdf?lang=en")["Location"].endswith(".en.pdf")
    waiting = visitor.get("/reports/가을-보고서.pdf?lang=ko")["Location"]
    assert waiting.endswith("#download")


def test_the_page_says_when_this_server_cannot_print(report, visitor, monkeypatch):
    def cannot(report, language):
        raise CannotPrint("no Pango")

    monkeypatch.setitem(keep.WRITERS, "pdf", cannot)
    assert make_file(report=report, kind="pdf", language="ko") is None
    assert "만들고 있습니다" in visitor.get("/reports/가을-보고서/").content.decode()

    make_file(report=report, kind="xlsx", language="ko")

    page = visitor.get("/reports/가을-보고서/").content.decode()
    assert "PDF가 없습니다" in page
    assert ".ko.xlsx" in page


def test_a_full_disk_leaves_no_half_of_a_file(report, draw_no_pdf, monkeypatch, settings):
    def full(path, content):
        path.write_text("half")
        raise OSError("No space left on device")

    monkeypatch.setattr("pathlib.Path.write_bytes", full)
    with pytest.raises(OSError, match="No space"):
        make_file(report=report, kind="pdf", language="ko")

    assert not ReportFile.objects.exists()
    folder = settings.RELEASES_ROOT / "reports" / str(report.pk)
    assert list(folder.iterdir()) == []


def test_of_two_workers_the_checksum_is_that_of_the_file_that_lies_there(
    report, visitor, monkeypatch
):
    drawn = iter([b"of one", b"of the other"])
    monkeypatch.setitem(keep.WRITERS, "pdf", lambda report, language: next(drawn))

    rows = [make_file(report=report, kind="pdf", language="ko") for _worker in range(2)]

    answer = visitor.get(f"/reports/{report.slug}/v{report.version}.ko.pdf")
    assert b"".join(answer.streaming_content) == b"of one"
    assert rows[0] == rows[1] == report.files.get()
    assert rows[0].digest == sha256(b"of one").hexdigest()


def test_files_of_a_report_that_is_not_published_are_nobodys_business(report, visitor, draw_no_pdf):
    draft = Report.objects.create(
        slug="draft", title=words("초안"), run=report.run, frozen=report.frozen
    )
    make_file(report=draft, kind="pdf", language="ko")

    for address in (
        "draft.pdf",
        "draft/v1.ko.pdf",
        "가을-보고서/v9.ko.pdf",
        "가을-보고서/v1.ko.exe",
    ):
        assert visitor.get(f"/reports/{address}").status_code == 404


def _gives_up(report, monkeypatch) -> Job:
    """HWPX cannot be made; after the last attempt the job says so."""

    def broken(report, language):
        raise MemoryError

    monkeypatch.setitem(keep.WRITERS, "hwpx", broken)
    job = queue_files(report)
    Job.objects.filter(pk=job.pk).update(run_after=timezone.now(), max_attempts=1)
    run_job(job.pk)
    job.refresh_from_db()
    return job


def test_one_file_that_fails_takes_no_other_with_it(report, draw_no_pdf, monkeypatch, visitor):
    assert _gives_up(report, monkeypatch).status == Job.Status.FAILED

    made = set(report.files.values_list("kind", "language"))
    assert made == {(kind, language) for kind in ("pdf", "xlsx") for language in ("ko", "en")}
    page = visitor.get("/reports/가을-보고서/").content.decode()
    assert "한글 문서(HWPX) 파일은 아직 만들지 못했습니다." in page
    assert "만들고 있습니다" not in page


def test_an_officer_learns_why_and_tries_again(report, draw_no_pdf, monkeypatch, officer, sign_in):
    job, browser = _gives_up(report, monkeypatch), sign_in(officer)

    page = browser.get(f"/desk/reports/{report.pk}/").content.decode()
    assert "메모리가 모자랐습니다" in page
    monkeypatch.setitem(keep.WRITERS, "hwpx", lambda report, language: b"PK")
    for _click in range(2):
        browser.post(f"/desk/reports/{report.pk}/papers/")
    run_job(job.pk)

    assert report.files.count() == 6
    assert "/papers/" not in browser.get(f"/desk/reports/{report.pk}/").content.decode()


def test_residents_ask_for_no_files(report, resident, sign_in):
    assert sign_in(resident).post(f"/desk/reports/{report.pk}/papers/").status_code == 403
