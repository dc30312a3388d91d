"""의회 요구자료: an officer makes a table, reads it, cites it and takes it away."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.guards import officer_required
from reports.figures import BY_KEY
from reports.figures.dimensions import NAMES
from reports.models import Run
from reports.readers.asked import BY_DISTRICT, BY_MONTH, FIGURES
from reports.readers.forms import TableForm, beginning
from reports.readers.table import checksum, tables_of
from reports.readers.table_files import as_csv, as_sheets

SHEETS = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# What councils ask for most: figures, rows, columns.
OFTEN = (
    (("proposals_received",), "district", BY_MONTH),
    (("proposals_received", "accepted", "done"), "department", FIGURES),
    (("answered_in_time", "median_working_days_to_answer"), "department", FIGURES),
    (("commitments_made", "commitments_kept_on_time"), "department", FIGURES),
    (("proposals_received",), "category", BY_DISTRICT),
)


@require_safe
@officer_required
def table(request):
    run, is_kept = _run(request)
    asks = "figure" in request.GET
    form = TableForm(request.GET if asks else None, initial=None if asks else beginning())
    page: dict[str, Any] = {
        "form": form, "run": run, "is_kept": is_kept, "often": _often(), "tables": None,
    }  # fmt: skip
    if run and asks and form.is_valid():
        tables = tables_of(run, form.asked())
        query = _query(request, run)
        page |= {
            "tables": tables, "asked": form.asked(), "query": query, "address": _address(query),
            "checksum": checksum(tables),
        }  # fmt: skip
    return render(request, "reports/readers/table.html", page)


@require_safe
@officer_required
def table_csv(request):
    return _file(request, "csv", "text/csv; charset=utf-8", as_csv)


@require_safe
@officer_required
def table_sheets(request):
    return _file(request, "xlsx", SHEETS, as_sheets)


def _file(request, ending: str, content_type: str, write: Callable[..., bytes]) -> HttpResponse:
    """What the address of the table asks for, as a file; without it, back to the form."""
    run, _is_kept = _run(request)
    form = TableForm(request.GET)
    if run is None or not form.is_valid():
        return redirect(f"{reverse('reports_desk:table')}?{request.GET.urlencode()}")
    asked = form.asked()
    written = write(tables_of(run, asked), asked, run, _address(_query(request, run)))
    name = f"{_('table')}-{asked.since.key}-{asked.until.key}.{ending}"
    disposition = content_disposition_header(True, name) or ""
    return HttpResponse(
        written, content_type=content_type, headers={"Content-Disposition": disposition}
    )


def _run(request) -> tuple[Run | None, bool]:
    """Of the time that the address names, as long as it is kept; else the latest."""
    wanted = request.GET.get("run", "")
    if wanted.isdecimal() and len(wanted) < 18:
        if run := Run.objects.finished().filter(pk=wanted).first():
            return run, True
        return Run.objects.latest_finished(), False
    return Run.objects.latest_finished(), not wanted


def _query(request, run: Run) -> str:
    """In the order of the form and with the time of the values: the same table, the same address."""
    asked = [("figure", key) for key in request.GET.getlist("figure")]
    asked += [(name, request.GET.get(name, "")) for name in ("since", "until", "rows", "columns")]
    return urlencode([*asked, ("run", run.pk)])


def _address(query: str) -> str:
    return f"{settings.SITE_URL}{reverse('reports_desk:table')}?{query}"


def _often() -> list[dict[str, str]]:
    months = beginning()
    found = []
    for keys, rows, columns in OFTEN:
        names = [str(BY_KEY[key].name) for key in keys]
        shape = [NAMES[rows], NAMES[columns]] if columns in NAMES else [NAMES[rows]]
        asked = [("figure", key) for key in keys]
        asked += [(name, months[name]) for name in ("since", "until")]
        found.append({
            "name": f"{', '.join(names)} ({' × '.join(map(str, shape))})",
            "query": urlencode([*asked, ("rows", rows), ("columns", columns)]),
        })  # fmt: skip
    return found
