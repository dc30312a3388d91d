"""What the clock and the workers call to keep the map's files up to date."""

from celery import shared_task

from jobs.queue import queue_job
from jobs.work import Work
from maps import layers
from maps.snapshot import build_snapshot, is_due


@shared_task
def keep_snapshots():
    for name in layers.names():
        if is_due(name):
            queue_job(kind="maps.snapshot", key=name, arguments={"layer": name})


def build(work: Work) -> None:
    build_snapshot(work.arguments["layer"], step=work.step)
