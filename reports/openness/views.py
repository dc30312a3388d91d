"""One page for journalists and whoever else watches the city."""

from django.shortcuts import render
from django.views.decorators.http import conditional_page, require_safe

from reports.models import Run
from reports.openness.page import openness_page


@require_safe
@conditional_page
def openness(request):
    return render(
        request, "reports/openness/openness.html", openness_page(Run.objects.latest_finished())
    )
