"""업무 화면, 거주 확인: sheets of codes to print, and people who come to the counter."""

import csv
from io import StringIO

from django.conf import settings
from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.access import note_access
from accounts.guards import officer_required
from accounts.models import ResidenceBatch, User
from accounts.residence import ResidenceRefused, end_residence
from accounts.residence_codes import end_batch, make_batch
from accounts.residence_desk import confirm_at_desk, refuse_at_desk, waiting_requests
from accounts.residence_forms import BatchForm, ConfirmForm, WhyNotForm

SHOWN = 50
REFUSED = 422


@officer_required
def residence(request):
    """Who waits, who stands here, and which sheets are out."""
    asked = request.GET.get("q", "").strip()[:40]
    found = User.objects.filter(pseudonym__iexact=asked, erased_at=None).first() if asked else None
    if found:
        note_access(staff=request.user, action="look-up", subject=found)
        return redirect("accounts_desk:residence_of", pk=found.pk)
    batches = ResidenceBatch.objects.select_related("district", "made_by").annotate(
        used=Count("codes__used_at")
    )
    context = {
        "q": asked,
        "waiting": waiting_requests()[:SHOWN],
        "batches": batches[:SHOWN],
        "now": timezone.now(),
    }
    return render(request, "accounts/desk/residence.html", context)


@never_cache
@officer_required
def new_batch(request):
    """The answer is the sheet itself: the codes are shown this once and kept by nobody."""
    form = BatchForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        status = REFUSED if form.errors else 200
        return render(request, "accounts/desk/residence_new.html", {"form": form}, status=status)
    batch, codes = make_batch(
        name=form.cleaned_data["name"],
        district=form.cleaned_data["district"],
        count=form.cleaned_data["count"],
        expires_at=form.expires_at,
        by=request.user,
    )
    if "letters" in request.POST:
        context = {
            "batch": batch,
            "codes": codes,
            "last_day": form.cleaned_data["valid_until"],
            "address": settings.SITE_URL + reverse("residence"),
        }
        return render(request, "accounts/desk/residence_letters.html", context)
    return _sheet(batch, codes, form.cleaned_data["valid_until"])


@require_POST
@officer_required
def end_sheet(request, batch):
    end_batch(batch=get_object_or_404(ResidenceBatch, pk=batch), by=request.user)
    messages.success(request, _("What nobody has used of this sheet is no longer valid."))
    return redirect("accounts_desk:residence")


@officer_required
def residence_of(request, pk):
    """Somebody at the counter: confirm, refuse with a note, or take it back with a reason."""
    person = get_object_or_404(User, pk=pk, erased_at=None)
    act = request.POST.get("act", "")
    confirm = ConfirmForm(request.POST if act == "confirm" else None)
    refuse = WhyNotForm(request.POST if act == "refuse" else None, prefix="refuse")
    end = WhyNotForm(request.POST if act == "end" else None, prefix="end")
    chosen = {"confirm": confirm, "refuse": refuse, "end": end}.get(act)
    if chosen and chosen.is_valid():
        try:
            _carry_out(act, person, chosen.cleaned_data, request.user)
            messages.success(request, _("Saved. The person has been told."))
        except ResidenceRefused as refusal:
            messages.error(request, str(refusal))
        return redirect("accounts_desk:residence_of", pk=pk)
    if request.method == "GET":
        note_access(staff=request.user, action="residence-view", subject=person)
    context = {
        "person": person,
        "latest": person.residences.select_related("district", "by").first(),
        "waiting": waiting_requests().filter(person=person).first(),
        "confirm_form": confirm,
        "refuse_form": refuse,
        "end_form": end,
    }
    status = REFUSED if chosen else 200
    return render(request, "accounts/desk/residence_of.html", context, status=status)


def _carry_out(act: str, person: User, words: dict, by: User) -> None:
    if act == "confirm":
        confirm_at_desk(person=person, district=words["district"], by=by)
    elif act == "refuse":
        refuse_at_desk(person=person, note=words["note"], by=by)
    else:
        end_residence(person=person, reason=words["note"], by=by)


def _sheet(batch: ResidenceBatch, codes: list[str], last_day) -> HttpResponse:
    text = StringIO()
    rows = csv.writer(text, lineterminator="\r\n")
    rows.writerow(
        [_("Number"), pgettext("residence", "Code"), _("District"), _("Valid until"), _("Address")]
    )
    address = settings.SITE_URL + reverse("residence")
    district = str(batch.district.name) if batch.district else _("The whole city")
    for number, code in enumerate(codes, start=1):
        rows.writerow([number, code, district, last_day.isoformat(), address])
    return HttpResponse(
        "\ufeff" + text.getvalue(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="residence-codes-{batch.pk}.csv"'},
    )
