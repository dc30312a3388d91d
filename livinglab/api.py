"""Every refusal of the API is a problem document (RFC 9457)."""

from http import HTTPStatus

from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import exception_handler

# What a refusal of the framework says beside its words.
KEPT = ("Allow", "Retry-After", "WWW-Authenticate")


def _pointers(detail, path=""):
    if isinstance(detail, dict):
        for name, inner in detail.items():
            yield from _pointers(inner, f"{path}/{name}")
    elif isinstance(detail, list):
        for inner in detail:
            yield from _pointers(inner, path)
    else:
        yield {"pointer": f"#{path}", "detail": str(detail)}


def problem(exc, context) -> Response | None:
    response = exception_handler(exc, context)
    if response is None:
        return None
    status = HTTPStatus(response.status_code)
    body = {
        "type": "about:blank",
        "title": status.phrase,
        "status": status.value,
        "instance": context["request"].get_full_path(),
    }
    if isinstance(exc, exceptions.ValidationError):
        body["detail"] = _("Some values cannot be used; see errors.")
        body["errors"] = list(_pointers(exc.detail))
    elif isinstance(exc, Http404):
        body["detail"] = _("There is nothing at this address.")
    else:
        body["detail"] = str(getattr(exc, "detail", status.phrase))
    return Response(
        body,
        status=status.value,
        headers={k: v for k, v in response.headers.items() if k in KEPT},
        content_type="application/problem+json",
    )
