"""Publishes the plan of a pilot in preparation: people may read it before anything starts."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from pilots.models import Pilot, ProtocolVersion
from pilots.plan.versions import keep_version
from pilots.stages import NotReady, plan_checks


class AlreadyPublic(Exception):
    """str() is one sentence for the officer."""


@transaction.atomic
def announce(*, pilot: Pilot, by, at: datetime | None = None) -> ProtocolVersion:
    at = at or timezone.now()
    locked = Pilot.objects.select_for_update().get(pk=pilot.pk)
    if locked.is_published:
        raise AlreadyPublic(_("The plan of this pilot is public already."))
    if unmet := [check for check in plan_checks(locked) if not check.is_done]:
        raise NotReady(unmet)
    locked.announced_at = at
    locked.save(update_fields=["announced_at"])
    version = keep_version(pilot=locked, by=by, at=at)
    assert version is not None  # it has just become public
    pilot.refresh_from_db()
    return version
