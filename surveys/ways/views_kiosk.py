"""The page on a kiosk's screen: for anybody who stands in front of it, as a page and as JSON."""

from typing import Any

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts.roles import Channel
from surveys.answer import AnswersRefused, WaveIsClosed
from surveys.models import KioskStation
from surveys.ways.forms import WholeForm
from surveys.ways.kiosk import StationEnded, TooFast, answer_at_kiosk, check_station

GONE, REFUSED, TOO_FAST = 410, 422, 429


# Nobody is signed in, and the key in the address is all that the page goes by. Answers that waited
# for the network are sent by a page that may have been opened days ago.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def kiosk(request, key):
    station = KioskStation.objects.filter(key=key).select_related("wave__survey").first()
    if station is None:
        raise Http404
    try:
        check_station(station, timezone.now())
        response = _sheet(request, station)
    except (StationEnded, WaveIsClosed):
        context = {"survey": station.wave.survey}
        response = render(request, "surveys/ways/kiosk_over.html", context, status=GONE)
    return _private(response)


def _sheet(request, station: KioskStation) -> HttpResponse:
    is_sent = request.method == "POST"
    form = WholeForm(request.POST if is_sent else None, wave=station.wave, channel=Channel.KIOSK)
    status = REFUSED if is_sent else 200
    if is_sent and form.is_valid():
        try:
            answer_at_kiosk(
                station=station, answers=form.answers(), client_id=form.cleaned_data["client_id"]
            )
            return _thank(request)
        except TooFast as refusal:
            form.add_error(None, str(refusal))
            status = TOO_FAST
        except WaveIsClosed:
            raise
        except AnswersRefused as refusal:
            form.refuse(refusal)
    if _wants_json(request) and is_sent:
        return JsonResponse({"errors": form.errors}, status=status)
    return render(
        request, "surveys/ways/kiosk.html", _context(request, station, form), status=status
    )


def _thank(request) -> HttpResponse:
    if _wants_json(request):
        return JsonResponse({}, status=201)
    return redirect(f"{request.path}?sent=1")


def _context(request, station: KioskStation, form: WholeForm) -> dict[str, Any]:
    return {
        "survey": station.wave.survey,
        "form": form,
        "sent": "sent" in request.GET and not form.is_bound,
    }


def _wants_json(request) -> bool:
    return request.headers.get("Accept") == "application/json"


def _private(response: HttpResponse) -> HttpResponse:
    """The address is a key."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response
