"""The few words of a text message: who writes, the most important news, how many more, where to read."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.digest import Digest
from accounts.models import User
from accounts.personal_links import personal_link
from city.models import City

LONGEST_TITLE = 120


def write_text(person: User, digest: Digest) -> str:
    with translation.override(person.language):
        title = str(digest.first.title)
        if len(title) > LONGEST_TITLE:
            title = title[: LONGEST_TITLE - 1] + "…"
        lines = [f"[{City.objects.current()}] {title}"]
        if digest.others:
            lines.append(
                ngettext("and %(n)s more piece of news", "and %(n)s more pieces of news", digest.others)
                % {"n": digest.others}
            )  # fmt: skip
        lines.append(settings.SITE_URL + _address(person, digest))
        lines.append(_("Choose how often in your settings."))
        return "\n".join(lines)


def _address(person: User, digest: Digest) -> str:
    if digest.others:
        return reverse("inbox")
    return personal_link(digest.first, person) or digest.first.url
