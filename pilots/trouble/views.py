"""/pilots/ID/trouble/: anybody reports what does not work or is dangerous."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from accounts.rules import is_emergency
from accounts.tries import Limit, is_over, line_of, note_try
from photos.clean import PhotoRefused
from pilots.models import Pilot, TroubleReport
from pilots.own_place import REFUSED, public_pilot
from pilots.trouble.clock import clock_of
from pilots.trouble.forms import TroubleForm
from pilots.trouble.report import ReportRefused, report_trouble, takes_reports

TOO_FAST = 429
SENT = "sent"
REPORTS = Limit("trouble-report", 20)


@never_cache
def report(request, pk):
    pilot = public_pilot(pk)
    if SENT in request.GET and request.method != "POST":
        return _show(request, pilot, "thanks", {"danger": request.GET[SENT] == "urgent"})
    if not takes_reports(pilot):
        return _show(request, pilot, "closed", {})
    is_sent = request.method == "POST"
    form = TroubleForm(
        *((request.POST, request.FILES) if is_sent else ()),
        pilot=pilot, asks_contact=not request.user.is_authenticated,
        site=request.GET.get("site", ""),
    )  # fmt: skip
    status = 200
    if is_sent:
        status, kept = _receive(request, pilot, form)
        if kept:
            urgent = kept.is_danger or is_emergency(kept.text)
            address = reverse("pilots:report_trouble", args=[pk])
            return redirect(f"{address}?{SENT}={'urgent' if urgent else 1}")
    return _show(request, pilot, "report", {"form": form, "danger": True}, status)


def _receive(request, pilot: Pilot, form: TroubleForm) -> tuple[int, TroubleReport | None]:
    """The status of the page, and the report if there is one."""
    line, status = line_of(request), REFUSED
    if form.is_valid():
        try:
            if is_over(REPORTS, line):
                status = TOO_FAST
                raise ReportRefused(_too_many(pilot))
            kept = _keep(request, pilot, form.cleaned_data)
            note_try(REPORTS, line)
            return 200, kept
        except PhotoRefused as refusal:
            form.add_error("photo", str(refusal))
        except ReportRefused as refusal:
            form.add_error(refusal.field, str(refusal))
    if request.FILES.get("photo") and "photo" not in form.errors:
        form.add_error("photo", _("Please choose the photo once more: a page cannot keep it."))
    return status, None


def _keep(request, pilot: Pilot, said: dict) -> TroubleReport:
    return report_trouble(
        pilot=pilot, kind=said["kind"], text=said["text"], site=said["site"],
        upload=said["photo"], alt=said["alt"], contact=said.get("contact", ""),
        by=request.user if request.user.is_authenticated else None, client_id=said["client_id"],
        at=timezone.now(),
    )  # fmt: skip


def _too_many(pilot: Pilot) -> str:
    return _("Many reports came from here. In danger call 119 or 112, or call %(department)s.") % {
        "department": pilot.department
    }


def _show(request, pilot: Pilot, page: str, more: dict, status: int = 200) -> HttpResponse:
    context = {"pilot": pilot, "clock": clock_of(pilot)} | more
    return render(request, f"pilots/trouble/{page}.html", context, status=status)
