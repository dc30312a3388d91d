"""Lets maps on other pages ask for what is public: no cookie goes along, none is set."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponseBase

View = Callable[..., HttpResponseBase]


def open_to_all(view: View) -> View:
    """Adds the header that a browser wants before it gives the answer to another site's page."""

    @wraps(view)
    def answer(request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        response["Access-Control-Allow-Origin"] = "*"
        return response

    return answer
