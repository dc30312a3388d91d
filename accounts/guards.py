"""Who are you? Decorators for views; a visitor is sent to sign in, the wrong person gets a 403."""

from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied


def _guard(allowed):
    def decorate(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not allowed(request.user):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return decorate


officer_required = _guard(lambda person: person.is_officer)
manager_required = _guard(lambda person: person.is_manager)
admin_required = _guard(lambda person: person.is_admin)
