"""{% refused request.user "support" %}: why somebody of this level may not, and where to go."""

from django import template

from accounts.levels import refusal, way_to

register = template.Library()


@register.inclusion_tag("accounts/_refused.html")
def refused(person, right: str) -> dict:
    sentence = refusal(person, right)
    return {"sentence": sentence, "way": way_to(person, right) if sentence else ""}
