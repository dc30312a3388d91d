"""The page on which an expert reviews a proposal."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.roles import Role
from proposals.models import Review
from proposals.review import (
    TAKES_REVIEWS,
    ReviewRefused,
    criteria_for,
    keep_review,
    send_review,
)
from proposals.review_form import ReviewForm

REFUSED = 422


@login_required
def review(request, pk):
    """Only for the expert who was asked; for everybody else there is nothing here."""
    row = get_object_or_404(
        Review.objects.select_related("proposal__category", "proposal__district", "proposal__author"),
        proposal=pk, proposal__hidden_at__isnull=True, expert=request.user,
        expert__role=Role.EXPERT,
    )  # fmt: skip
    criteria = criteria_for(row)
    is_open = row.sent_at is None and row.proposal.status in TAKES_REVIEWS
    is_draft = "keep" in request.POST
    form = ReviewForm(request.POST or None, review=row, criteria=criteria, is_draft=is_draft)
    if request.method == "POST" and form.is_valid():
        try:
            act = keep_review if is_draft else send_review
            act(review=row, by=request.user, **form.arguments())
            messages.success(
                request,
                _("Your draft is kept. Only you see it.")
                if is_draft
                else _("Thank you. Your review is with the city."),
            )
            return redirect("proposals:review", pk)
        except ReviewRefused as refusal:
            form.add_error(None, str(refusal))
    context = {"review": row, "proposal": row.proposal, "form": form, "is_open": is_open}
    status = REFUSED if form.is_bound else 200
    return render(request, "proposals/review.html", context, status=status)
