"""업무 화면 of pilots: the list, a new one, where one stands, and its moves."""

from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Case, Count, F, When
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.guards import officer_required
from pilots.after.shown import after_the_result, sign_off_shown
from pilots.desk_forms import MoveForm, NewPilotForm
from pilots.filters import GROUPS
from pilots.handing.shown import left_to_do
from pilots.models import Pilot
from pilots.permissions import can_conclude, can_run
from pilots.plan.duties import What, allows, may
from pilots.plan.services import start_from
from pilots.promised import promises_of
from pilots.protocol import create_pilot
from pilots.stages import NotReady, checklist, move_pilot
from pilots.take_up import take_up
from pilots.views import steps_of
from pilots.workflow import ENDED, PILOT_MOVES, MoveNotAllowed, Stage, Status
from proposals.models import Proposal
from proposals.workflow import Status as ProposalStatus

PAGE = 50


def runs_pilot(view):
    """Gives the view its pilot; whoever does not run it may look, but not change anything."""

    @wraps(view)
    @officer_required
    def guarded(request, pk, *args, **kwargs):
        pilot = get_object_or_404(Pilot.objects.for_lists(), pk=pk)
        if not can_run(request.user, pilot):
            raise PermissionDenied
        return view(request, pilot, *args, **kwargs)

    return guarded


@officer_required
def index(request):
    today = timezone.localdate()
    shown = Pilot.objects.for_lists()
    tab = request.GET.get("tab", "")
    if tab == "mine":
        shown = shown.filter(manager=request.user)
    elif tab == "overdue":
        shown = shown.overdue(today)
    elif tab == "draft":
        shown = shown.filter(stage=Stage.DRAFT)
    elif tab in GROUPS:
        shown = shown.filter(stage__in=GROUPS[tab].stages)
    # What goes on comes first, whatever ends next on top; what is over follows.
    over = Case(When(stage__in=ENDED, then=1), default=0)
    shown = shown.annotate(people=Count("participations", distinct=True), over=over).order_by(
        "over", F("ends_on").asc(nulls_last=True), "-created_at"
    )
    page = Paginator(shown, PAGE).get_page(request.GET.get("page"))
    tabs = [
        ("", _("All")), ("mine", _("Mine")), ("overdue", _("Overdue")),
        ("draft", Stage.DRAFT.label), *((code, group.label) for code, group in GROUPS.items()),
    ]  # fmt: skip
    return render(request, "pilots/desk/index.html", {"page": page, "tabs": tabs, "tab": tab})


@officer_required
def new(request):
    """From accepted proposals (?proposal=12 comes from a proposal's page), or of the city's own."""
    accepted = Proposal.objects.filter(status=ProposalStatus.ACCEPTED)
    start = {
        "department": request.user.department_id,
        "proposals": accepted.filter(pk__in=_numbers(request.GET.getlist("proposal"))),
    }
    form = NewPilotForm(request.POST or None, accepted=accepted, initial=start)
    if request.method == "POST" and form.is_valid():
        proposals = form.cleaned_data.pop("proposals")
        service = form.cleaned_data.pop("service")
        with transaction.atomic():
            pilot = create_pilot(by=request.user, **form.cleaned_data)
            if service:
                start_from(pilot=pilot, service=service, by=request.user)
            for proposal in proposals:
                take_up(pilot=pilot, proposal=proposal, by=request.user)
        messages.success(request, _("The pilot is in preparation. Only staff can see it."))
        return redirect("pilots_desk:detail", pilot.pk)
    return render(request, "pilots/desk/new.html", {"form": form})


def _numbers(texts) -> list[int]:
    return [int(text) for text in texts if text.isascii() and text.isdigit() and len(text) < 10]


@allows(What.READ)
def detail(request, pilot):
    return render(
        request,
        "pilots/desk/detail.html",
        {
            "pilot": pilot,
            "steps": steps_of(pilot),
            "moves": [] if not can_run(request.user, pilot) else moves_of(pilot),
            "can_run": can_run(request.user, pilot),
            "can_conclude": can_conclude(request.user, pilot),
            "can_edit": may(request.user, pilot, What.EDIT),
            "has_ended": pilot.stage in ENDED,
            "alternatives": pilot.alternatives.all(),
            "sites": pilot.sites.all(),
            "measures": pilot.measures.all(),
            "budget_lines": pilot.budget_lines.all(),
            "partners": pilot.partners.all(),
            "proposals": pilot.proposals.all(),
            "promises": promises_of(getattr(pilot, "conclusion", None)),
            **after_the_result(pilot, getattr(pilot, "conclusion", None)),
            **sign_off_shown(pilot, request.user),
            "taken": left_to_do(pilot),
            "imports": pilot.imports.defer("refused")[:5],
            "people": people_by_status(pilot),
        },
    )


def moves_of(pilot: Pilot) -> list[dict]:
    """The next stages, each with everything it needs; stopping stands last."""
    sensible = [
        stage
        for stage in Stage
        if stage in PILOT_MOVES[pilot.stage]
        and stage != Stage.CONCLUDED
        and not (stage == Stage.RECRUITING and not pilot.takes_participants)
        and not (
            pilot.stage == Stage.DRAFT and stage == Stage.BASELINE and pilot.takes_participants
        )
    ]
    return [
        {"stage": stage, "label": stage.label, "checks": checklist(pilot, stage)}
        for stage in sensible
    ]


def people_by_status(pilot: Pilot) -> list[tuple[Status, int]]:
    """Staff who run the pilot count its people; the public sees no small groups."""
    counts = dict(pilot.participations.order_by().values_list("status").annotate(count=Count("pk")))
    return [(status, counts[status]) for status in Status if counts.get(status)]


@runs_pilot
def move(request, pilot, stage):
    if stage not in Stage or stage == Stage.CONCLUDED:
        return redirect("pilots_desk:conclude", pilot.pk)
    form = MoveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            move_pilot(pilot=pilot, to=stage, reason=form.cleaned_data["reason"], by=request.user)
        except NotReady as error:
            form.add_error(None, [check.sentence for check in error.unmet])
        except MoveNotAllowed:
            form.add_error(None, _("The pilot has moved meanwhile. Look again where it stands."))
        else:
            messages.success(
                request, _("The pilot is now: %(stage)s.") % {"stage": Stage(stage).label}
            )
            return redirect("pilots_desk:detail", pilot.pk)
    context = {
        "pilot": pilot, "form": form, "stage": Stage(stage), "checks": checklist(pilot, stage),
        "is_allowed": stage in PILOT_MOVES[pilot.stage],
    }  # fmt: skip
    return render(request, "pilots/desk/move.html", context)
