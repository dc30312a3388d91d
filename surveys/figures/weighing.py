"""An officer chooses what the answers of a survey are weighted by."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from accounts.models import User
from surveys.figures.who import WEIGHABLE, Dimension, dimensions_of
from surveys.models import KeptWave, Survey


class WeightsRefused(Exception):
    """str() is one sentence that says why the answers cannot be weighted like this."""


def weigh_by(*, survey: Survey, dimensions: Sequence[str], by: User) -> Survey:
    """In the order in which groups are put together; none at all takes the weights away."""
    if not by.is_officer:
        raise WeightsRefused(_("Only officers decide how a survey is weighted."))
    if KeptWave.objects.filter(wave__survey=survey).exists():
        raise WeightsRefused(_("What is published of this survey is kept, and so are its weights."))
    known = {dimension.code for dimension in weighable(survey)}
    if not set(dimensions) <= known:
        raise WeightsRefused(_("This survey does not ask by what the answers should be weighted."))
    survey.weight_by = [code for code in WEIGHABLE if code in dimensions]
    survey.save(update_fields=["weight_by"])
    return survey


def weighable(survey: Survey) -> list[Dimension]:
    """What is known of those who answer and of the population alike."""
    known = {dimension.code: dimension for dimension in dimensions_of(survey)}
    return [known[code] for code in WEIGHABLE if code in known]
