"""A participant's certificate, and where their allowance is paid to."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from city.models import City
from pilots.models import Thanks
from pilots.own_place import public_pilot, show_page
from pilots.participation import places_of
from pilots.recruit.forms_thanks import PayoutForm
from pilots.recruit.thanks import MONEY, ThanksRefused, note_payout


@login_required
def certificate(request, pk, number):
    thanks = _own(request, pk, number)
    return render(
        request,
        "pilots/recruit/certificate.html",
        {"thanks": thanks, "pilot": thanks.participation.pilot, "city": City.objects.current()},
    )


@login_required
@never_cache
def payout(request, pk, number):
    thanks = _own(request, pk, number)
    if thanks.kind != MONEY or thanks.paid_at:
        return redirect("pilots:mine", pk=pk)
    form = PayoutForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            note_payout(thanks=thanks, by=request.user, **form.cleaned_data)
            messages.success(request, _("Your account is noted. It is erased once it is paid."))
        except ThanksRefused as refusal:
            messages.error(request, str(refusal))
        return redirect("pilots:mine", pk=pk)
    context = {"pilot": thanks.participation.pilot, "thanks": thanks, "form": form}
    return show_page(request, "pilots/recruit/payout.html", context)


def _own(request, pk: int, number: str) -> Thanks:
    places = places_of(public_pilot(pk), request.user)
    rows = Thanks.objects.filter(participation__in=places, number=number.replace("\x00", ""))
    thanks = rows.select_related(
        "payout", "participation__pilot__department", "participation__panelist",
        "participation__representative",
    ).first()  # fmt: skip
    if thanks is None:
        raise Http404
    return thanks
