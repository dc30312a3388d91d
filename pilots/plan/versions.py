"""Keeps each state of a published plan, so that anybody can see later what was promised when."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from city.digest import digest_of
from pilots.models import Pilot, ProtocolVersion
from pilots.plan.snapshot import plan_of


@transaction.atomic
def keep_version(*, pilot: Pilot, by, at: datetime | None = None) -> ProtocolVersion | None:
    """Called after every change of a plan. None where nothing is published, or nothing differs."""
    # Two officers may save at once; the second waits here and sees the other's number.
    locked = Pilot.objects.select_for_update().get(pk=pilot.pk)
    if not locked.is_published:
        return None
    plan = plan_of(locked)
    digest = digest_of(plan)
    last = locked.protocol_versions.order_by("number").only("number", "digest").last()
    if last and last.digest == digest:
        return None
    return ProtocolVersion.objects.create(
        pilot=locked, number=last.number + 1 if last else 1, plan=plan, digest=digest,
        by=by, at=at or timezone.now(),
    )  # fmt: skip
