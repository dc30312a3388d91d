"""Who on the staff looked at whose personal data, sealed so that no line can vanish unseen."""

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import AccessLog, AccessSeal, User
from accounts.roles import Role

# In words, for the page that shows the log; an action without words is shown as it is.
WHAT_WAS_DONE = {
    "look-up": _("looked somebody up"),
    "view-account": _("opened an account"),
    "proposal": _("opened a proposal at the desk"),
    "survey-export": _("exported answers"),
    "survey-texts": _("read free answers"),
    "proof-seen": _("saw the paper of a legal representative"),
    "payout-read": _("read where an allowance is paid to"),
    "pilot-reveal": _("read who stands behind a code of a pilot"),
    "pilot-hand-out": _("took data of a pilot out, under codes"),
    "event-list": _("opened the list of an event"),
    "record": _("recorded something for somebody"),
    "desk-contact": _("read or wrote how the desk reaches somebody"),
    "erase": _("erased an account"),
    "residence-view": _("looked at somebody’s residence"),
    "residence-confirm": _("confirmed a residence"),
    "residence-refuse": _("did not confirm a residence"),
    "residence-end": _("took a confirmed residence back"),
    "residence-codes": _("printed residence codes"),
    "residence-codes-end": _("ended a sheet of residence codes"),
    "data-withdraw": _("took a file of the open data away"),
    "hand-over": _("handed over somebody's work"),
    "block": _("stopped somebody from writing"),
    "block-lift": _("let somebody write again"),
    "invite": _("invited somebody by letter"),
    "invite-withdraw": _("took an invitation back"),
    **{f"appoint-{role}": _("changed a role") for role in Role},
}
# A slow transaction may commit a lower number after a higher one; sealing waits for it.
SETTLING = timedelta(minutes=1)


def note_access(
    *,
    staff: User,
    action: str,
    subject: User | None = None,
    thread: str = "",
    at: datetime | None = None,
) -> AccessLog:
    """One line: who, when, whose data, what (개인정보 보호법 제29조). Never any text of residents."""
    return AccessLog.objects.create(
        staff=staff, action=action, subject=subject, thread=thread, at=at or timezone.now()
    )


@transaction.atomic
def seal_access_log(at: datetime | None = None) -> AccessSeal | None:
    """Seals the lines written since the last seal: each digest covers the one before it."""
    at = at or timezone.now()
    before = AccessSeal.objects.order_by("-last").first()
    unsealed = AccessLog.objects.filter(pk__gt=before.last if before else 0).order_by("pk")
    newest = unsealed.filter(at__lt=at - SETTLING).last()
    if newest is None:
        return None
    lines = list(unsealed.filter(pk__lte=newest.pk))
    return AccessSeal.objects.create(
        first=lines[0].pk,
        last=newest.pk,
        digest=_digest(before.digest if before else "", lines),
        at=at,
    )


def broken_seals() -> list[AccessSeal]:
    """Seals whose lines were changed, added or removed afterwards; empty when all is well."""
    broken, before = [], ""
    for seal in AccessSeal.objects.order_by("last"):
        lines = AccessLog.objects.filter(pk__gte=seal.first, pk__lte=seal.last).order_by("pk")
        if seal.digest != _digest(before, lines):
            broken.append(seal)
        before = seal.digest
    return broken


def _digest(before: str, lines: Iterable[AccessLog]) -> str:
    digest = hashlib.sha256(before.encode())
    for line in lines:
        at = line.at.astimezone(UTC).isoformat()
        text = f"{line.pk}|{line.staff_id}|{line.subject_id}|{line.action}|{line.thread}|{at}\n"
        digest.update(text.encode())
    return digest.hexdigest()
