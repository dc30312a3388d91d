"""Pages that belong to no single room: home, how it works, privacy, terms, health."""

from datetime import timedelta

from django.db import connection
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.consent import current_text
from accounts.models import ConsentText
from accounts.policies import as_html, policies
from city.election import own_praise
from jobs.models import Job
from livinglab.kwcag import CHECKED_ON, CHECKS
from livinglab.panels import panels


def home(request):
    context = {"panels": panels("home", request), "praise": own_praise(timezone.now())}
    return render(request, "livinglab/home.html", context)


def about(request):
    return render(request, "livinglab/about.html")


def help_page(request):
    return render(request, "livinglab/help.html")


def privacy(request):
    """처리방침. Until the city writes its own, its version is that of the consent text."""
    return _policy(request, "privacy")


def terms(request):
    return _policy(request, "terms")


def accessibility(request):
    return render(
        request, "livinglab/accessibility.html", {"checks": CHECKS, "checked_on": CHECKED_ON}
    )


def _policy(request, kind: str):
    """The city's own text, one earlier or announced version of it, or the text that came with us."""
    versions = policies(kind)
    asked = request.GET.get("version", "")
    if asked:
        known = [versions["own"], *versions["coming"], *versions["before"]]
        versions["own"] = next(
            (each for each in known if each and str(each.version) == asked), None
        )
        if versions["own"] is None:
            raise Http404
    context = {
        "kind": kind,
        "is_asked": bool(asked),
        "text": as_html(str(versions["own"].text)) if versions["own"] else "",
        "policy": current_text(kind),
        "policies": ConsentText.objects.filter(kind=kind).order_by("-version"),
        **versions,
    }
    return render(request, f"livinglab/{kind}.html", context)


def live(request):
    return HttpResponse("alive\n", content_type="text/plain; charset=utf-8")


def ready(request):
    """Ready to serve: the database answers. Jobs that nobody does are told, not held against it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    waiting = Job.objects.due(timezone.now() - timedelta(minutes=5)).count()
    return JsonResponse({"database": "ok", "jobs_waiting_over_5_minutes": waiting})
