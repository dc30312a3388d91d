"""Who handles a proposal: set by hand, with a note; and the desk's own notes about it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.guards import officer_required
from accounts.notes import NoteForm, write_note
from proposals.assign import assign as assign_to
from proposals.desk import NO_LONGER, show
from proposals.desk_detail import desk_proposals
from proposals.desk_forms import AssignForm
from proposals.desk_list import to_me
from proposals.models import Proposal


@require_POST
@officer_required
def assign(request, pk):
    row = get_object_or_404(Proposal, pk=pk)
    form = AssignForm(to_me(request))
    if form.is_valid():
        assign_to(proposal=row, by=request.user, **form.cleaned_data)
        messages.success(request, _("The officer in charge is set."))
    else:
        messages.error(request, _("Choose somebody from the list."))
    return redirect("proposals_desk:proposal", pk)


@require_POST
@officer_required
def note(request, pk):
    """내부 메모: a note for colleagues; a form that fails says so without losing a word."""
    row = get_object_or_404(desk_proposals(), pk=pk)
    form = NoteForm(request.POST, prefix="note")
    if not form.is_valid():
        return show(request, row, NO_LONGER, note_form=form)
    write_note(thread=row.thread, by=request.user, title=row.shown_title, **form.cleaned_data)
    messages.success(request, _("The note is kept. Only the desk sees it."))
    return redirect(f"{reverse('proposals_desk:proposal', args=[pk])}#notes")
