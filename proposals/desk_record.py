"""대리 등록 at the desk: propose, back or comment for somebody who does not go online; print the receipt."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import note_access
from accounts.erase import EraseRefused
from accounts.guards import officer_required
from accounts.on_behalf import forget_on_request, goes_online
from accounts.outgoing import ContactRefused
from maps.locate import PlaceOutside
from proposals.desk_detail import desk_proposals
from proposals.drafts import language_of
from proposals.models import Receipt
from proposals.record import RecordRefused, record_comment, record_proposal, record_support
from proposals.record_forms import OnBehalfForm, RecordCommentForm, RecordProposalForm
from proposals.submit import CallIsClosed

FORMS = {Receipt.Act.SUPPORT: OnBehalfForm, Receipt.Act.COMMENT: RecordCommentForm}
REFUSED = 422  # the form is shown again, with what was written


@officer_required
def record(request):
    form = RecordProposalForm(request.POST if request.method == "POST" else None)
    page: dict[str, Any] = {
        "template_name": "proposals/desk/record.html",
        "context": {"form": form},
    }
    if request.method != "POST":
        return render(request, **page)
    return _receive(request, form, page, _record_proposal)


@officer_required
def record_act(request, pk, act):
    """Support or a comment, from the desk's page of the proposal."""
    if act not in FORMS:
        raise Http404
    proposal = get_object_or_404(desk_proposals(), pk=pk)
    form = FORMS[Receipt.Act(act)](request.POST if request.method == "POST" else None)
    context = {"form": form, "proposal": proposal, "act": act}
    page: dict[str, Any] = {"template_name": "proposals/desk/record_act.html", "context": context}
    if request.method != "POST":
        return render(request, **page)

    def keep(form, by) -> Receipt:
        if act == Receipt.Act.SUPPORT:
            return record_support(proposal=proposal, asked=form.asked(), by=by)
        return record_comment(
            proposal=proposal, asked=form.asked(), text=form.cleaned_data["text"], by=by
        )

    return _receive(request, form, page, keep)


@officer_required
def receipt(request, pk):
    """One sheet for the person: no name on it, so that it may lie about."""
    row = get_object_or_404(
        Receipt.objects.select_related(
            "proposal__category", "proposal__district", "person", "made_by__department"
        ),
        pk=pk,
    )
    context = {"receipt": row, "proposal": row.proposal,
               "search_address": settings.SITE_URL + reverse("search"),
               "may_forget": row.person.is_active and not goes_online(row.person)}  # fmt: skip
    return render(request, "proposals/desk/receipt.html", context)


@require_POST
@officer_required
def forget(request, pk):
    """The person called and takes the consent back."""
    row = get_object_or_404(Receipt.objects.select_related("person"), pk=pk)
    if not request.POST.get("sure"):
        messages.error(request, _("Please tick first that the person asked for it."))
        return redirect("proposals_desk:receipt", pk)
    try:
        forget_on_request(person=row.person, by=request.user)
    except EraseRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The person's data are erased. The counts stay."))
    return redirect("proposals_desk:receipt", pk)


def _record_proposal(form: RecordProposalForm, by) -> Receipt:
    words = form.cleaned_data
    return record_proposal(
        asked=form.asked(), by=by, title=words["title"], text=words["text"],
        category=words["category"], place=words["place"], call=words.get("call"),
        lang=language_of(words["text"]),
    )  # fmt: skip


def _receive(request, form: OnBehalfForm, page: dict, keep) -> HttpResponse:
    is_valid = form.is_valid()
    for person in form.looked_up:
        note_access(staff=request.user, action="look-up", subject=person)
    if is_valid:
        try:
            row = keep(form, request.user)
        except (RecordRefused, ContactRefused, PlaceOutside, CallIsClosed) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Recorded. Please print the receipt for the person."))
            return redirect("proposals_desk:receipt", row.pk)
    return render(request, status=REFUSED, **page)
