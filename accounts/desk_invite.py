"""설정, colleagues: inviting them, and what became of the invitations."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.guards import admin_required
from accounts.invite import InvitationRefused, invite, send_again, withdraw_invitation
from accounts.invite_forms import InviteForm
from accounts.models import Invitation

ON_A_PAGE = 50


@admin_required
def invitations(request):
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = invite(by=request.user, **form.cleaned_data)
        except InvitationRefused as refusal:
            form.add_error("emails", str(refusal))
        else:
            messages.success(
                request,
                ngettext(
                    "%(count)s invitation is on its way.",
                    "%(count)s invitations are on their way.",
                    len(made),
                )
                % {"count": len(made)},
            )
            return redirect("desk_settings:invitations")
    everybody = Invitation.objects.select_related("department", "invited_by", "accepted_by")
    page = Paginator(everybody, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "now": timezone.now()}
    status = 422 if form.errors else 200
    return render(request, "accounts/desk/settings/invitations.html", context, status=status)


@require_POST
@admin_required
def again(request, pk):
    return _act(request, pk, send_again, _("A new letter is on its way. The old link has ended."))


@require_POST
@admin_required
def withdraw(request, pk):
    return _act(request, pk, withdraw_invitation, _("The invitation is taken back."))


def _act(request, pk: int, verb, done: str):
    try:
        verb(invitation=get_object_or_404(Invitation, pk=pk), by=request.user)
    except InvitationRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect("desk_settings:invitations")
