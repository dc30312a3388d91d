"""Pages that belong to no single room: home, how it works, privacy, terms, health."""

from datetime import timedelta

from django.db import connection
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone

from jobs.models import Job
from livinglab.panels import panels


def home(request):
    return render(request, "livinglab/home.html", {"panels": panels("home", request)})


def about(request):
    return render(request, "livinglab/about.html")


def help_page(request):
    return render(request, "livinglab/help.html")


def privacy(request):
    return render(request, "livinglab/privacy.html")


def terms(request):
    return render(request, "livinglab/terms.html")


def accessibility(request):
    return render(request, "livinglab/accessibility.html")


def live(request):
    return HttpResponse("alive\n", content_type="text/plain; charset=utf-8")


def ready(request):
    """Ready to serve: the database answers. Jobs that nobody does are told, not held against it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    waiting = Job.objects.due(timezone.now() - timedelta(minutes=5)).count()
    return JsonResponse({"database": "ok", "jobs_waiting_over_5_minutes": waiting})
