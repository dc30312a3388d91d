"""A participant says what they agree to, and leaves."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from pilots import agree
from pilots.forms_participant import ConsentForm, WithdrawForm
from pilots.leave import withdraw
from pilots.models import Participation
from pilots.own_place import moved_on, own_place, show_page
from pilots.participation import MAY_WITHDRAW
from pilots.workflow import MoveNotAllowed, Status


@login_required
def consent(request, pk):
    pilot, participation = own_place(request, pk)
    if participation.status != Status.SELECTED or pilot.consent_text is None:
        return redirect("pilots:mine", pk=pk)
    form = ConsentForm(
        request.POST if request.method == "POST" else None, initial={"text": pilot.consent_text_id}
    )
    if request.method == "POST" and form.is_valid():
        try:
            _answer_consent(participation, form.cleaned_data, by=request.user)
            return redirect("pilots:mine", pk=pk)
        except (agree.ConsentRefused, MoveNotAllowed) as refusal:
            form = ConsentForm(initial={"text": pilot.consent_text_id})
            messages.error(request, moved_on(refusal))
    return show_page(
        request, "pilots/participant/consent.html",
        {"pilot": pilot, "form": form, "text": pilot.consent_text},
    )  # fmt: skip


def _answer_consent(participation: Participation, answer: dict, *, by) -> None:
    if answer["agrees"] == "no":
        agree.decline(participation=participation, by=by)
        return
    text = participation.pilot.consent_text
    if text is None or answer["text"] != text.pk:
        raise agree.ConsentRefused(_("The text has changed meanwhile. Please read the new one."))
    agree.consent(participation=participation, by=by, text=text)


@login_required
def leave(request, pk):
    pilot, participation = own_place(request, pk)
    if participation.status not in MAY_WITHDRAW:
        return redirect("pilots:mine", pk=pk)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            withdraw(
                participation=participation, by=request.user, reason=given["reason"],
                erase=given["so_far"] == "erase",
            )  # fmt: skip
            messages.success(request, _("You have left the pilot."))
            return redirect(pilot)
        except MoveNotAllowed as refusal:
            messages.error(request, moved_on(refusal))
            return redirect("pilots:mine", pk=pk)
    return show_page(request, "pilots/participant/withdraw.html", {"pilot": pilot, "form": form})
