"""What surveys put on a person's page and on the desk's front page."""

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from surveys.models import Panelist, Response, Wave

SHOWN = 5


def waves_waiting_for(person):
    """Open waves that the person may answer and has not: public ones, and those of their pilots."""
    now = timezone.now()
    own = Panelist.objects.filter(person=person, panel=OuterRef("survey__panel"))
    return (
        Wave.objects.filter(opens_at__lte=now)
        .filter(Q(closes_at__isnull=True) | Q(closes_at__gt=now))
        .filter(Exists(own.filter(may_answer=True)) | (Q(survey__is_public=True) & ~Exists(own)))
        .exclude(Exists(Response.objects.filter(wave=OuterRef("pk"), panelist__person=person)))
        .select_related("survey")
        .order_by("closes_at", "pk")
    )


def me_panel(request) -> dict | None:
    waiting = list(waves_waiting_for(request.user)[:SHOWN])
    return {"waiting": waiting} if waiting else None


def home_panel(request) -> dict | None:
    """Surveys that everybody may answer now; the same for all readers."""
    now = timezone.now()
    open_now = (
        Wave.objects.filter(survey__is_public=True, opens_at__lte=now)
        .filter(Q(closes_at__isnull=True) | Q(closes_at__gt=now))
        .select_related("survey")
        .order_by("closes_at", "pk")[:3]
    )
    waves = list(open_now)
    return {"waves": waves} if waves else None


def desk_panel(request) -> dict:
    now = timezone.now()
    open_now = Wave.objects.filter(opens_at__lte=now).filter(
        Q(closes_at__isnull=True) | Q(closes_at__gt=now)
    )
    return {"open": open_now.count()}
