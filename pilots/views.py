"""Public pages: which pilots there are, and everything about one of them."""

from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Case, IntegerField, Prefetch, Q, Value, When
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from pilots.after.shown import after_the_result
from pilots.amend import SUBJECTS
from pilots.apart.shown import apart_shown
from pilots.devices.panel import live_context
from pilots.drawn import as_feature
from pilots.evidence.forecast import takes_forecasts
from pilots.evidence.live import live_comparisons
from pilots.filters import GROUPS, group_counts
from pilots.handing.shown import taken_over_from
from pilots.join import takes_applications
from pilots.models import Amendment, BudgetLine, Measure, Partner, Pilot, SharedBudget, Site
from pilots.on_map import sites_on_map
from pilots.participation import participation_of
from pilots.permissions import can_run, can_see
from pilots.plan.duties import What, may
from pilots.plan.money import lines_of, table_of
from pilots.promised import promises_of
from pilots.street.shown import street_shown
from pilots.trouble.shown import trouble_shown
from pilots.workflow import ENDED, Stage
from proposals.models import Proposal
from surveys.models import Wave

PAGE = 24
WAY = (
    Stage.DRAFT, Stage.RECRUITING, Stage.BASELINE, Stage.RUNNING, Stage.FOLLOW_UP,
    Stage.EVALUATING, Stage.CONCLUDED,
)  # fmt: skip


def index(request):
    today = timezone.localdate()
    group = request.GET.get("stage", "")
    pilots = Pilot.objects.public()
    shown = pilots.filter(stage__in=GROUPS[group].stages) if group in GROUPS else pilots
    page = Paginator(for_cards(shown, today), PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "pilots/index.html",
        {
            "page": page,
            "group": group if group in GROUPS else "",
            "groups": group_counts(pilots),
            "as_table": request.GET.get("view") == "table",
        },
    )


def for_cards(pilots, today):
    """Joinable first, then what is overdue, then what is going on, then what has ended."""
    joinable = Q(stage=Stage.RECRUITING, takes_participants=True) & (
        Q(apply_until__isnull=True) | Q(apply_until__gte=today)
    )
    ended = Q(stage__in=ENDED)
    return (
        pilots.for_lists()
        .select_related("conclusion")
        .defer("conclusion__evidence")
        .prefetch_related(
            Prefetch("sites", Site.objects.select_related("district").defer("district__outline")),
            "budget_lines",
            Prefetch("shared_budgets", SharedBudget.objects.prefetch_related("lines", "pilots")),
        )
        .annotate(
            order=Case(
                When(joinable, then=Value(0)),
                When(~ended & Q(ends_on__lt=today), then=Value(1)),
                When(~ended, then=Value(2)),
                default=Value(3),
                output_field=IntegerField(),
            ),
        )
        .order_by("order", "-stage_since", "-pk")
    )


def sites(request):
    """Where pilots happen, with the latest values: what the city map shows, in words."""
    return render(request, "pilots/sites.html", {"sites": sites_on_map()})


def detail(request, pk):
    pilot = get_object_or_404(
        Pilot.objects.for_lists()
        .select_related("conclusion", "predecessor")
        .prefetch_related("stage_changes"),
        pk=pk,
    )
    if not can_see(request.user, pilot):
        raise Http404
    return render(request, "pilots/detail.html", detail_context(request, pilot))


def detail_context(request, pilot: Pilot) -> dict:
    conclusion = getattr(pilot, "conclusion", None)
    if conclusion:
        comparisons = conclusion.evidence["comparisons"]
        as_of = datetime.fromisoformat(conclusion.evidence["as_of"])
    else:
        comparisons, as_of = live_comparisons(pilot)
    sites = list(pilot.sites.select_related("district").defer("district__outline"))
    place = participation_of(pilot, request.user)
    lines = lines_of([pilot])
    return {
        "pilot": pilot,
        "conclusion": conclusion,
        "promises": promises_of(conclusion),
        **after_the_result(pilot, conclusion),
        "taken_from": taken_over_from(pilot),
        "comparisons": comparisons,
        "as_of": as_of,
        "steps": steps_of(pilot),
        "sites": sites,
        "drawn": [as_feature(site) for site in sites],
        "lines": lines.select_related("shared"),
        "money": table_of(lines),
        "shared_budgets": pilot.shared_budgets.prefetch_related("pilots"),
        "partners": pilot.partners.all(),
        "proposals": Proposal.objects.public().filter(pilots=pilot),
        "solutions": pilot.solutions.filter(hidden_at__isnull=True).select_related("proposal"),
        "amendments": [told(amendment) for amendment in pilot.amendments.all()],
        "changes": pilot.stage_changes.all(),
        "reports": pilot.reports.latest_versions(),
        "successors": pilot.successors.public(),
        "can_apply": place is None and takes_applications(pilot),
        "place": place,
        "has_results": Wave.objects.filter(
            survey=pilot.survey_id, closes_at__lte=timezone.now()
        ).exists(),
        "events": pilot.events.all(),
        "takes_forecasts": takes_forecasts(pilot),
        "live": live_context(pilot),
        "can_run": can_run(request.user, pilot),
        "can_read_desk": may(request.user, pilot, What.READ),
        "can_enter": may(request.user, pilot, What.ENTER),
        **apart_shown(pilot, request.user),
        **street_shown(pilot),
        **trouble_shown(pilot, request.user),
    }


def steps_of(pilot: Pilot) -> list[dict]:
    """The stations on this pilot's way, and where it stands."""
    may_be_skipped = {Stage.FOLLOW_UP, *(() if pilot.takes_participants else (Stage.RECRUITING,))}
    way = [
        stage
        for stage in WAY
        if stage == pilot.stage or stage not in may_be_skipped or was_in(pilot, stage)
    ]
    if pilot.stage == Stage.STOPPED:
        way = [stage for stage in way if stage == Stage.DRAFT or was_in(pilot, stage)]
        way.append(Stage.STOPPED)
    here = way.index(Stage(pilot.stage))
    return [
        {"label": stage.label, "is_done": place < here, "is_here": place == here}
        for place, stage in enumerate(way)
    ]


def was_in(pilot: Pilot, stage: str) -> bool:
    return any(change.after == stage for change in pilot.stage_changes.all())


def told(amendment: Amendment) -> dict:
    """An amendment with the names that its fields have on the screen."""
    models: dict[str, Any] = {
        "protocol": Pilot,
        "sites": Site,
        "measures": Measure,
        "budget": BudgetLine,
        "partners": Partner,
    }
    model = models.get(amendment.what)
    names = (
        {field.name: field.verbose_name for field in model._meta.concrete_fields} if model else {}
    )
    keys = [*amendment.before, *(key for key in amendment.after if key not in amendment.before)]
    return {
        "row": amendment,
        "subject": SUBJECTS.get(amendment.what, amendment.what),
        "is_new": not amendment.before,
        "is_gone": not amendment.after,
        "changes": [
            {
                "name": names.get(key, key),
                "before": amendment.before.get(key),
                "after": amendment.after.get(key),
            }
            for key in keys
        ],
    }
