"""이어 듣기: the page of one's own link, and what everybody may see of who went on telling."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from pilots.apart import again_links
from pilots.apart.ask_again import answer, go_on, stop
from pilots.apart.changed import why_people_left
from pilots.apart.forms import AgainForm
from pilots.apart.heard import heard
from pilots.evidence.live import live_comparisons
from pilots.models import AskedAgain, Pilot
from pilots.own_place import public_pilot
from pilots.promised import promises_of
from pilots.workflow import ENDED

GONE, REFUSED = 410, 422


# The signed link is all that this page goes by, so a forged form of another site knows nothing to
# send; and a reader whose mail program keeps no cookies can answer.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def again(request, token):
    """Looking changes nothing: mail scanners look at every link. Pressing a button does."""
    try:
        asked = again_links.asked_by(token)
    except again_links.LinkIsOver:
        return _private(render(request, "pilots/apart/again_over.html", status=GONE))
    if asked is None:
        raise Http404
    if request.method == "POST" and "stop" in request.POST:
        change = go_on if request.POST["stop"] == "no" else stop
        change(asked=asked)
        return _private(redirect(request.path))
    form = AgainForm(
        request.POST if request.method == "POST" else None, initial={"text": asked.text}
    )
    if request.method == "POST" and form.is_valid():
        answer(asked=asked, **form.cleaned_data)
        return _private(redirect(f"{request.path}?answered=1"))
    context = {
        "asked": asked, "pilot": asked.pilot, "form": form,
        "thanks": "answered" in request.GET and asked.answered_at, **what_changed(asked.pilot),
    }  # fmt: skip
    status = REFUSED if form.is_bound else 200
    return _private(render(request, "pilots/apart/again.html", context, status=status))


def what_changed(pilot: Pilot) -> dict:
    """The sentence about the main measure, the result, and what was promised because of it."""
    conclusion = getattr(pilot, "conclusion", None)
    comparisons = conclusion.evidence["comparisons"] if conclusion else live_comparisons(pilot)[0]
    return {
        "conclusion": conclusion,
        "main": [each for each in comparisons if each["is_primary"] and each["judged"]],
        "promises": promises_of(conclusion),
    }


def _private(response):
    """The address is a key: it goes to no search engine and to no site that is visited next."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response


@login_required
def my_again(request, pk):
    """From the inbox, whose address is the same for everybody, to one's own link."""
    rows = AskedAgain.objects.filter(pilot=pk, person=request.user)
    last = rows.order_by("-asked_at", "-pk").first()
    return redirect(again_links.link_of(last) if last else public_pilot(pk))


@require_safe
def who_went_on(request, pk):
    pilot = public_pilot(pk)
    # While a pilot goes on, a reader who knows who just left could see which reason was added.
    left = why_people_left(pilot, pilot.stage_since) if pilot.stage in ENDED else []
    context = {"pilot": pilot, "heard": heard(pilot), "left": left}
    return render(request, "pilots/apart/heard.html", context)
