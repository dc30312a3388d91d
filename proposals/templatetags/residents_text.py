"""Shows what residents wrote: inert, with web addresses as links that pass on no trust."""

import re

from django import template
from django.utils.html import format_html, format_html_join

register = template.Library()

# Only characters of RFC 3986, so that a Korean particle ends the address; no closing punctuation.
ADDRESS = re.compile(r"(https?://[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+[A-Za-z0-9\-_~/#&=%])")


@register.filter
def linkify(text):
    """Escapes everything; http(s) addresses become links, nothing else does."""
    pieces = ADDRESS.split(str(text))
    return format_html_join("", "{}", ((_shown(piece),) for piece in pieces))


def _shown(piece: str):
    if ADDRESS.fullmatch(piece):
        return format_html('<a href="{0}" rel="nofollow ugc noopener">{0}</a>', piece)
    return piece
