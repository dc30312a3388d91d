"""The desk's steps beside a decision: take more time, ask experts, bring an answer back."""

from collections.abc import Callable

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.guards import officer_required
from proposals.desk import NO_LONGER, show
from proposals.desk_answering_forms import AskReviewsForm, BringBackForm, ExtendForm
from proposals.desk_detail import desk_proposals
from proposals.extend import extend_answer
from proposals.refer import bring_back as bring_back_answer
from proposals.review import ReviewRefused, ask_for_reviews, take_back_request
from proposals.workflow import MoveNotAllowed


@require_POST
@officer_required
def extend(request, pk):
    def act(row, data):
        extend_answer(proposal=row, by=request.user, **data)
        return _("The answer may take longer. Everybody it touches has been told why.")

    return _carry_out(request, pk, "extend_form", ExtendForm(request.POST, prefix="extend"), act)


@require_POST
@officer_required
def ask_reviews(request, pk):
    def act(row, data):
        count = len(ask_for_reviews(proposal=row, by=request.user, **data))
        if not count:
            return _("These experts have been asked before.")
        return ngettext(
            "%(count)s expert has been asked.", "%(count)s experts have been asked.", count
        ) % {"count": count}

    form = AskReviewsForm(request.POST, prefix="reviews")
    return _carry_out(request, pk, "ask_reviews_form", form, act)


@require_POST
@officer_required
def unask_review(request, pk, review_pk):
    """The expert need not answer any more."""
    row = get_object_or_404(desk_proposals(), pk=pk)
    review = get_object_or_404(row.reviews, pk=review_pk)
    try:
        take_back_request(review=review, by=request.user)
        messages.success(request, _("This review is not asked for any more."))
    except ReviewRefused as refusal:
        messages.error(request, str(refusal))
    return redirect(f"{reverse('proposals_desk:proposal', args=[pk])}#reviews")


@require_POST
@officer_required
def bring_back(request, pk):
    def act(row, data):
        bring_back_answer(proposal=row, by=request.user, **data)
        return _("The answer is published. Everybody it touches has been told.")

    form = BringBackForm(request.POST, prefix="back")
    return _carry_out(request, pk, "bring_back_form", form, act)


def _carry_out(request, pk: int, name: str, form: Form, act: Callable) -> HttpResponse:
    """What was typed stays in the form, whoever refuses it: the form or the verb."""
    row = get_object_or_404(desk_proposals(), pk=pk)
    if form.is_valid():
        try:
            messages.success(request, act(row, form.cleaned_data))
            return redirect("proposals_desk:proposal", pk)
        except (MoveNotAllowed, ReviewRefused) as refusal:
            form.add_error(None, str(refusal))
    row = get_object_or_404(desk_proposals(), pk=pk)
    return show(request, row, NO_LONGER, **{name: form})
