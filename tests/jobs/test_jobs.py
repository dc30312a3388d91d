"""Work that must not be lost."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from jobs import kinds
from jobs.models import Job
from jobs.queue import queue_job
from jobs.run import claim, run_due_jobs, run_job, sweep, try_again
from tests.jobs import kinds_for_tests

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kinds_of_the_tests():
    kinds_for_tests.done.clear()
    for name in ("note", "fail", "in_parts", "taken_over"):
        kinds.register(f"test.{name}", f"tests.jobs.kinds_for_tests.{name}")


def test_a_job_is_done_once():
    job = queue_job(kind="test.note", arguments={"n": 7})

    run_job(job.pk)
    run_job(job.pk)

    job.refresh_from_db()
    assert kinds_for_tests.done == [7]
    assert job.status == Job.Status.DONE


def test_the_same_key_is_one_open_job():
    first = queue_job(kind="test.note", key="report-1", arguments={"n": 1})
    again = queue_job(kind="test.note", key="report-1", arguments={"n": 2})

    assert again.pk == first.pk

    run_due_jobs()
    assert queue_job(kind="test.note", key="report-1", arguments={"n": 3}).pk != first.pk


def test_a_job_of_a_dead_worker_is_found_and_done_again():
    job = queue_job(kind="test.note", arguments={"n": 1})
    claim(job.pk)  # the worker takes it, and is killed
    assert claim(job.pk) is None

    Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    run_due_jobs()

    job.refresh_from_db()
    assert kinds_for_tests.done == [1]
    assert job.attempts == 2


def test_a_worker_that_lost_its_lease_stops():
    job = queue_job(kind="test.taken_over")

    run_job(job.pk)

    assert kinds_for_tests.done == []
    job.refresh_from_db()
    assert job.status == Job.Status.RUNNING  # it is the other worker's now


def test_parts_are_joined_when_all_are_done():
    job = queue_job(kind="test.in_parts")

    run_due_jobs()

    job.refresh_from_db()
    assert sorted(map(str, kinds_for_tests.done)) == ["0", "1", "2", "joined"]
    assert kinds_for_tests.done[-1] == "joined"
    assert job.status == Job.Status.DONE


def test_a_failure_is_kept_and_tried_again_later():
    job = queue_job(kind="test.fail")

    run_job(job.pk)

    job.refresh_from_db()
    assert job.status == Job.Status.QUEUED
    assert job.run_after > timezone.now()
    assert "the file is not there" in job.error


def test_after_the_last_attempt_an_officer_may_try_again():
    job = queue_job(kind="test.fail")
    Job.objects.filter(pk=job.pk).update(max_attempts=1)
    run_job(job.pk)
    job.refresh_from_db()
    assert job.status == Job.Status.FAILED

    try_again(job=job)

    assert job.status == Job.Status.QUEUED


@pytest.mark.django_db(transaction=True)
def test_a_job_of_a_transaction_that_failed_never_was():
    with pytest.raises(RuntimeError), transaction.atomic():
        queue_job(kind="test.note", arguments={"n": 1})
        raise RuntimeError

    assert Job.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_of_two_workers_exactly_one_gets_the_job():
    job = queue_job(kind="test.note", arguments={"n": 1})
    won = []
    start = threading.Barrier(8)

    def worker():
        start.wait()
        try:
            won.append(claim(job.pk) is not None)
        finally:
            connection.close()

    threads = [threading.Thread(target=worker) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(won) == [False] * 7 + [True]


def test_with_the_broker_down_the_sweeper_sends_later(
    monkeypatch, django_capture_on_commit_callbacks
):
    from jobs.tasks import run

    def refuse(*args, **kwargs):
        raise ConnectionError("no broker")

    monkeypatch.setattr(run, "apply_async", refuse)
    with django_capture_on_commit_callbacks(execute=True):
        job = queue_job(kind="test.note", arguments={"n": 1})
    monkeypatch.undo()

    assert sweep() == 1
    job.refresh_from_db()
    assert job.status == Job.Status.QUEUED
