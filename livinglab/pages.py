"""Pages that belong to no single room: home, how it works, privacy, terms, health."""

from django.db import connection
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render


def home(request):
    return render(request, "livinglab/home.html")


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
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"database": "ok"})
