"""A city lived once in each process: the next test that asks for it gets the same rows back."""

import copy

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, transaction

from maps.models import Change
from tests.reports.acts import Life

NOTED_BY_TRIGGERS = {Change}
lived: dict[int, tuple[Life, dict]] = {}


def live(acts: int, make_city) -> Life:
    if acts not in lived:
        before = _rows()
        make_city()
        life = Life().live(acts)
        lived[acts] = (
            life,
            {
                model: [row for pk, row in rows.items() if pk not in before[model]]
                for model, rows in _rows().items()
            },
        )
    else:
        _bring_back(lived[acts][1])
    return copy.deepcopy(lived[acts][0])


def _rows() -> dict:
    models = apps.get_models(include_auto_created=True)
    return {
        model: {row.pk: row for row in model._base_manager.all()}
        for model in models
        if model._meta.managed and not model._meta.proxy and model not in NOTED_BY_TRIGGERS
    }


def _bring_back(rows: dict) -> None:
    """Copies, as a test may change what it gets; numbers go on after those that are there."""
    with transaction.atomic():
        for model, lines in rows.items():
            model._base_manager.bulk_create(copy.deepcopy(lines))
    filled = [model for model, lines in rows.items() if lines]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), filled):
            cursor.execute(statement)
