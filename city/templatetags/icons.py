"""{% icon "heart" %}: one drawing of the sprite; built into every template."""

from functools import cache

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def icon(name: str) -> SafeString:
    """Decoration: what it means stands beside it in words."""
    return _drawn(name)


@cache  # a list shows hundreds of a few dozen
def _drawn(name: str) -> SafeString:
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        static("img/icons.svg"),
        name,
    )
