"""/q/CODE/: the page behind a poster's QR code; no account, and no cookie."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts.rules import is_emergency
from accounts.tries import Limit, is_over, line_of, note_try
from pilots.models import StreetPoster
from pilots.own_place import REFUSED
from pilots.street.answer import StreetIsClosed, StreetRefused, TooManyAtOnce, answer_from_street
from pilots.street.ask import asking_of, takes_answers
from pilots.street.forms import StreetForm
from pilots.trouble.report import takes_reports

TOO_FAST = 429
SENT = "sent"
# A whole class may stand at the bus stop behind one line.
ANSWERS = Limit("street-answer", 40)


# Nobody is signed in here, so there is nothing that another site could misuse: no cookie is needed.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request, code):
    poster = get_object_or_404(
        StreetPoster.objects.select_related("site__pilot__department"), code=code.upper()
    )
    try:
        return _private(_page(request, poster))
    except StreetIsClosed:
        return _private(_show(request, "pilots/street/closed.html", poster))


def _page(request, poster: StreetPoster) -> HttpResponse:
    asking = asking_of(poster.site.pilot)
    if request.method != "POST" and SENT in request.GET:
        urgent = request.GET[SENT] == "urgent"
        return _show(request, "pilots/street/thanks.html", poster, {"danger": urgent})
    if asking is None or not takes_answers(asking, poster.site.pilot):
        raise StreetIsClosed
    form = StreetForm(request.POST if request.method == "POST" else None, asking=asking)
    status = 200
    if request.method == "POST":
        status = _receive(request, poster, form)
        if not form.errors:
            urgent = is_emergency(form.cleaned_data["text"])
            return redirect(f"{poster.get_absolute_url()}?{SENT}={'urgent' if urgent else 1}")
    return _show(request, "pilots/street/answer.html", poster, {"form": form}, status)


def _receive(request, poster: StreetPoster, form: StreetForm) -> int:
    """The errors of the form say what became of it; the answer is the status of the page."""
    if not form.is_valid():
        return REFUSED
    line = line_of(request)
    try:
        if is_over(ANSWERS, line):
            raise TooManyAtOnce(_("Many answers came from here. Please try again in an hour."))
        answer_from_street(poster=poster, **form.cleaned_data)
        note_try(ANSWERS, line)
    except StreetRefused as refusal:
        form.add_error(refusal.field, str(refusal))
        return TOO_FAST if isinstance(refusal, TooManyAtOnce) else REFUSED
    return 200


def _show(request, template: str, poster: StreetPoster, more: dict | None = None, status=200):
    pilot = poster.site.pilot
    context = {
        "poster": poster, "site": poster.site, "pilot": pilot,
        "takes_reports": takes_reports(pilot),
    }  # fmt: skip
    return render(request, template, context | (more or {}), status=status)


def _private(response: HttpResponse) -> HttpResponse:
    """Search engines would send people who never stood there."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
