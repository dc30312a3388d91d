"""The search above the map."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from maps.search import SearchForm, find, sentence


@require_safe
def search(request: HttpRequest) -> JsonResponse:
    """`?q=`: at most ten places with their point, and one sentence about them."""
    form = SearchForm(request.GET)
    if not form.is_valid():
        said = " ".join(str(message) for messages in form.errors.values() for message in messages)
        return JsonResponse({"results": [], "said": said})
    text = form.cleaned_data["q"]
    found = find(text)
    response = JsonResponse(
        {"results": [each.as_json() for each in found], "said": sentence(text, found)}
    )
    response["Cache-Control"] = "no-store"
    return response
