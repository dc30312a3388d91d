"""길에서 답하기 at the desk: the two questions, the posters to print, and what was answered."""

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.rules import rules_in_force
from pilots.desk import runs_pilot
from pilots.models import Pilot, StreetAnswer, StreetPoster
from pilots.own_place import REFUSED
from pilots.street.ask import (
    AskingRefused,
    ask_from_street,
    asking_of,
    has_answers,
    places_without_poster,
)
from pilots.street.count import LEVELS, ratings_of
from pilots.street.forms import AskingForm
from pilots.street.qr import drawn
from pilots.street.read import read_words
from surveys.figures.files import as_csv
from surveys.figures.texts import warnings_of

PAGE = 20
COLUMNS = ["day", "site", "rating", "text", "shown"]


@runs_pilot
def street(request, pilot):
    asking = asking_of(pilot)
    form = AskingForm(request.POST if request.method == "POST" else None, asking=asking)
    if request.method == "POST" and form.is_valid():
        try:
            ask_from_street(pilot=pilot, by=request.user, **form.said)
            messages.success(request, _("Saved. The posters can be printed."))
            return redirect("pilots_desk:street", pilot.pk)
        except AskingRefused as refusal:
            form.add_error(None, str(refusal))
    context = {
        "pilot": pilot, "form": form, "asking": asking, "is_fixed": has_answers(pilot),
        "missing": places_without_poster(pilot), **_answers(request, pilot),
    }  # fmt: skip
    status = REFUSED if form.errors else 200
    return render(request, "pilots/street/desk/street.html", context, status=status)


def _answers(request, pilot: Pilot) -> dict:
    """Those who run the pilot see all of it, as it stands."""
    posters = list(_posters(pilot))
    rated = ratings_of(pilot, [poster.site_id for poster in posters])
    words = StreetAnswer.objects.filter(poster__site__pilot=pilot).exclude(text="")
    unread_first = F("read_at").asc(nulls_first=True)
    page = Paginator(
        words.select_related("poster__site").order_by(unread_first, "-created_at", "-pk"), PAGE
    )
    shown, rules = page.get_page(request.GET.get("page")), rules_in_force()
    return {
        "levels": LEVELS,
        "rows": [
            {
                "poster": poster, "people": rated[poster.site_id].total(),
                "counts": [rated[poster.site_id][level] for level in LEVELS],
            }
            for poster in posters
        ],
        "page": shown,
        "words": [(answer, warnings_of(answer.text, rules)) for answer in shown],
    }  # fmt: skip


def _posters(pilot: Pilot):
    return StreetPoster.objects.filter(site__pilot=pilot).select_related("site").order_by("site")


@runs_pilot
def posters(request, pilot):
    """One sheet of paper for each place."""
    asking = asking_of(pilot)
    if asking is None:
        return redirect("pilots_desk:street", pilot.pk)
    sheets = [
        {
            "poster": poster, "site": poster.site,
            "host": settings.SITE_URL.split("://")[-1],
            "code": drawn(settings.SITE_URL + poster.get_absolute_url()),
        }
        for poster in _posters(pilot)
    ]  # fmt: skip
    context = {"pilot": pilot, "asking": asking, "sheets": sheets}
    return render(request, "pilots/street/desk/posters.html", context)


@require_POST
@runs_pilot
def words(request, pilot, answer):
    found = get_object_or_404(StreetAnswer, pk=answer, poster__site__pilot=pilot)
    show = request.POST.get("says") == "show"
    if not show and request.POST.get("says") != "erase":
        return redirect("pilots_desk:street", pilot.pk)
    read_words(answer=found, show=show, by=request.user)
    said = (
        _("These words are shown when the test has ended.") if show else _("The words are erased.")
    )
    messages.success(request, said)
    return redirect("pilots_desk:street", pilot.pk)


@runs_pilot
def export(request, pilot):
    rows = StreetAnswer.objects.filter(poster__site__pilot=pilot).order_by("created_at", "pk")
    lines = (
        {
            "day": f"{timezone.localtime(row.created_at):%Y-%m-%d}", "site": str(row.poster.site),
            "rating": row.rating, "text": row.text, "shown": int(bool(row.read_at and row.text)),
        }
        for row in rows.select_related("poster__site")
    )  # fmt: skip
    return as_csv(f"pilot-{pilot.pk}-street", COLUMNS, lines)
