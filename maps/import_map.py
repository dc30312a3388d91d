"""Where scripts find the libraries they import by name, and why the browser may read that list.

An import map can only be written inside the page, which the content security policy forbids; so
pages that carry it allow exactly this text by its hash. It is the same text for every reader.
"""

import json
from base64 import b64encode
from hashlib import sha256

from django.conf import settings
from django.templatetags.static import static
from django.utils.safestring import SafeString, mark_safe

# Listing a library loads nothing: terra-draw comes only where lines and areas are drawn, pmtiles
# where the city keeps a map file of its own.
LIBRARIES = {
    "fflate": "vendor/pmtiles/fflate.mjs",
    "maplibre-gl": "vendor/maplibre-gl/maplibre-gl.mjs",
    "pmtiles": "vendor/pmtiles/pmtiles.mjs",
    "terra-draw": "vendor/terra-draw/terra-draw.mjs",
    "terra-draw-maplibre-gl-adapter": "vendor/terra-draw/maplibre-gl-adapter.mjs",
}


def import_map() -> str:
    imports = {name: static(path) for name, path in LIBRARIES.items()}
    return json.dumps({"imports": imports}, sort_keys=True)


def write_import_map(request) -> SafeString:
    """The script element; the response to this request will allow it."""
    request.has_import_map = True
    return mark_safe(f'<script type="importmap">{import_map()}</script>')  # noqa: S308 (our own text)


class ImportMapMiddleware:
    """Adds the hash of the import map to the policy of pages that have one."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if getattr(request, "has_import_map", False):
            # _csp_config is what Django's own csp_override decorator sets.
            policy = getattr(response, "_csp_config", settings.SECURE_CSP)
            allowed = b64encode(sha256(import_map().encode()).digest()).decode()
            response._csp_config = {
                **policy, "script-src": [*policy["script-src"], f"'sha256-{allowed}'"],
            }  # fmt: skip
        return response
