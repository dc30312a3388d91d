"""The desk's page for one commitment: how far it is, kept, late or dropped."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.guards import officer_required
from accounts.sign_off import SignOffRefused
from photos.clean import PhotoRefused
from photos.keep import keep_photo
from proposals.carry_out import carry_out
from proposals.forms_commitments import (
    ChangeForm,
    DoneForm,
    DropForm,
    PostponeForm,
    ProgressForm,
)
from proposals.models import Commitment
from proposals.promise import postpone, report_done, report_progress
from proposals.workflow import MoveNotAllowed

NO_LONGER = 422
FORMS: dict[str, type[ChangeForm]] = {
    "progress": ProgressForm,
    "done": DoneForm,
    "postpone": PostponeForm,
    "drop": DropForm,
}
TITLES = {
    "progress": gettext_lazy("Report how far it is"),
    "done": gettext_lazy("Report it as done"),
    "postpone": gettext_lazy("Postpone it"),
    "drop": gettext_lazy("Drop it"),
}


@officer_required
def change(request, pk, act):
    if act not in FORMS:
        raise Http404
    commitment = get_object_or_404(
        Commitment.objects.select_related("proposal", "department"), pk=pk
    )
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = FORMS[act](*sent, commitment=commitment)
    if form.is_valid():
        try:
            message = ACTS[act](request, commitment, **form.cleaned_data)
            messages.success(request, message)
            return redirect("proposals_desk:proposal", commitment.proposal_id)
        except (MoveNotAllowed, SignOffRefused, PhotoRefused) as refusal:
            form.add_error(None, str(refusal))
    context = {
        "commitment": commitment,
        "proposal": commitment.proposal,
        "form": form,
        "act": act,
        "title": TITLES[act],
    }
    status = NO_LONGER if form.is_bound else 200
    return render(request, "proposals/desk/commitment.html", context, status=status)


def _progress(request, commitment, *, sites_done, photo, alt, note) -> str:
    kept = keep_photo(upload=photo, alt=alt) if photo else None
    changed = report_progress(
        commitment=commitment, sites_done=sites_done, note=note, photo=kept, by=request.user
    )
    if changed.all_sites_done:
        return _("Every place is done. Now report the whole commitment as done.")
    return _("Everybody it touches reads how far it is.")


def _done(request, commitment, *, figure, photo, alt, note) -> str:
    kept = keep_photo(upload=photo, alt=alt) if photo else None
    report_done(commitment=commitment, by=request.user, figure=figure, photo=kept, note=note)
    return _("Reported as done. Those who asked for it are asked whether it is better.")


def _postpone(request, commitment, *, due_month, reason) -> str:
    postpone(commitment=commitment, due_month=due_month, reason=reason, by=request.user)
    return _("Postponed. The first month stays visible beside the new one.")


def _drop(request, commitment, *, reason) -> str:
    sent = carry_out(
        proposal=commitment.proposal,
        act="drop",
        data={"commitment": commitment, "reason": reason},
        by=request.user,
    )
    if sent:
        return _("Sent for approval. It is published once it is approved.")
    return _("Dropped. The proposal is back in review.")


ACTS: dict[str, Callable[..., str]] = {
    "progress": _progress,
    "done": _done,
    "postpone": _postpone,
    "drop": _drop,
}
