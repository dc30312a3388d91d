"""Pages that belong to no single room: home, how it works, privacy, terms, health."""

from datetime import timedelta

from django.db import connection
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.consent import current_text
from accounts.models import ConsentText
from jobs.models import Job
from livinglab.kwcag import CHECKED_ON, CHECKS
from livinglab.panels import panels


def home(request):
    return render(request, "livinglab/home.html", {"panels": panels("home", request)})


def about(request):
    return render(request, "livinglab/about.html")


def help_page(request):
    return render(request, "livinglab/help.html")


def privacy(request):
    """처리방침. Its version is that of the consent text people agree to."""
    return render(request, "livinglab/privacy.html", _versions("privacy"))


def terms(request):
    return render(request, "livinglab/terms.html", _versions("terms"))


def accessibility(request):
    return render(
        request, "livinglab/accessibility.html", {"checks": CHECKS, "checked_on": CHECKED_ON}
    )


def _versions(kind: str) -> dict:
    return {
        "policy": current_text(kind),
        "policies": ConsentText.objects.filter(kind=kind).order_by("-version"),
    }


def live(request):
    return HttpResponse("alive\n", content_type="text/plain; charset=utf-8")


def ready(request):
    """Ready to serve: the database answers. Jobs that nobody does are told, not held against it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    waiting = Job.objects.due(timezone.now() - timedelta(minutes=5)).count()
    return JsonResponse({"database": "ok", "jobs_waiting_over_5_minutes": waiting})
