"""The portal put together: settings, addresses, clock, and the pages that span every room."""

from livinglab.celery import app as celery_app

__all__ = ["celery_app"]
