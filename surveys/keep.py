"""What closed waves publish is kept, right before somebody's answers are taken out of them.

Every verb that deletes or changes answers calls this first. From then on everybody reads the kept
rows, whoever leaves later; the answers themselves are gone.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from surveys.figures.published import Published, PublishedWave, publish
from surveys.models import KeptWave, Response, Survey
from surveys.models.kept import packed
from surveys.ways.rates import Reached, reached_by_wave
from surveys.ways.reach import asked_of


@transaction.atomic
def keep_published(*, responses: QuerySet[Response], at: datetime) -> int:
    """All that is public of the surveys these responses belong to. Returns how many waves were
    kept now; those that are still open, and those that are kept already, are not."""
    surveys = set(responses.values_list("wave__survey", flat=True))
    # Of two who leave at once the second waits, and finds what the first has kept.
    locked = Survey.objects.select_for_update(of=("self",)).filter(pk__in=surveys).order_by("pk")
    return sum(_keep(survey, at) for survey in locked)


def _keep(survey: Survey, at: datetime) -> int:
    published = publish(survey, at)
    reached = reached_by_wave(asked_of(survey))
    new = [
        _kept(published, each, reached.get(each.wave.pk), at)
        for each in published.waves
        if not each.is_kept
    ]
    KeptWave.objects.bulk_create(new)
    return len(new)


def _kept(
    published: Published, each: PublishedWave, reached: Reached | None, at: datetime
) -> KeptWave:
    population = published.population
    return KeptWave(
        wave=each.wave, k=each.k, rows=packed(each.rows), lines=packed(each.lines),
        reached=list(reached or ()),
        population_of=population.as_of if population else None,
        population_source=population.source if population else "", at=at,
    )  # fmt: skip
