"""/search/: the number of a receipt finds its proposal without an account; words lead to the list."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from proposals.guesses import guesses_too_much, note_guess
from proposals.history import public_history
from proposals.receipts import find_receipt, looks_like_number

LONGEST = 200


@never_cache
def search(request):
    asked = request.GET.get("q", "").strip().replace("\x00", "")[:LONGEST]
    if not asked:
        return render(request, "proposals/search.html", {"asked": ""})
    if not looks_like_number(asked):
        return redirect(f"{reverse('proposals:index')}?{urlencode({'q': asked})}")
    return _by_number(request, asked)


def _by_number(request, asked: str) -> HttpResponse:
    """Somebody who guesses is slowed down before being told whether a number is right."""
    context: dict[str, object] = {"asked": asked}
    if guesses_too_much(request):
        return render(request, "proposals/search.html", context | {"slow": True}, status=429)
    receipt = find_receipt(asked)
    if receipt is None:
        note_guess(request)
        return render(request, "proposals/search.html", context | {"wrong": True}, status=404)
    proposal = receipt.proposal
    history = public_history(proposal) if proposal.is_public else []
    context |= {"receipt": receipt, "proposal": proposal, "history": history}
    return render(request, "proposals/search.html", context)
