"""A report is asked for, given words and figures by an officer, and published by a manager."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.settings_form import Values, fingerprint, values_of
from city.digest import digest_of
from city.election import is_before_election
from city.words import Words
from jobs.models import Job
from jobs.run import try_again
from maps.models import District
from pilots.models import Pilot
from proposals.models import Call
from reports.make.asking import (
    check_about,
    check_address,
    check_days,
    check_kind,
    usual_address,
    usual_title,
)
from reports.make.build import job_of, queue_report
from reports.make.choosing import choices_of, chosen
from reports.make.corrections import before, changes_of
from reports.make.seal import seal
from reports.make.tell import tell_published
from reports.models import Report, ReportKind
from reports.opendata.release import release_data
from reports.paper.keep import queue_files

WORDS = ("title", "summary", "words")


class ReportNotReady(Exception):
    """Something is missing before this report can be published; str() says what."""


class WordsChanged(Exception):
    """Somebody else saved first; str() says what to do."""


class ReportIsPublished(Exception):
    """A published report never changes; a correction is a new version."""


@transaction.atomic
def start_report(
    *,
    kind: str,
    by: User | None,
    title: Words | None = None,
    slug: str = "",
    pilot: Pilot | None = None,
    since: date | None = None,
    until: date | None = None,
    district: District | None = None,
    call: Call | None = None,
    at: datetime | None = None,
) -> Report:
    """Makes the report's row and queues its building. The clock asks as nobody (`by` is None).

    Its figures are those of `at`: what starts again after a crash goes on with the same ones.
    Who asks for the same once more, at no address of its own, finds the one that is being built.
    """
    if by is not None and not by.is_officer:
        raise PermissionDenied
    at = at or timezone.now()
    of = ReportKind.objects.select_for_update().get(pk=kind)  # of two clicks the second waits
    check_kind(of)
    thing = district or call or pilot
    check_days(of, since, until, at)
    check_about(of, district=district, call=call, pilot=pilot, since=since, until=until, at=at)
    title = title or usual_title(of, since=since, thing=thing)
    about = {"since": since, "until": until, "district": district, "call": call, "pilot": pilot}
    if not slug and (same := _being_built(of, title, about)):
        return same
    slug = slug or usual_address(of, since=since, thing=thing, at=at)
    check_address(slug)
    try:
        with transaction.atomic():
            report = Report.objects.create(
                kind=of, title=title, slug=slug, written_by=by, created_at=at, **about
            )
    except IntegrityError:  # somebody was quicker
        check_address(slug)
        raise
    queue_report(report)
    return report


def _being_built(kind: ReportKind, title: Words, about: dict[str, Any]) -> Report | None:
    rows = Report.objects.filter(kind=kind, version=1, built_at=None, cancelled_at=None, **about)
    return next((row for row in rows.defer("frozen", "pictures") if row.title == title), None)


@transaction.atomic
def correct(*, report: Report, reason: Words, by: User, at: datetime | None = None) -> Report:
    """A new version of a published report that says why; the old one stays as it was."""
    if not by.is_officer:
        raise PermissionDenied
    if not report.is_published:
        raise ReportNotReady(_("This report is not published yet. Change it instead."))
    # Locked as they are read: of two officers at once the second sees the first one's version.
    versions = list(
        Report.objects.select_for_update().filter(slug=report.slug).only("version", "published_at")
    )
    if not all(version.is_published for version in versions):
        raise ReportNotReady(_("A correction of this report is being made already."))
    last = max(version.version for version in versions)
    fresh = Report.objects.create(
        kind=report.kind, pilot=report.pilot, since=report.since, until=report.until,
        district=report.district, call=report.call, figures=report.figures, charts=report.charts,
        sections=report.sections,
        title=report.title, slug=report.slug, version=last + 1, summary=report.summary,
        words=report.words, correction_reason=reason, written_by=by,
        created_at=at or timezone.now(),
    )  # fmt: skip
    queue_report(fresh)
    return fresh


@transaction.atomic
def write_words(
    *, report: Report, title: Words, summary: Words, words: Words, by: User, seen: str | None = None
) -> None:
    """`seen` is the fingerprint of the words that the writer began with (see words_of)."""
    if not by.is_officer:
        raise PermissionDenied
    row = Report.objects.select_for_update().defer("frozen", "pictures").get(pk=report.pk)
    _may_change(row)
    there = fingerprint(words_of(row))
    row.title, row.summary, row.words = title, summary, words
    if seen not in (None, there) and fingerprint(words_of(row)) != there:
        raise WordsChanged(
            _(
                "Somebody else saved these words while you were writing. Yours stand in the fields, "
                "theirs below: put together what should count, and save again."
            )
        )
    row.save(update_fields=list(WORDS))


def words_of(report: Report) -> Values:
    return values_of(report, WORDS)


@transaction.atomic
def choose(
    *, report: Report, figures: list[str], charts: list[str], sections: list[str] | None = None
) -> None:
    """What the report shows of what was counted. All of it, or no figure named, is everything."""
    row = Report.objects.select_for_update().defer("pictures").get(pk=report.pk)
    _may_change(row)
    if not row.is_built:
        raise ReportNotReady(_("The figures are still being computed. Choose when they are there."))
    all_figures, all_charts = ([key for key, _name in each] for each in choices_of(row))
    row.figures = [] if set(figures) >= set(all_figures) else figures
    row.charts = [] if set(charts) >= set(all_charts) else charts
    row.sections = sections
    row.save(update_fields=["figures", "charts", "sections"])


def _may_change(report: Report) -> None:
    if report.is_published:
        raise ReportIsPublished(_("A published report stays as it is. Make a new version."))


# ── While it is being built ──────────────────────────────────────────────────────────────────


@transaction.atomic
def cancel(*, report: Report, by: User, at: datetime | None = None) -> None:
    """Parts that run stop at their next step, those that wait never begin."""
    if not by.is_officer:
        raise PermissionDenied
    row = Report.objects.select_for_update().defer("frozen", "pictures").get(pk=report.pk)
    if row.is_built:
        raise ReportNotReady(_("The report is built already. There is nothing to cancel."))
    if row.cancelled_at is None:
        row.cancelled_at = at or timezone.now()
        row.save(update_fields=["cancelled_at"])


@transaction.atomic
def build_again(*, report: Report, by: User) -> None:
    """After a failure from where it stopped, after a cancellation from the beginning."""
    if not by.is_officer:
        raise PermissionDenied
    row = Report.objects.select_for_update().defer("frozen", "pictures").get(pk=report.pk)
    job = job_of(row)
    if row.is_built:
        return
    if row.cancelled_at:
        if job and job.status in Job.OPEN:
            raise ReportNotReady(_("The cancelled work is still stopping. Try again in a minute."))
        row.cancelled_at = None
        row.save(update_fields=["cancelled_at"])
    if job and job.status == Job.Status.FAILED:
        try_again(job=job)
    else:
        queue_report(row)


# ── Publishing ───────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def publish(
    *, report: Report, by: User, legal_basis: str = "", at: datetime | None = None
) -> Report:
    """Opens the report to everybody, with the data it was computed from beside it."""
    if not by.is_manager:
        raise PermissionDenied
    rows = Report.objects.select_for_update(of=("self",)).select_related("kind", "run", "pilot")
    report = rows.get(pk=report.pk)
    if report.is_published:
        return report
    if not report.is_built or report.run is None:
        raise ReportNotReady(
            _("The figures are still being computed. Please wait until it is built.")
        )
    if not report.summary:
        raise ReportNotReady(_("Write a summary first, so that readers learn what was found."))
    at = at or timezone.now()
    if is_before_election(at):
        if not legal_basis.strip():
            raise ReportNotReady(
                _("An election is near. Write on which legal basis this is published now.")
            )
        report.legal_basis = legal_basis.strip()
    earlier = before(report)
    report.frozen = chosen(report)
    report.changes = changes_of(earlier.frozen, report.frozen) if earlier else []
    report.frozen |= seal(report, release_data(run=report.run, at=at))
    report.digest = digest_of(report.frozen)
    report.published_at, report.published_by = at, by
    report.save(
        update_fields=[
            "frozen", "changes", "digest", "legal_basis", "published_at", "published_by",
        ]
    )  # fmt: skip
    Report.objects.latest_versions().filter(slug=report.slug).exclude(pk=report.pk).update(
        superseded_by=report
    )
    tell_published(report)
    queue_files(report)
    return report
