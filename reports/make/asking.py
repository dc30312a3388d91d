"""What a new report has to say for itself, and the sentence where that cannot be."""

from datetime import date, datetime
from typing import Any

from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.translation import gettext as _

from city.words import Words
from maps.models import District
from pilots.models import Pilot
from proposals.models import Call
from reports.make.periods import period_around
from reports.make.scope_of import existed
from reports.models import Report, ReportKind

About = ReportKind.About
LONGEST_ADDRESS = 80


class NotPossible(Exception):
    """This report cannot be made; `field` is what to change, str() says why."""

    def __init__(self, field: str, why: str):
        super().__init__(why)
        self.field = field


def check_kind(kind: ReportKind) -> None:
    if not kind.is_open:
        raise NotPossible("kind", _("This kind of report is not used any more. Choose another."))


def check_days(kind: ReportKind, since: date | None, until: date | None, at: datetime) -> None:
    if (since is None) != (until is None) or (since and until and since > until):
        raise NotPossible("period", _("A period has a first and a last day, in this order."))
    if kind.period and (since is None or not _is_whole(kind, since, until)):
        raise NotPossible("period", _("Choose which one it is about: a whole week, month or year."))
    if until and until >= timezone.localdate(at):
        last = date_format(until, "DATE_FORMAT")
        raise NotPossible(
            "period",
            _("These days are not over yet. Report on them after %(day)s.") % {"day": last},
        )


def _is_whole(kind: ReportKind, since: date, until: date | None) -> bool:
    period = period_around(kind.period, since)
    return (period.since, period.until) == (since, until)


def check_about(
    kind: ReportKind, *, district: District | None, call: Call | None, pilot: Pilot | None,
    since: date | None, until: date | None, at: datetime,
) -> None:  # fmt: skip
    given: dict[str, Any] = {About.DISTRICT: district, About.CALL: call, About.PILOT: pilot}
    missing = {
        About.DISTRICT: _("Choose the district that this report is about."),
        About.CALL: _("Choose the call that this report is about."),
        About.PILOT: _("Choose the pilot that this report is about."),
    }
    if kind.about in missing and given[About(kind.about)] is None:
        raise NotPossible(kind.about, missing[About(kind.about)])
    if any(thing is not None and about != kind.about for about, thing in given.items()):
        raise NotPossible("kind", _("A report of this kind is about something else."))
    if call and call.closes_at > at:
        day = date_format(timezone.localtime(call.closes_at), "DATE_FORMAT")
        raise NotPossible(
            "call",
            _("This call is open until %(day)s. Report on it when it is over.") % {"day": day},
        )
    today = timezone.localdate(at)
    if district and not existed(district, since or today, until or today):
        raise NotPossible(
            "district",
            _("There was no such district in these days. Choose the one that stood in its place."),
        )


def check_address(slug: str) -> None:
    """Free, and an address at which a report is read. Whose it is otherwise is nobody's business."""
    if not slug or slug != slugify(slug, allow_unicode=True) or len(slug) > LONGEST_ADDRESS:
        raise NotPossible("slug", _("Write an address of letters and numbers."))
    if not _is_of_a_report(slug) or Report.objects.filter(slug=slug).exists():
        raise NotPossible("slug", _("This address is not free. Choose another one."))


def _is_of_a_report(slug: str) -> bool:
    try:
        return resolve(f"/reports/{slug}/").view_name == "reports:detail"
    except Resolver404:
        return False


# ── What it is called where nobody says otherwise ────────────────────────────────────────────


def usual_title(
    kind: ReportKind, *, since: date | None, thing: District | Call | Pilot | None
) -> Words:
    """2026년 10월 월간 보고서; 서편동 읍면동 보고서."""
    told = [period_around(kind.period, since).name] if kind.period and since else []
    if thing is not None:
        told.append(Words(thing.name if isinstance(thing, District) else thing.title))
    ko = " ".join([*(each["ko"] for each in told), kind.name["ko"]])
    name = kind.name.get("en") or kind.name["ko"]
    about = ", ".join(each.get("en") or each["ko"] for each in told)
    en = f"{name}: {about}" if about else name
    return Words({"ko": ko[:200], "en": en[:200]})


def usual_address(
    kind: ReportKind, *, since: date | None, thing: District | Call | Pilot | None, at: datetime
) -> str:
    """monthly-2026-10, call-winter, district-4115051000-2026-11-22; -2 where that is taken."""
    days = period_around(kind.period, since).key if kind.period and since else ""
    if not days and kind.about in (About.CITY, About.DISTRICT):
        days = str(timezone.localdate(at))
    name = slugify("-".join(filter(None, [kind.slug, _name_of(thing), days])), allow_unicode=True)
    name = name[: LONGEST_ADDRESS - 5]
    taken = set(Report.objects.filter(slug__startswith=name).values_list("slug", flat=True))
    number = 1
    while (found := name if number == 1 else f"{name}-{number}") in taken:
        number += 1
    return found


def _name_of(thing: District | Call | Pilot | None) -> str:
    if isinstance(thing, District):
        return thing.code
    return thing.slug if isinstance(thing, Call) else str(thing.pk) if thing else ""
