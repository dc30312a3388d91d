"""/me/consents/new/: texts that changed since somebody agreed to them."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from accounts.ask_again import NewTextsForm, answer_new_texts
from accounts.consent import waiting_texts


@login_required
def new_texts(request):
    going_to = _own_page(request)
    texts = waiting_texts(request.user)
    if not texts:
        return redirect(going_to)
    form = NewTextsForm(request.POST or None, texts=texts)
    if request.method == "POST" and form.is_valid():
        answer_new_texts(person=request.user, answers=form.answers)
        messages.success(request, _("Thank you. Your answers are kept."))
        return redirect(going_to)
    context = {"form": form, "next": going_to}
    status = 422 if form.errors else 200
    return render(request, "accounts/new_consents.html", context, status=status)


def _own_page(request) -> str:
    asked = request.POST.get("next") or request.GET.get("next", "")
    is_own = url_has_allowed_host_and_scheme(
        asked, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return asked if is_own else resolve_url(settings.LOGIN_REDIRECT_URL)
