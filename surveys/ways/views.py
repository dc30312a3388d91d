"""Answering by the link in a letter, without signing in."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from accounts.levels import refusal
from accounts.roles import Right
from surveys.fill import Seat, fill_in
from surveys.models import WaveInvitation
from surveys.ways.links import Invited, LinkIsOver, invited_by

FORBIDDEN, GONE = 403, 410


# The signed link is all that this page goes by, so a forged form of another site knows nothing to
# send; and a reader whose mail program keeps no cookies can answer.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def by_link(request, token):
    """Looking only notes that it was looked at: mail scanners look at every link."""
    try:
        invited = invited_by(token)
    except LinkIsOver:
        return _private(render(request, "surveys/ways/link_over.html", status=GONE))
    if invited is None:
        raise Http404
    wave = invited.invitation.wave
    if sentence := refusal(invited.person, Right.ANSWER):
        context = {"survey": wave.survey, "sentence": sentence}
        return _private(
            render(request, "surveys/ways/link_refused.html", context, status=FORBIDDEN)
        )
    if request.method == "GET" and wave.is_open():
        _note_opened(invited.invitation)
    return _private(fill_in(request, _seat(request, invited)))


@never_cache
@require_safe
def thanks(request, token):
    try:
        invited = invited_by(token)
    except LinkIsOver:
        invited = None
    if invited is None:
        raise Http404
    wave, panelist = invited.invitation.wave, invited.invitation.panelist
    if not wave.responses.filter(panelist=panelist).exists():
        return _private(redirect("surveys:by_link", token))
    context = {"survey": wave.survey, "wave": wave, "token": token}
    return _private(render(request, "surveys/ways/thanks.html", context))


def _seat(request, invited: Invited) -> Seat:
    return Seat(
        wave=invited.invitation.wave,
        panelist=invited.invitation.panelist,
        here=request.path,
        done=f"{request.path}thanks/",
        level=invited.person.level,
    )


def _note_opened(invitation: WaveInvitation) -> None:
    WaveInvitation.objects.filter(pk=invitation.pk, opened_at=None).update(opened_at=timezone.now())


def _private(response: HttpResponse) -> HttpResponse:
    """The address is a key: it goes to no search engine and to no page that is opened next."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response
