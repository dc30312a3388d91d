"""A job is a row: what officers see of it, and what survives a killed worker."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class JobQuerySet(models.QuerySet):
    def open(self):
        return self.filter(status__in=Job.OPEN)

    def due(self, now):
        """Jobs that nobody works on: never sent, or sent to a worker whose lease ran out."""
        return self.filter(
            models.Q(status=Job.Status.QUEUED, run_after__lte=now)
            | models.Q(status=Job.Status.RUNNING, lease_until__lt=now)
        )


class Job(models.Model):
    """Work that must not be lost, written in the transaction that asks for it."""

    class Status(models.TextChoices):
        QUEUED = "queued", _("queued")
        RUNNING = "running", _("running")
        WAITING = "waiting", _("waiting for its parts")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")

    OPEN = (Status.QUEUED, Status.RUNNING, Status.WAITING)

    kind = models.CharField(_("kind"), max_length=60)
    key = models.CharField(max_length=120, null=True, blank=True)
    arguments = models.JSONField(default=dict)
    status = models.CharField(
        _("status"), max_length=10, choices=Status.choices, default=Status.QUEUED
    )
    parent = models.ForeignKey("self", models.CASCADE, null=True, related_name="parts")
    # Parts that are not done yet; the part that brings it to 0 queues the parent again.
    remaining = models.PositiveIntegerField(default=0)
    attempts = models.PositiveIntegerField(default=0)
    max_attempts = models.PositiveIntegerField(default=5)
    lease_until = models.DateTimeField(null=True)
    heartbeat_at = models.DateTimeField(null=True)
    run_after = models.DateTimeField(default=timezone.now)
    done_steps = models.PositiveIntegerField(default=0)
    all_steps = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["status", "run_after"], name="job_due"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "key"],
                condition=models.Q(status__in=["queued", "running", "waiting"])
                & models.Q(key__isnull=False),
                name="one_open_job_per_key",
            ),
        ]

    def __str__(self):
        return f"{self.kind} #{self.pk}"
