"""How many of those asked answered, where a results page says it: {% response_rates survey %}."""

from typing import Any

from django import template

from surveys.models import Survey
from surveys.ways.reach import apart, public_rates

register = template.Library()


@register.inclusion_tag("surveys/ways/_rates.html", takes_context=True)
def response_rates(context: template.Context, survey: Survey) -> dict[str, Any]:
    k = context["city"].smallest_group
    return {"lines": public_rates(survey, k), "apart": apart(survey, k)}
