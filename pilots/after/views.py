"""Public pages after a result: the evidence as a file, and what was learned without adopting."""

from django.core.paginator import Paginator
from django.db.models import Prefetch, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render

from city.digest import canonical
from pilots.models import Conclusion, Pilot, StageChange
from pilots.permissions import can_see
from pilots.workflow import Stage, Verdict

PAGE = 12
NOT_ADOPTED = [Verdict.STOP, Verdict.CHANGE]


def evidence(request, pk):
    """The very bytes whose SHA-256 stands on the page of the pilot."""
    conclusion = get_object_or_404(Conclusion.objects.select_related("pilot"), pilot=pk)
    if not can_see(request.user, conclusion.pilot):
        raise Http404
    response = HttpResponse(canonical(conclusion.evidence), content_type="application/json")
    response["Content-Disposition"] = f'inline; filename="evidence-{pk}.json"'
    return response


def learned(request):
    """Everything that ended without being adopted, last first: a test that says no is a result."""
    ended = (
        Pilot.objects.public()
        .filter(Q(conclusion__verdict__in=NOT_ADOPTED) | Q(stage=Stage.STOPPED))
        .select_related("conclusion", "department")
        .prefetch_related(
            Prefetch(
                "stage_changes",
                StageChange.objects.filter(after=Stage.STOPPED),
                to_attr="stopped_with",
            ),
            Prefetch("successors", Pilot.objects.public(), to_attr="goes_on_as"),
        )
        .order_by("-stage_since", "-pk")
    )
    page = Paginator(ended, PAGE).get_page(request.GET.get("page"))
    return render(request, "pilots/after/learned.html", {"page": page})
