"""How often something was tried within an hour, by one line or one person, without keeping which."""

from typing import NamedTuple

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.utils.crypto import salted_hmac

AN_HOUR = 60 * 60


class Limit(NamedTuple):
    what: str
    most: int  # a community centre behind one line may help many people
    seconds: int = AN_HOUR


def line_of(request) -> str:
    """The address a request comes from; it is never written down as it is."""
    return str(get_adapter().get_client_ip(request))


def is_over(limit: Limit, who: object) -> bool:
    return cache.get(_key(limit, who), 0) >= limit.most


def note_try(limit: Limit, who: object) -> None:
    key = _key(limit, who)
    cache.add(key, 0, limit.seconds)
    try:
        cache.incr(key)
    except ValueError:  # the hour ended between the two
        cache.set(key, 1, limit.seconds)


def _key(limit: Limit, who: object) -> str:
    digest = salted_hmac("accounts.tries", f"{limit.what}:{who}", algorithm="sha256").hexdigest()
    return f"tries:{digest}"
