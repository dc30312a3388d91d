"""Which language a page is in: `?lang=`, then the switch's cookie, then the browser, then Korean."""

from django.conf import settings
from django.utils import translation
from django.utils.cache import patch_vary_headers

A_YEAR = 365 * 24 * 3600


class LanguageMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        asked = request.GET.get("lang")
        known = dict(settings.LANGUAGES)
        language = asked if asked in known else translation.get_language_from_request(request)
        translation.activate(language)
        request.LANGUAGE_CODE = language
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        if response.headers.get("Content-Type", "").startswith("text/html"):
            patch_vary_headers(response, ("Accept-Language", "Cookie"))  # both may have decided
        if asked in known:
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME, asked, max_age=A_YEAR, samesite="Lax"
            )
        return response
