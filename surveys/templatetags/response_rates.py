"""How many of those asked answered, where a results page says it: {% response_rates survey %}."""

from typing import Any

from django import template

from city.models import City
from surveys.models import Survey
from surveys.ways.reach import apart, public_rates

register = template.Library()


@register.inclusion_tag("surveys/ways/_rates.html")
def response_rates(survey: Survey) -> dict[str, Any]:
    return {
        "lines": public_rates(survey),
        "apart": apart(survey),
        "smallest_group": City.objects.current().smallest_group,
    }
