"""The portal's addresses and /empty/, the least that Django can answer."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


urlpatterns = [path("empty/", empty), path("", include("livinglab.urls"))]
