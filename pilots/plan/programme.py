"""What the city set out to do over some years, task by task; written by managers."""

from datetime import datetime

from django.db import transaction

from city.words import Words
from pilots.models import Programme, ProgrammeTask
from pilots.plan.versions import keep_version


def write_programme(*, programme: Programme | None = None, **fields) -> Programme:
    return _written(programme or Programme(), fields)


def write_task(
    *, task: ProgrammeTask | None = None, programme: Programme, **fields
) -> ProgrammeTask:
    if task is None:
        task = ProgrammeTask(programme=programme)
        fields.setdefault("position", programme.tasks.count() + 1)
    return _written(task, fields)


@transaction.atomic
def remove_task(*, task: ProgrammeTask, by, at: datetime | None = None) -> None:
    """Its pilots stay; they belong to no task then."""
    pilots = list(task.pilots.all())
    task.delete()
    for pilot in pilots:
        keep_version(pilot=pilot, by=by, at=at)


def _written(row, fields: dict[str, Words | int | object]):
    for name, value in fields.items():
        setattr(row, name, value)
    row.save()
    return row
