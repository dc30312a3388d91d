"""결재: approve, which publishes, or return with a note; and the list of all that waits for me."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts import sign_off as sign_offs
from accounts.deputise import stands_in_for
from accounts.guards import officer_required
from accounts.models import SignOff, User
from accounts.sign_off import SignOffRefused
from proposals.desk import NO_LONGER, show
from proposals.desk_detail import desk_proposals
from proposals.desk_forms import ApproveForm, ReturnForm
from proposals.desk_moves import MOVES
from proposals.models import Proposal
from proposals.workflow import MoveNotAllowed

KIND = "proposal:"
SHOWN = 50  # what waits longest comes first; the others follow when these are done


@officer_required
def waiting(request):
    """All that waits for my approval, or for that of whom I stand in for."""
    return show_waiting(request)


def show_waiting(
    request, status: int = 200, failed: int = 0, return_form: ReturnForm | None = None
) -> HttpResponse:
    waits = sign_offs.waiting_for(request.user).filter(thread__startswith=KIND)
    rows = list(waits[:SHOWN])
    proposals = Proposal.objects.for_lists().in_bulk([_key(row) for row in rows])
    items = [
        {
            "sign_off": row,
            "proposal": proposals[_key(row)],
            "move": MOVES.get(row.decision.get("written", {}).get("move", "")),
            "reason": _reason(row),
            "return_form": return_form if row.pk == failed else ReturnForm(prefix="return"),
        }
        for row in rows
        if _key(row) in proposals
    ]
    context = {
        "items": items,
        "total": waits.count(),
        "approve_form": ApproveForm(prefix="approve"),
        "stands_in_for": User.objects.filter(pk__in=stands_in_for(request.user)),
    }
    return render(request, "proposals/desk/sign_offs.html", context, status=status)


@require_POST
@officer_required
def sign_off(request, pk):
    """From the proposal's own page, or from the list, to which it then goes back."""
    row = get_object_or_404(desk_proposals(), pk=pk)
    from_list = "from_list" in request.POST
    back = (
        redirect("proposals_desk:sign_offs")
        if from_list
        else redirect("proposals_desk:proposal", pk)
    )
    waits = sign_offs.open_sign_off(row.thread)
    if waits is None:
        messages.error(request, _("Nothing waits for approval here."))
        return back
    approve_form = ApproveForm(request.POST, prefix="approve")
    return_form = ReturnForm(request.POST, prefix="return")
    form = approve_form if "approve" in request.POST else return_form
    if not form.is_valid():
        if from_list:
            return show_waiting(request, NO_LONGER, waits.pk, return_form)
        return show(request, row, NO_LONGER, **{_name(form): form})
    try:
        messages.success(request, answer(form, waits, request.user))
    except (MoveNotAllowed, SignOffRefused) as refusal:
        messages.error(request, str(refusal))
    return back


def answer(form: ApproveForm | ReturnForm, waits: SignOff, by: User) -> str:
    """Approves or returns it, and says which; also of what other rooms decide."""
    if isinstance(form, ApproveForm):
        sign_offs.approve(sign_off=waits, by=by, **form.cleaned_data)
        return _("Approved and published.")
    sign_offs.return_to_writer(sign_off=waits, by=by, **form.cleaned_data)
    return _("Returned to the writer.")


def _name(form: ApproveForm | ReturnForm) -> str:
    return "approve_form" if isinstance(form, ApproveForm) else "return_form"


def _key(sign_off: SignOff) -> int:
    return int(sign_off.thread.removeprefix(KIND))


def _reason(sign_off: SignOff) -> str:
    """The public words, as the writer sent them."""
    written = sign_off.decision.get("written", {}).get("form", {})
    return written.get("reason") or sign_off.decision.get("data", {}).get("reason") or ""
