"""The worker's and the clock's entry point: `celery -A livinglab worker -B`."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "livinglab.settings")

app = Celery("livinglab")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
