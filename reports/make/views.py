"""For anybody: one file that says all of a report, and every correction there was."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from city.digest import canonical
from reports import recompute
from reports.make.all_corrections import all_corrections
from reports.models import Report

FOR_EVER = "public, max-age=31536000, immutable"


@require_safe
def as_json(request, slug, version):
    """Data, method and words of a version, byte for byte what its SHA-256 was made from."""
    report = get_object_or_404(
        Report.objects.published().defer("pictures"), slug=slug, version=version
    )
    response = HttpResponse(canonical(report.frozen), content_type="application/json")
    response["Cache-Control"] = FOR_EVER
    return response


@require_safe
def corrections(request):
    page = Paginator(all_corrections(), 30).get_page(request.GET.get("page"))
    return render(request, "reports/make/corrections.html", {"page": page})


@require_safe
def script(request):
    """The program of docs/recompute.md."""
    with open(recompute.__file__, encoding="utf-8") as file:
        return HttpResponse(file.read(), content_type="text/x-python; charset=utf-8")
