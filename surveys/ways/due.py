"""Papers that do not count yet, on the desk's first page: they have to be settled by the time
their wave closes."""

from datetime import datetime

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.due import AT_MOST, Due
from accounts.models import User
from surveys.models import Wave


def due_rows(person: User, until: datetime) -> list[Due]:
    waves = (
        Wave.objects.filter(closes_at__gt=timezone.now(), closes_at__lte=until)
        .filter(paper_entries__isnull=False, paper_entries__response__isnull=True)
        .select_related("survey__owner")
        .annotate(waiting=Count("paper_entries"))
        .order_by("closes_at", "pk")
    )
    return [
        Due(
            at=wave.closes_at, kind=_("Papers that do not count yet (%s)") % wave.waiting,
            title=str(wave.survey.title), url=reverse("surveys_desk:papers", args=[wave.pk]),
            whose=str(wave.survey.owner or ""), is_mine=wave.survey.owner_id == person.pk,
        )
        for wave in waves[:AT_MOST]
        if wave.closes_at
    ]  # fmt: skip
