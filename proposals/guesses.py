"""Whoever tries many wrong receipt numbers from one place waits an hour before the next answer."""

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.utils.crypto import salted_hmac

MOST_WRONG = 30  # a community centre behind one address may help many people
AN_HOUR = 60 * 60


def guesses_too_much(request) -> bool:
    return cache.get(_key(request), 0) >= MOST_WRONG


def note_guess(request) -> None:
    cache.add(_key(request), 0, AN_HOUR)
    cache.incr(_key(request))


def _key(request) -> str:
    """The address of the line is kept for an hour, and not in a form that can be read."""
    address = get_adapter().get_client_ip(request)
    return "guesses:" + salted_hmac("proposals.guesses", address, algorithm="sha256").hexdigest()
