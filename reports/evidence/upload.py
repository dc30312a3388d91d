"""Checks an uploaded document and keeps it where only staff reach it; takes it away again."""

import hashlib
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from photos.clean import PhotoRefused, make_safe
from reports.evidence.indicators import check_may_write
from reports.extract.parts import write_whole
from reports.models import EvidenceFile, Indicator

Kind = EvidenceFile.Kind
LARGEST = 20_000_000  # bytes
LONGEST_NAME = 120  # letters, as the column holds
NAMES = {
    ".pdf": Kind.PDF, ".xlsx": Kind.XLSX, ".hwpx": Kind.HWPX, ".png": Kind.JPG, ".jpg": Kind.JPG,
    ".jpeg": Kind.JPG,
}  # fmt: skip
MEDIA_TYPES: dict[str, str] = {
    Kind.PDF: "application/pdf",
    Kind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Kind.HWPX: "application/hwp+zip",
    Kind.JPG: "image/jpeg",
}
FOLDER = "files"
HEAD = 1024


class FileRefused(Exception):
    """str() is one sentence for whoever sent it."""


def keep_file(
    *, indicator: Indicator, upload: UploadedFile, by: User, at: datetime | None = None
) -> EvidenceFile:
    """The same document again is the one that is there already."""
    check_may_write(by)
    kind, content = checked(upload)
    digest = hashlib.sha256(content).hexdigest()
    if there := indicator.files.filter(digest=digest, removed_at=None).first():
        return there
    row = EvidenceFile(
        indicator=indicator, name=_name(upload, kind), kind=kind, size=len(content), digest=digest,
        by=by, at=at or timezone.now(),
    )  # fmt: skip
    write_whole(path_of(row), content)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:  # the same file twice at once
        return indicator.files.get(digest=digest, removed_at=None)
    return row


@transaction.atomic
def remove_file(*, file: EvidenceFile, by: User, at: datetime | None = None) -> None:
    """Its bytes go, unless another indicator rests on the same; name and checksum stay."""
    check_may_write(by)
    row = EvidenceFile.objects.select_for_update().get(pk=file.pk)
    if row.removed_at:
        return
    row.removed_at, row.removed_by = at or timezone.now(), by
    row.save(update_fields=["removed_at", "removed_by"])
    if not EvidenceFile.objects.filter(digest=row.digest, removed_at=None).exists():
        transaction.on_commit(lambda: path_of(row).unlink(missing_ok=True))


def path_of(file: EvidenceFile) -> Path:
    return Path(settings.EVIDENCE_ROOT) / FOLDER / f"{file.digest}.{file.kind}"


# ── What a file is, by what is in it and not by what it is called ─────────────────────────────


def checked(upload: UploadedFile) -> tuple[str, bytes]:
    kind = NAMES.get(Path(upload.name or "").suffix.lower())
    if kind is None:
        raise FileRefused(_("Send a PDF, XLSX, HWPX, PNG or JPG file."))
    if (upload.size or 0) > LARGEST:
        raise FileRefused(_("This file is larger than 20 MB. Send a smaller one."))
    if kind == Kind.JPG:
        return kind, _picture(upload)
    if not LOOKS_LIKE[kind](upload):
        raise FileRefused(
            _("This file is not the %(kind)s that its name says. Save it anew, then send it again.")
            % {"kind": kind.label}
        )
    upload.seek(0)
    return kind, upload.read()


def _picture(upload: UploadedFile) -> bytes:
    """Drawn anew, so that neither place nor camera travels along."""
    try:
        return make_safe(upload).picture
    except PhotoRefused as refusal:
        raise FileRefused(str(refusal)) from None


def _is_pdf(upload: UploadedFile) -> bool:
    upload.seek(0)
    return b"%PDF-" in upload.read(HEAD)


def _is_zip_with(*members: str) -> Callable[[UploadedFile], bool]:
    """Looks at the list of what is in it; nothing is unpacked."""

    def looks(upload: UploadedFile) -> bool:
        upload.seek(0)
        try:
            with zipfile.ZipFile(upload) as archive:
                return set(members) <= set(archive.namelist())
        except (zipfile.BadZipFile, OSError, ValueError, RuntimeError):
            return False

    return looks


LOOKS_LIKE: dict[str, Callable[[UploadedFile], bool]] = {
    Kind.PDF: _is_pdf,
    Kind.XLSX: _is_zip_with("[Content_Types].xml", "xl/workbook.xml"),
    Kind.HWPX: _is_zip_with("mimetype", "Contents/content.hpf"),
}


def _name(upload: UploadedFile, kind: str) -> str:
    """As it was sent, without a path or signs that no name needs, and with the ending that is true."""
    stem = Path((upload.name or "").replace("\\", "/")).stem
    clean = " ".join("".join(c if c.isprintable() else " " for c in stem).split()) or _("document")
    return f"{clean[: LONGEST_NAME - len(kind) - 1]}.{kind}"
