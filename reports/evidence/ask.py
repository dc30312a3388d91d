"""Asks for a pack: about some days, or about one pilot; the same again while it is made is the same."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from jobs.models import Job
from jobs.queue import queue_job
from jobs.run import try_again
from pilots.models import Pilot
from reports.evidence.indicators import check_may_write
from reports.models import EvidencePack

EARLIEST = date(2000, 1, 1)


class PackRefused(Exception):
    """`field` is what to change; str() is one sentence."""

    def __init__(self, field: str, why: str):
        super().__init__(why)
        self.field = field


def ask_for_days(*, since: date, until: date, by: User, at: datetime | None = None) -> EvidencePack:
    at = at or timezone.now()
    check_may_write(by)
    if since < EARLIEST:
        raise PackRefused("since", _("Choose a first day after 1999."))
    if until < since:
        raise PackRefused("until", _("The last day lies before the first."))
    if until > timezone.localdate(at):
        raise PackRefused(
            "until", _("The last day lies in the future. Choose today or a day before.")
        )
    return _ask(by, at, since=since, until=until)


def ask_for_pilot(*, pilot: Pilot, by: User, at: datetime | None = None) -> EvidencePack:
    check_may_write(by)
    if not pilot.is_published:
        raise PackRefused(
            "pilot",
            _("This pilot is still being prepared. Its pack can be made once it is public."),
        )
    return _ask(by, at or timezone.now(), pilot=pilot)


@transaction.atomic
def _ask(by: User, at: datetime, **about) -> EvidencePack:
    of = {"since": None, "until": None, "pilot": None} | about
    open_keys = Job.objects.open().filter(kind="reports.evidence").values_list("key", flat=True)
    waiting = EvidencePack.objects.filter(
        **{(name if value else f"{name}__isnull"): value or True for name, value in of.items()},
        built_at=None,
    )
    for pack in waiting:
        if job_key(pack) in set(open_keys):
            return pack
    pack = EvidencePack.objects.create(**of, asked_by=by, asked_at=at)
    queue_pack(pack)
    return pack


def queue_pack(pack: EvidencePack) -> Job:
    return queue_job(kind="reports.evidence", key=job_key(pack), arguments={"pack": pack.pk})


def job_key(pack: EvidencePack) -> str:
    return f"evidence-{pack.pk}"


def job_of(pack: EvidencePack) -> Job | None:
    return Job.objects.filter(kind="reports.evidence", key=job_key(pack)).order_by("-pk").first()


@transaction.atomic
def make_again(*, pack: EvidencePack, by: User) -> None:
    """After a failure from where it stopped; nothing while somebody is at it."""
    check_may_write(by)
    job = job_of(pack)
    if job and job.status == Job.Status.FAILED:
        try_again(job=job)
    elif job is None or job.status == Job.Status.DONE:
        queue_pack(pack)  # what is there already is not made twice
