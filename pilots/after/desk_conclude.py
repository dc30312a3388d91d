"""At the desk: the result is written, and approved or returned where the city wants that."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.guards import officer_required
from accounts.models import SignOff, User
from accounts.sign_off import SignOffRefused, approves_as
from city.words import Words
from pilots.after.approve import conclude_or_send, waiting_result
from pilots.after.shown import sign_off_shown
from pilots.conclude import ConclusionRefused, approver_of, gather_evidence
from pilots.desk import people_by_status, runs_pilot
from pilots.desk_forms import ConclusionForm
from pilots.models import Pilot
from pilots.permissions import can_conclude, can_run
from pilots.workflow import MoveNotAllowed, Verdict
from proposals.desk_forms import ApproveForm, ReturnForm
from proposals.desk_sign_off import answer

NO_LONGER = 422


@runs_pilot
def conclusion(request, pilot):
    if not can_conclude(request.user, pilot):
        raise PermissionDenied
    waits = waiting_result(pilot)
    form = ConclusionForm(request.POST or None, initial=_written(waits))
    if request.method == "POST" and form.is_valid():
        try:
            sent = conclude_or_send(pilot=pilot, by=request.user, **form.cleaned_data)
        except ConclusionRefused as error:
            form.add_error("reasons", str(error))
        except SignOffRefused as error:
            form.add_error(None, str(error))
        except MoveNotAllowed:
            form.add_error(None, _("Only a pilot that is being evaluated can be concluded."))
        else:
            messages.success(request, _said(sent))
            return redirect("pilots_desk:detail", pilot.pk)
    context = {
        "pilot": pilot, "form": form, "evidence": gather_evidence(pilot),
        "proposals": pilot.proposals.all(), "people": people_by_status(pilot),
        "waits": waits, "approved_first": verdicts_approved_first(pilot, request.user),
    }  # fmt: skip
    return render(request, "pilots/desk/conclude.html", context)


@officer_required
def sign_off(request, pk):
    """What is to be signed, as it was sent: approve it, which publishes, or return it with a note."""
    pilot = get_object_or_404(Pilot.objects.for_lists(), pk=pk)
    waits = waiting_result(pilot)
    takes_part = can_run(request.user, pilot) or (waits and approves_as(waits, request.user))
    if not takes_part:
        raise PermissionDenied
    if waits is None or waits.state != SignOff.State.SENT:
        messages.error(request, _("Nothing waits for approval here."))
        return redirect("pilots_desk:detail", pk)
    forms: dict[str, ApproveForm | ReturnForm] = {
        "approve_form": ApproveForm(_posted(request, "approve"), prefix="approve"),
        "return_form": ReturnForm(_posted(request, "return"), prefix="return"),
    }
    form: ApproveForm | ReturnForm | None = next(
        (each for each in forms.values() if each.is_bound), None
    )
    if form is not None and form.is_valid():
        try:
            messages.success(request, answer(form, waits, request.user))
        except SignOffRefused as refusal:
            messages.error(request, str(refusal))
        except MoveNotAllowed:
            messages.error(request, _("The pilot has moved meanwhile. Look again where it stands."))
        return redirect("pilots_desk:detail", pk)
    context = {"pilot": pilot, **sign_off_shown(pilot, request.user), **forms}
    return render(request, "pilots/after/sign_off.html", context, status=NO_LONGER if form else 200)


def verdicts_approved_first(pilot: Pilot, by: User) -> list[str]:
    """Which results somebody else approves before they are public."""
    return [str(verdict.label) for verdict in Verdict if approver_of(pilot, verdict, by=by)]


def _written(waits: SignOff | None) -> dict[str, Any]:
    """What was returned is there again, word for word."""
    if waits is None:
        return {}
    said = waits.decision
    return {
        "verdict": said["verdict"],
        "reasons": Words(said["reasons"]),
        "learned": Words(said["learned"]),
    }


def _said(sent: SignOff | None) -> str:
    if sent:
        return _("The result is sent for approval, with its evidence as it stands now.")
    return _("The result is recorded and public.")


def _posted(request, button: str):
    """The form of the button that was pressed; the other stays as it was."""
    return request.POST if request.method == "POST" and button in request.POST else None
