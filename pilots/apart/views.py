"""A participant says what they agree to, sees it again, takes it back, and leaves."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pilots.agree import ConsentRefused
from pilots.apart.consents import MAY_SAY, decide, lines_of, say, to_decide
from pilots.apart.forms import ConsentForm, WithdrawForm
from pilots.leave import may_leave, remove_data, withdraw
from pilots.models import ExtraConsent, Participation
from pilots.own_place import back_to, moved_on, own_place, show_page
from pilots.participation import HAS_ONLY_APPLIED
from pilots.workflow import MoveNotAllowed, Status


@login_required
def consent(request, pk):
    pilot, participation = own_place(request, pk)
    asked = to_decide(participation, lines_of(participation, request.user))
    if not asked:
        return back_to("mine", participation)
    form = ConsentForm(request.POST if request.method == "POST" else None, lines=asked)
    if request.method == "POST" and form.is_valid():
        if form.agrees is False and participation.status != Status.SELECTED:
            messages.info(request, _("Without this consent you cannot go on taking part."))
            return back_to("withdraw", participation)
        try:
            _decide(participation, form, by=request.user)
            return back_to("mine", participation)
        except (ConsentRefused, MoveNotAllowed) as refusal:
            participation.refresh_from_db()  # nothing of the form was taken
            form = ConsentForm(
                lines=to_decide(participation, lines_of(participation, request.user))
            )
            messages.error(request, moved_on(refusal))
    context = {"pilot": pilot, "participation": participation, "form": form}
    return show_page(request, "pilots/participant/consent.html", context)


def _decide(participation: Participation, form: ConsentForm, *, by) -> None:
    decide(
        participation=participation, by=by, agrees=form.agrees,
        text=form.cleaned_data.get("text"), extras=form.extras(),
    )  # fmt: skip


@login_required
def consents(request, pk):
    """What I agreed to, in the version that I read; to print, and to take back."""
    pilot, participation = own_place(request, pk)
    lines = lines_of(participation, request.user)
    context = {
        "pilot": pilot,
        "participation": participation,
        "lines": lines,
        "waiting": to_decide(participation, lines),
        "may_say": participation.status in MAY_SAY,
        "may_leave": may_leave(participation),
    }
    return render(request, "pilots/participant/consents.html", context)


@login_required
@require_POST
def say_to_one(request, pk, extra):
    _pilot, participation = own_place(request, pk)
    row = get_object_or_404(ExtraConsent.objects.select_related("text"), pk=extra, pilot=pk)
    given = request.POST.get("given") == "yes"
    try:
        say(
            participation=participation, extra=row, given=given, by=request.user,
            text=_number(request.POST.get("text", "")) if given else None,
        )  # fmt: skip
    except ConsentRefused as refusal:
        messages.error(request, str(refusal))
    else:
        said = _("You have agreed. Thank you.") if given else _("You have taken it back.")
        messages.success(request, said)
    return back_to("consents", participation)


def _number(text: str) -> int:
    """0 is no version of anything."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else 0


@login_required
def leave(request, pk):
    pilot, participation = own_place(request, pk)
    if not may_leave(participation):
        return back_to("mine", participation)
    only_applied = participation.status in HAS_ONLY_APPLIED
    said = _("Your application is withdrawn.") if only_applied else _("You have left the pilot.")
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            _leave(participation, form.cleaned_data, by=request.user)
            messages.success(request, said)
            return redirect(pilot)
        except MoveNotAllowed as refusal:
            messages.error(request, moved_on(refusal))
            return back_to("mine", participation)
    context = {
        "pilot": pilot, "participation": participation, "form": form,
        "has_completed": participation.status == Status.COMPLETED, "only_applied": only_applied,
    }  # fmt: skip
    return show_page(request, "pilots/participant/withdraw.html", context)


def _leave(participation: Participation, given: dict, *, by) -> None:
    if participation.status == Status.COMPLETED:
        if given["so_far"] == "keep":  # the pilot ended while the page was open
            raise MoveNotAllowed(participation.status, Status.WITHDRAWN)
        remove_data(participation=participation, by=by)
        return
    withdraw(
        participation=participation, by=by, kind=given["kind"], reason=given["reason"],
        erase=given["so_far"] == "erase",
    )  # fmt: skip
