"""Documents as evidence: checked by what is in them, kept for staff, taken away for good."""

import hashlib
import io
import zipfile

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from reports.evidence import upload as uploads
from reports.evidence.upload import FileRefused, keep_file, path_of, remove_file
from reports.models import EvidenceFile
from tests import factories as f

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\nordinance"


@pytest.fixture
def indicator(city):
    return f.make_indicator()


def sent(name: str, content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def zipped(*names: str) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        for name in names:
            archive.writestr(
                zipfile.ZipInfo(name), "x"
            )  # of no time: the same bytes in each process
    return kept.getvalue()


def picture() -> bytes:
    kept = io.BytesIO()
    shot = Image.new("RGB", (60, 40), "white")
    exif = Image.Exif()
    exif[0x010F] = "CAMERA-CANARY"
    shot.save(kept, "JPEG", exif=exif)
    return kept.getvalue()


def test_a_document_is_kept_with_its_checksum_and_staff_download_it(
    manager, officer, sign_in, indicator
):
    sign_in(manager).post(f"{indicator.get_absolute_url()}files/", {"file": sent("조례.pdf")})

    row = EvidenceFile.objects.get()
    assert (row.name, row.size, row.by) == ("조례.pdf", len(PDF), manager)
    assert row.digest == hashlib.sha256(PDF).hexdigest()
    answer = sign_in(officer).get(f"/desk/reports/evidence/files/{row.pk}/")
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"].startswith("attachment")


def test_nobody_else_reaches_it(manager, resident, expert, sign_in, visitor, indicator):
    row = keep_file(indicator=indicator, upload=sent("plan.pdf"), by=manager)
    address = f"/desk/reports/evidence/files/{row.pk}/"

    assert visitor.get(address).status_code == 302
    for person in (resident, expert):
        assert sign_in(person).get(address).status_code == 403


def test_each_kind_is_known_by_what_is_in_it(manager, indicator):
    good = {
        "표.xlsx": zipped("[Content_Types].xml", "xl/workbook.xml"),
        "공문.hwpx": zipped("mimetype", "Contents/content.hpf"),
        "현장.JPG": picture(),
        "회의록.pdf": PDF,
    }

    kinds = [
        keep_file(indicator=indicator, upload=sent(*item), by=manager).kind for item in good.items()
    ]

    assert kinds == ["xlsx", "hwpx", "jpg", "pdf"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.html", b"<script>"), ("noending", PDF), ("fake.pdf", b"MZ\x90"), ("fake.xlsx", PDF),
        ("fake.hwpx", zipped("xl/workbook.xml")), ("fake.png", b"\x89PNG\r\n\x1a\nbroken"),
        ("half.xlsx", zipped("xl/workbook.xml", "[Content_Types].xml")[:40]), ("x.exe", PDF),
    ],
)  # fmt: skip
def test_what_is_not_what_it_says_is_refused_in_one_sentence(
    manager, sign_in, indicator, name, content
):
    page = sign_in(manager).post(
        f"{indicator.get_absolute_url()}files/", {"file": sent(name, content)}
    )

    assert page.status_code == 422
    assert "field__errors" in page.content.decode()
    assert not EvidenceFile.objects.exists()


def test_a_huge_file_is_refused_before_it_is_read(manager, indicator, monkeypatch):
    monkeypatch.setattr(uploads, "LARGEST", 10)

    with pytest.raises(FileRefused, match="20"):
        keep_file(indicator=indicator, upload=sent("big.pdf"), by=manager)


def test_a_picture_is_drawn_anew(manager, indicator):
    row = keep_file(indicator=indicator, upload=sent("현장.jpg", picture()), by=manager)

    assert b"CAMERA-CANARY" not in path_of(row).read_bytes()


def test_the_same_document_twice_is_one(manager, indicator):
    first = keep_file(indicator=indicator, upload=sent("a.pdf"), by=manager)

    assert keep_file(indicator=indicator, upload=sent("b.pdf"), by=manager) == first


def test_a_name_is_only_a_name(manager, indicator):
    row = keep_file(indicator=indicator, upload=sent("a\x00\u202eb\n.pdf"), by=manager)

    assert row.name == "a b.pdf"


def test_taken_away_the_bytes_go_and_name_and_checksum_stay(
    manager, sign_in, indicator, django_capture_on_commit_callbacks
):
    row = keep_file(indicator=indicator, upload=sent("실수.pdf"), by=manager)
    shared = keep_file(indicator=f.make_indicator(), upload=sent("같은.pdf"), by=manager)

    with django_capture_on_commit_callbacks(execute=True):
        remove_file(file=row, by=manager)
        remove_file(file=row, by=manager)
    assert path_of(row).exists()  # another indicator rests on the same document

    with django_capture_on_commit_callbacks(execute=True):
        remove_file(file=shared, by=manager)
    assert not path_of(row).exists()
    assert sign_in(manager).get(f"/desk/reports/evidence/files/{row.pk}/").status_code == 404
    page = sign_in(manager).get(indicator.get_absolute_url()).content.decode()
    assert "실수.pdf" in page
    assert row.digest in page


def test_officers_neither_send_nor_take_away(officer, manager, indicator):
    row = keep_file(indicator=indicator, upload=sent("a.pdf"), by=manager)

    with pytest.raises(PermissionDenied):
        keep_file(indicator=indicator, upload=sent("b.pdf"), by=officer)
    with pytest.raises(PermissionDenied):
        remove_file(file=row, by=officer)
