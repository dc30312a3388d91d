"""The style of our map for other programs: /map/style.json."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from maps.style import style

KEPT = 600


@require_safe
def style_json(request: HttpRequest) -> JsonResponse:
    """With the filters of the list and the map; `?lang=en` for English names."""
    root = request.build_absolute_uri("/")
    response = JsonResponse(
        style(root, request.GET), json_dumps_params={"ensure_ascii": False, "indent": 1}
    )
    response["Cache-Control"] = f"public, max-age={KEPT}"
    return response
