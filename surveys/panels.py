"""What surveys put on a person's page and on the desk's front page."""

from django.db.models import Exists, OuterRef, Q

from surveys.models import Panelist, Response, Wave

SHOWN, SHOWN_AT_HOME = 5, 3


def waves_waiting_for(person):
    """Open waves that the person may answer and has not: public ones, and those of their pilots."""
    own = Panelist.objects.filter(person=person, panel=OuterRef("survey__panel"))
    return (
        Wave.objects.open()
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
    open_now = Wave.objects.open().filter(survey__is_public=True).select_related("survey")
    waves = list(open_now.order_by("closes_at", "pk")[:SHOWN_AT_HOME])
    return {"waves": waves} if waves else None


def desk_panel(request) -> dict:
    return {"open": Wave.objects.open().count()}
