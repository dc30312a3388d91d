"""Whatever the timetable names exists, and is a task of a few lines."""

import ast
import inspect

import pytest
from django.conf import settings

from livinglab.celery import app

pytestmark = pytest.mark.django_db  # Celery checks the models before it loads tasks
SCHEDULED = sorted({job["task"] for job in settings.CELERY_BEAT_SCHEDULE.values()})


@pytest.mark.parametrize("name", SCHEDULED)
def test_every_scheduled_job_exists(name):
    app.loader.import_default_modules()

    assert name in app.tasks


@pytest.mark.parametrize("name", SCHEDULED)
def test_a_task_only_calls_a_verb(name):
    app.loader.import_default_modules()
    source = ast.parse(inspect.getsource(app.tasks[name].run).lstrip())

    body = [line for line in source.body[0].body if not _is_docstring(line)]

    assert len(body) <= 3


def _is_docstring(line):
    return isinstance(line, ast.Expr) and isinstance(line.value, ast.Constant)
