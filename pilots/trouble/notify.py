"""Who hears of trouble: those in charge at once, and whoever reported it when it is answered."""

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.tell import tell
from city.words import in_both
from pilots.models import Partner, Pilot, TroubleAnswer, TroubleReport


def those_in_charge(pilot: Pilot) -> set[int]:
    """Its manager, and the partners' people who look after it in the street."""
    today = timezone.localdate()
    field = pilot.partners.filter(
        Q(until__isnull=True) | Q(until__gte=today),
        duty=Partner.Duty.FIELD_STAFF, person__isnull=False,
    )  # fmt: skip
    return {pilot.manager_id, *field.values_list("person", flat=True)}


def tell_those_in_charge(report: TroubleReport) -> None:
    """The words of the report stay at the desk."""
    people = those_in_charge(report.pilot)
    tell(
        people=people, asks=people, kind="trouble-reported", thread=report.pilot.thread,
        url=reverse("pilots_desk:trouble_report", args=[report.pilot_id, report.pk]),
        title=in_both(lambda: _("Trouble reported (%(kind)s): %(place)s") % {
            "kind": report.get_kind_display(), "place": report.site or report.pilot.title,
        }),
        body=in_both(lambda: _("Reported in the pilot “%(title)s”. Answer by %(time)s.") % {
            "title": report.pilot.title,
            "time": date_format(timezone.localtime(report.due_at), "SHORT_DATETIME_FORMAT"),
        }),
        at=report.created_at,
    )  # fmt: skip


def tell_reporter(answer: TroubleAnswer) -> None:
    report = answer.report
    if report.reporter_id is None:
        return
    tell(
        people=[report.reporter_id], asks=[report.reporter_id], kind="trouble-answered",
        thread=report.pilot.thread, url=f"{report.pilot.get_absolute_url()}#trouble",
        title=in_both(lambda: _("On what you reported in the pilot “%(title)s”")
                      % {"title": report.pilot.title}),
        body=answer.text, at=answer.at,
    )  # fmt: skip
