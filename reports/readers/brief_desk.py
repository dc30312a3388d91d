"""The brief as a page that fits one sheet of paper."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.guards import officer_required
from reports.readers.brief import brief


@require_safe
@officer_required
def show_brief(request):
    return render(request, "reports/readers/brief.html", {"brief": brief(timezone.now())})
