"""The catalogue of the open data for other portals, as JSON-LD and Turtle; built once a release."""

import hashlib

from django.conf import settings
from django.core.cache import cache

from city.models import City
from reports.models import Release, Withdrawal
from reports.opendata.dcat import Catalogue

MEDIA_TYPES = {
    "jsonld": "application/ld+json; charset=utf-8",
    "ttl": "text/turtle; charset=utf-8",
}
FORMS = {"jsonld": "json-ld", "ttl": "turtle"}
KEPT_FOR = 24 * 3600


def catalog(ending: str, slug: str = "") -> bytes:
    """The whole catalogue, or one dataset of it; built once for each release."""
    key = f"opendata-catalog-{mark_of(ending, slug)}"
    content = cache.get(key)
    if content is None:
        content = Catalogue().build(slug).serialize(format=FORMS[ending], encoding="utf-8")
        cache.set(key, content, KEPT_FOR)
    return content


def mark_of(ending: str, slug: str = "") -> str:
    """Changes with whatever the catalogue says."""
    return "-".join(filter(None, [_mark(), slug, ending]))


def _mark() -> str:
    city = City.objects.current()
    newest = Release.objects.order_by("-pk").values_list("pk", flat=True).first()
    said = (
        newest, Withdrawal.objects.count(), settings.SITE_URL, city.name, city.operator,
        city.email, city.phone, city.bounds, city.is_demo,
    )  # fmt: skip
    return hashlib.sha256(repr(said).encode()).hexdigest()[:32]
