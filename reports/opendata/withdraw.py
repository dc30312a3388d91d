"""회수: a manager takes a released file away. Its bytes go; name, size, checksum and reason stay."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.access import note_access
from accounts.models import User
from city.words import Words
from reports.models import ReleaseFile, Withdrawal
from reports.opendata.release import path_of


class NoReason(Exception):
    """Readers must learn why a file is gone."""


@transaction.atomic
def withdraw_file(
    *, file: ReleaseFile, reason: Words, by: User, at: datetime | None = None
) -> Withdrawal:
    """A second time changes nothing. The row comes first: bytes without a row may be asked for."""
    if not by.is_manager:
        raise PermissionDenied
    if not reason.get("ko", "").strip():
        raise NoReason(_("Write why the file is taken back, so that readers learn it."))
    at = at or timezone.now()
    row, is_new = Withdrawal.objects.get_or_create(
        file=file, defaults={"reason": reason, "by": by, "at": at}
    )
    if is_new:
        note_access(staff=by, action="data-withdraw", thread=f"data-file:{file.pk}", at=at)
    transaction.on_commit(lambda: path_of(file).unlink(missing_ok=True))
    return row


def others_of_table(file: ReleaseFile) -> list[ReleaseFile]:
    """The same rows in the other formats: what leaked in one, leaked in all."""
    table = file.name.split(".")[0]
    same = ReleaseFile.objects.filter(release=file.release_id, withdrawal__isnull=True)
    return [
        other
        for other in same.exclude(pk=file.pk).order_by("name")
        if other.name.split(".")[0] == table and not other.name.endswith(".json")
    ]


def copies_of(files: list[ReleaseFile]) -> list[ReleaseFile]:
    """The same bytes in other releases: what leaked there is what leaked here."""
    same = ReleaseFile.objects.filter(
        digest__in={file.digest for file in files}, withdrawal__isnull=True
    ).exclude(pk__in=[file.pk for file in files])
    return list(same.select_related("release__dataset").order_by("-release__as_of", "name"))
