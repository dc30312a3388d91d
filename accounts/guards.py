"""Who are you? Decorators for views; a visitor is sent to sign in, the wrong person gets a 403."""

from functools import wraps

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.levels import refusal, way_to


def _guard(allowed):
    def decorate(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not allowed(request.user):
                raise PermissionDenied
            if _lacks_second_factor(request.user):
                messages.warning(
                    request, _("Before you work at the desk, please set up a second step.")
                )
                return redirect("mfa_index")
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def _lacks_second_factor(person) -> bool:
    """Offered by default; a city may demand it of everybody who sees residents' data."""
    return settings.STAFF_SECOND_FACTOR == "demanded" and not is_mfa_enabled(person)


sign_in_required = _guard(lambda person: True)  # the view asks what this very person may
officer_required = _guard(lambda person: person.is_officer)
manager_required = _guard(lambda person: person.is_manager)
admin_required = _guard(lambda person: person.is_admin)


def refused_page(request, right: str) -> HttpResponse | None:
    """For somebody whose level may not: a page that says what to do. None where it may."""
    sentence = refusal(request.user, right)
    if not sentence:
        return None
    context = {"sentence": sentence, "way": way_to(request.user, right)}
    return render(request, "accounts/refused.html", context, status=403)


def may_administer(request) -> bool:
    """Asked by Django's admin on each of its pages."""
    person = request.user
    return person.is_authenticated and person.is_admin and not _lacks_second_factor(person)
