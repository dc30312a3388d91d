"""The triage desk: the queue, one proposal with what stands beside it, and its moves."""

from contextlib import suppress

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts import sign_off as sign_offs
from accounts.access import note_access
from accounts.guards import officer_required
from accounts.moderation import decide_case
from accounts.sign_off import SignOffRefused
from proposals import desk_queue
from proposals.carry_out import carry_out
from proposals.desk_detail import desk_detail_of, desk_proposals, merge_candidates
from proposals.desk_forms import (
    AssignForm,
    HideForm,
    MergeForm,
    MoveForm,
    ReplyForm,
    ReturnForm,
    ShortAnswersForm,
)
from proposals.desk_moves import MOVES, Move, arguments_of, moves_for
from proposals.filters import ProposalFilter
from proposals.models import Proposal
from proposals.triage import assign as assign_to
from proposals.triage import decide, reply_officially
from proposals.workflow import MoveNotAllowed, Outcome, Status

A_PAGE = 50
NO_LONGER = 422  # the form is shown again, with what was written


@officer_required
def queue(request):
    return show_queue(request)


def show_queue(request, status: int = 200, answers_form: ShortAnswersForm | None = None):
    tab = request.GET.get("tab")
    tab = tab if tab in desk_queue.TABS else "open"
    rows = Proposal.objects.for_lists().select_related("officer")
    rows = desk_queue.in_order(rows)
    if tab != "open" or not {"status", "outcome"} & set(request.GET):
        rows = desk_queue.of_tab(rows, tab, request.user)
    filters = ProposalFilter(request.GET, queryset=rows)
    counts = desk_queue.tab_counts(request.user)
    context = {
        "filters": filters,
        "chips": filters.chips(),
        "page": Paginator(filters.qs, A_PAGE).get_page(request.GET.get("page")),
        "tab": tab,
        "tabs": [(code, label, counts[code]) for code, label in desk_queue.TABS.items()],
        "states": desk_queue.state_counts(),
        "answers_form": answers_form or ShortAnswersForm(),
    }
    return render(request, "proposals/desk/queue.html", context, status=status)


@require_POST
@officer_required
def short_answers(request):
    """One honest answer to several proposals whose support period has ended."""
    form = ShortAnswersForm(request.POST)
    if not form.is_valid():
        return show_queue(request, NO_LONGER, form)
    answered = 0
    for proposal in form.cleaned_data["proposals"]:
        with suppress(MoveNotAllowed):  # somebody else has answered this one in the meantime
            decide(
                proposal=proposal, status=Status.CLOSED, outcome=Outcome.NOT_RAISED,
                reason=form.cleaned_data["reason"], by=request.user, seen=proposal.status_since,
            )  # fmt: skip
            answered += 1
    messages.success(request, _("Proposals answered: %(count)s.") % {"count": answered})
    return redirect("proposals_desk:queue")


@officer_required
def proposal(request, pk):
    row = get_object_or_404(desk_proposals(), pk=pk)
    note_access(staff=request.user, action="proposal", subject=row.author, thread=row.thread)
    return show(request, row)


def show(request, row: Proposal, status: int = 200, **forms) -> HttpResponse:
    """The desk's page of a proposal, with the form of one move open or with none."""
    context = desk_detail_of(row, request.user) | {
        "move": None,
        "searched": request.GET.get("q", ""),
        "move_form": None,
        "assign_form": AssignForm(initial={"officer": row.officer_id}),
        "reply_form": ReplyForm(
            prefix="reply", initial={"department": request.user.department_id or row.department_id}
        ),
        "hide_form": HideForm(prefix="hide"),
        "return_form": ReturnForm(prefix="return"),
    }
    return render(request, "proposals/desk/proposal.html", context | forms, status=status)


@officer_required
def move(request, pk, code):
    """GET opens the form of one move; POST decides, or keeps a draft, or sends it for approval."""
    row = get_object_or_404(desk_proposals(), pk=pk)
    chosen = MOVES.get(code)
    if chosen is None or (request.method != "POST" and chosen not in moves_for(row)):
        messages.error(request, _("This step is not possible now. Here is where it stands."))
        return redirect("proposals_desk:proposal", pk)
    form = _form_of(request, row, chosen)
    if request.method != "POST":
        return show(request, row, move=chosen, move_form=form)
    if "draft" in request.POST:
        return _keep_draft(request, row, chosen, form)
    if not form.is_valid():
        return show(request, row, NO_LONGER, move=chosen, move_form=form)
    try:
        sent = carry_out(
            proposal=row, act=chosen.act, data=arguments_of(chosen, form), by=request.user,
            seen=form.cleaned_data["seen"], written=_written(chosen, form),
        )  # fmt: skip
    except (MoveNotAllowed, SignOffRefused) as refusal:
        return _refused(request, pk, chosen, form, str(refusal))
    if sent:
        messages.success(request, _("Sent for approval. It is published once it is approved."))
    else:
        messages.success(request, _("Decided and published. Everybody it touches has been told."))
    return redirect("proposals_desk:proposal", pk)


def _form_of(request, row: Proposal, chosen: Move) -> MoveForm:
    extra = {}
    if chosen.form is MergeForm:
        extra["candidates"] = merge_candidates(row, request.GET.get("q", "").strip()[:100])
    if request.method == "POST":
        return chosen.form(request.POST, proposal=row, **extra)
    initial = {"department": row.department_id}
    if draft := sign_offs.open_sign_off(row.thread):
        initial |= draft.decision.get("written", {}).get("form", {})
    return chosen.form(proposal=row, initial=initial, **extra)


def _written(chosen: Move, form: MoveForm) -> dict:
    """What the officer typed, as the form shows it again."""
    typed = {
        name: _without_nulls(form[name].value())
        for name in form.fields
        if name not in ("seen", "photo", "into")
    }
    return {"move": chosen.code, "form": typed}


def _without_nulls(value):
    """A draft is kept as it was typed, good or not; but PostgreSQL keeps no null character."""
    if isinstance(value, list):
        return [_without_nulls(part) for part in value]
    return value.replace("\x00", "") if isinstance(value, str) else value


def _keep_draft(request, row: Proposal, chosen: Move, form: MoveForm) -> HttpResponse:
    try:
        sign_offs.save_draft(
            thread=row.thread, decision={"written": _written(chosen, form)}, by=request.user
        )
    except SignOffRefused as refusal:
        return _refused(request, row.pk, chosen, form, str(refusal))
    messages.success(request, _("Your draft is kept. Only the desk sees it."))
    return redirect("proposals_desk:proposal", row.pk)


def _refused(request, pk: int, chosen: Move, form: MoveForm, sentence: str) -> HttpResponse:
    """Nothing typed is lost: the form stays open beside the proposal as it is now."""
    row = get_object_or_404(desk_proposals(), pk=pk)
    form.is_valid()
    with suppress(SignOffRefused):  # also found again under another move
        sign_offs.save_draft(
            thread=row.thread, decision={"written": _written(chosen, form)}, by=request.user
        )
    data = request.POST.copy()
    data["seen"] = row.status_since.isoformat()  # by now it has been seen
    form.data = data
    form.add_error(None, sentence)
    return show(request, row, NO_LONGER, move=chosen, move_form=form)


@require_POST
@officer_required
def assign(request, pk):
    row = get_object_or_404(Proposal, pk=pk)
    form = AssignForm(request.POST)
    if form.is_valid():
        assign_to(proposal=row, officer=form.cleaned_data["officer"], by=request.user)
        messages.success(request, _("The officer in charge is set."))
    else:
        messages.error(request, _("Choose somebody from the list."))
    return redirect("proposals_desk:proposal", pk)


@require_POST
@officer_required
def reply(request, pk):
    row = get_object_or_404(desk_proposals(), pk=pk)
    form = ReplyForm(request.POST, prefix="reply")
    if not form.is_valid():
        return show(request, row, NO_LONGER, reply_form=form)
    reply_officially(proposal=row, by=request.user, **form.cleaned_data)
    messages.success(request, _("The official reply is published."))
    return redirect("proposals_desk:proposal", pk)


@require_POST
@officer_required
def hide(request, pk):
    """Hides the proposal, or shows it again; the author reads why."""
    row = get_object_or_404(desk_proposals(), pk=pk)
    form = HideForm(request.POST, prefix="hide")
    if not form.is_valid():
        return show(request, row, NO_LONGER, hide_form=form)
    decide_case(
        kind="proposal", target=pk, hide=row.is_public, by=request.user, **form.cleaned_data
    )
    messages.success(
        request,
        _("The proposal is hidden.") if row.is_public else _("The proposal is shown again."),
    )
    return redirect("proposals_desk:proposal", pk)


@require_POST
@officer_required
def sign_off(request, pk):
    """결재: approve, which publishes, or return with a note."""
    row = get_object_or_404(desk_proposals(), pk=pk)
    waiting = sign_offs.open_sign_off(row.thread)
    form = ReturnForm(request.POST, prefix="return")
    if waiting is None:
        messages.error(request, _("Nothing waits for approval here."))
        return redirect("proposals_desk:proposal", pk)
    try:
        if "approve" in request.POST:
            sign_offs.approve(sign_off=waiting, by=request.user)
            messages.success(request, _("Approved and published."))
        elif form.is_valid():
            sign_offs.return_to_writer(sign_off=waiting, by=request.user, **form.cleaned_data)
            messages.success(request, _("Returned to the writer."))
        else:
            return show(request, row, NO_LONGER, return_form=form)
    except (MoveNotAllowed, SignOffRefused) as refusal:
        messages.error(request, str(refusal))
    return redirect("proposals_desk:proposal", pk)
