"""One move of a proposal at the desk: decided at once, kept as a draft, or sent for approval."""

from contextlib import suppress

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from accounts import sign_off as sign_offs
from accounts.guards import officer_required
from accounts.roles import Role
from accounts.sign_off import SignOffRefused
from proposals import wording
from proposals.carry_out import carry_out
from proposals.compare import merge_candidates
from proposals.desk import NO_LONGER, show
from proposals.desk_detail import desk_proposals
from proposals.desk_forms import MergeForm, MoveForm
from proposals.desk_list import next_in_queue
from proposals.desk_moves import MOVES, Move, arguments_of, moves_for
from proposals.models import Proposal
from proposals.triage import approver_for
from proposals.workflow import MoveNotAllowed


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
        return _show_move(request, row, chosen, form)
    if "draft" in request.POST:
        return _keep_draft(request, row, chosen, form)
    if "use_wording" in request.POST:
        return _show_move(request, row, chosen, _with_wording(request, row, chosen, form))
    if not form.is_valid():
        return _show_move(request, row, chosen, form, NO_LONGER)
    following = next_in_queue(request, row)
    try:
        sent = carry_out(
            proposal=row, act=chosen.act, data=arguments_of(chosen, form), by=request.user,
            seen=form.cleaned_data["seen"], written=_written(chosen, form),
        )  # fmt: skip
    except (MoveNotAllowed, SignOffRefused) as refusal:
        return _refused(request, pk, chosen, form, str(refusal))
    messages.success(request, _said(bool(sent)) % {"title": row.shown_title})
    return redirect("proposals_desk:proposal", following or pk)


def _said(sent: bool) -> str:
    """Names the proposal: the page that follows is that of the next one."""
    if sent:
        return _("“%(title)s” is sent for approval and published once it is approved.")
    return _("“%(title)s” is decided and published. Everybody it touches has been told.")


def _show_move(
    request, row: Proposal, chosen: Move, form: MoveForm, status: int = 200
) -> HttpResponse:
    """With the wordings that may be used here, each filled for this proposal."""
    wordings = [
        {"template": template, "text": wording.fill(template.text, row)}
        for template in wording.templates_for(chosen.code, request.user)
    ]
    approver = chosen.after and approver_for(
        chosen.after, by=request.user, support=row.support_count
    )
    return show(
        request, row, status, move=chosen, move_form=form, wordings=wordings,
        approver=Role(approver).label if approver else "",
    )  # fmt: skip


def _with_wording(request, row: Proposal, chosen: Move, form: MoveForm) -> MoveForm:
    """The chosen wording below what was typed; all else stays as it was typed, too."""
    typed = _written(chosen, form)["form"]
    key = request.POST.get("wording", "")
    templates = wording.templates_for(chosen.code, request.user)
    template = templates.filter(pk=key).first() if key.isdecimal() and len(key) < 16 else None
    if template is None:
        messages.error(request, _("Choose a wording from the list first."))
    else:
        filled = wording.fill(template.text, row)
        typed["reason"] = "\n\n".join(filter(None, [(typed["reason"] or "").strip(), filled]))
    return chosen.form(proposal=row, initial=typed)


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
    return _show_move(request, row, chosen, form, NO_LONGER)
