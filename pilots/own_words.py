"""Words of people of whom nothing is known: numbers that would tell who they are stay out."""

from django.utils.translation import gettext as _

from proposals.privacy_scan import find_private


def number_in(text: str) -> str:
    """One sentence that asks to take a personal number out; empty where there is none."""
    if not find_private(text):
        return ""
    return _(
        "This looks like a telephone, resident registration or card number. Please take it out of "
        "the text; nobody needs it here."
    )
