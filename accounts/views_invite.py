"""/me/invitation/…: what the link in an invitation opens."""

from django.contrib import messages
from django.contrib.auth import login
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from accounts.invite import (
    InvitationRefused,
    accept,
    accept_as_newcomer,
    invitation_of,
    why_over,
)
from accounts.invite_forms import NewcomerForm
from accounts.models import User
from accounts.profile import NameRefused
from accounts.roles import STAFF

BACKEND = "django.contrib.auth.backends.ModelBackend"


@never_cache
def invitation(request, token):
    found = invitation_of(token)
    if found is None:
        over = _("This link leads to no invitation. Please open the newest letter again.")
        return _page(request, {"over": over}, 404)
    if over := why_over(found):
        return _page(request, {"over": over}, 410)
    if request.user.is_authenticated:
        return _with_account(request, found)
    if User.objects.filter(email__iexact=found.email).exists():
        return _page(request, {"invitation": found, "must_sign_in": True})
    return _newcomer(request, found)


def _with_account(request, found):
    if request.method == "POST":
        try:
            accept(invitation=found, person=request.user)
        except InvitationRefused as refusal:
            messages.error(request, str(refusal))
            return redirect(request.path)
        return _welcome(request, found)
    is_theirs = (request.user.email or "").lower() == found.email.lower()
    return _page(request, {"invitation": found, "is_theirs": is_theirs})


def _newcomer(request, found):
    form = NewcomerForm(request.POST or None, email=found.email)
    if request.method == "POST" and form.is_valid():
        try:
            person = accept_as_newcomer(
                invitation=found,
                password=form.cleaned_data["password"],
                name=form.cleaned_data["name"],
                language=(get_language() or "ko")[:2],
            )
        except NameRefused as refusal:
            form.add_error("name", str(refusal))
        except InvitationRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            login(request, person, backend=BACKEND)
            return _welcome(request, found)
    context = {"invitation": found, "form": form}
    return _page(request, context, 422 if form.errors else 200)


def _welcome(request, found):
    messages.success(request, _("Welcome. Your account is ready."))
    return redirect("desk" if found.role in STAFF else "me")


def _page(request, context: dict, status: int = 200):
    defaults = {"over": "", "form": None, "must_sign_in": False, "is_theirs": None}
    return render(request, "accounts/invitation.html", defaults | context, status=status)
