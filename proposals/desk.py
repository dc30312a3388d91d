"""The triage desk: one proposal with what stands beside it, replies and hiding."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import note_access
from accounts.guards import officer_required
from accounts.moderation import decide_case
from accounts.notes import NoteForm
from proposals.desk_answering_forms import answering_forms
from proposals.desk_detail import desk_detail_of, desk_proposals
from proposals.desk_forms import ApproveForm, AssignForm, HideForm, ReplyForm, ReturnForm
from proposals.desk_list import way_through_queue
from proposals.models import Proposal
from proposals.triage import reply_officially

NO_LONGER = 422  # the form is shown again, with what was written


@officer_required
def proposal(request, pk):
    row = get_object_or_404(desk_proposals(), pk=pk)
    note_access(staff=request.user, action="proposal", subject=row.author, thread=row.thread)
    return show(request, row)


def show(request, row: Proposal, status: int = 200, **forms) -> HttpResponse:
    """The desk's page of a proposal, with the form of one move open or with none."""
    context = desk_detail_of(row, request.user) | {
        "in_queue": way_through_queue(request, row),
        "move": None,
        "searched": request.GET.get("q", ""),
        "move_form": None,
        "assign_form": AssignForm(
            initial={"officer": row.officer_id, "department": row.department_id}
        ),
        "note_form": NoteForm(prefix="note"),
        "reply_form": ReplyForm(
            prefix="reply", initial={"department": request.user.department_id or row.department_id}
        ),
        "hide_form": HideForm(prefix="hide", is_public=row.is_public),
        "approve_form": ApproveForm(prefix="approve"),
        "return_form": ReturnForm(prefix="return"),
        **answering_forms(row),
    }
    return render(request, "proposals/desk/proposal.html", context | forms, status=status)


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
    form = HideForm(request.POST, prefix="hide", is_public=row.is_public)
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
