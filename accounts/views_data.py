"""/me/: what I agreed to, a copy of my data, and leaving."""

import json

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.consent import answers_of, withdraw_consent
from accounts.erase import EraseRefused, erase_person
from accounts.forms import DeleteAccountForm
from accounts.models import ConsentText
from accounts.privacy import export_person


@login_required
def consents(request):
    return render(request, "accounts/consents.html", {"answers": answers_of(request.user)})


@require_POST
@login_required
def withdraw(request, pk):
    # Who said yes, no and yes again has answered one text three times.
    answered = ConsentText.objects.filter(pk__in=request.user.consents.values("text"))
    text = get_object_or_404(answered, pk=pk, is_required=False)
    withdraw_consent(person=request.user, text=text)
    messages.success(
        request,
        _("“%s”: you have taken your consent back. What was kept under it has been erased.")
        % text.title,
    )
    return redirect("my_consents")


@never_cache
@login_required
def download(request):
    """One JSON file with everything; photos are named by their address."""
    data = json.dumps(
        export_person(request.user), cls=DjangoJSONEncoder, ensure_ascii=False, indent=2
    )
    day = timezone.localdate().isoformat()
    return HttpResponse(
        data,
        content_type="application/json; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="my-data-{day}.json"'},
    )


@login_required
def leave(request):
    """Asks once, and says beforehand exactly what stays."""
    form = DeleteAccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            erase_person(person=request.user)
        except EraseRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            logout(request)
            messages.success(request, _("Your account is closed. Thank you for taking part."))
            return redirect("home")
    return render(request, "accounts/leave.html", {"form": form})
