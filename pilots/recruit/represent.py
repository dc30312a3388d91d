"""Acting for a child, or for an adult who cannot consent alone: never without their own yes."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import note_access
from accounts.models import User
from pilots.models import Participation, Representative
from pilots.participation import check_own

Kind = Representative.Kind


class ProofRefused(Exception):
    """str() is one sentence that says why."""


def why_not_yet(participation: Participation) -> str:
    """What has to come before the consent; empty where it may be given."""
    representative = getattr(participation, "representative", None)
    if representative is None:
        return ""
    if representative.kind == Kind.LEGAL and representative.seen_at is None:
        return _("Please show an officer first that you may act for this person.")
    if representative.assented_at is None:
        return _("Please ask first the person whom it is about.")
    return ""


@transaction.atomic
def assent(*, participation: Participation, by: User, at: datetime | None = None) -> Representative:
    """They themselves say yes, after it was explained to them in easy words; the first time counts."""
    check_own(participation, by)
    locked = Representative.objects.select_for_update().get(participation=participation)
    if locked.assented_at is None:
        locked.assented_at = at or timezone.now()
        locked.save(update_fields=["assented_at"])
    participation.representative = locked
    return locked


@transaction.atomic
def note_proof(
    *, representative: Representative, proof: str, by: User, at: datetime | None = None
) -> Representative:
    """Which paper an officer saw. No copy of it is kept, and nothing of what it says."""
    at = at or timezone.now()
    locked = Representative.objects.select_for_update().get(pk=representative.pk)
    if locked.kind != Kind.LEGAL:
        raise ProofRefused(_("A guardian of a child needs no paper here."))
    if not proof.strip():
        raise ProofRefused(_("Say which paper you saw."))
    if locked.seen_at is None:
        locked.proof, locked.seen_by, locked.seen_at = proof.strip()[:120], by, at
        locked.save(update_fields=["proof", "seen_by", "seen_at"])
        note_access(
            staff=by, action="proof-seen", subject=locked.person,
            thread=locked.participation.pilot.thread, at=at,
        )  # fmt: skip
    return locked
