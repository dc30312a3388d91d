"""The desk's pages about people: proofs of representatives, alternatives drawn, thanks and pay."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from pilots.desk import runs_pilot
from pilots.models import Draw, Representative, Thanks
from pilots.recruit.alternatives import DealRefused, deal_to_people, deal_to_sites
from pilots.recruit.forms_thanks import DealForm, PayForm, ProofForm, ThankForm
from pilots.recruit.represent import Kind, ProofRefused, note_proof
from pilots.recruit.thanks import ThanksRefused, mark_paid, read_payout, thank

A_PAGE = 50
REFUSED = 422


@runs_pilot
def representatives(request, pilot):
    """Codes only: the representative comes to the desk and says theirs."""
    rows = Representative.objects.filter(participation__pilot=pilot, kind=Kind.LEGAL)
    page = Paginator(
        rows.select_related("participation__panelist").order_by("seen_at", "pk"), A_PAGE
    ).get_page(request.GET.get("page"))
    context = {"pilot": pilot, "page": page}
    return render(request, "pilots/recruit/desk/representatives.html", context)


@runs_pilot
def proof(request, pilot, representative):
    row = get_object_or_404(
        Representative.objects.select_related("participation__panelist", "participation__pilot"),
        pk=representative, participation__pilot=pilot, kind=Kind.LEGAL,
    )  # fmt: skip
    form = ProofForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            note_proof(representative=row, by=request.user, **form.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect("pilots_desk:representatives", pilot.pk)
        except ProofRefused as refusal:
            form.add_error("proof", str(refusal))
    return render(
        request,
        "pilots/recruit/desk/proof.html",
        {"pilot": pilot, "row": row, "form": form},
        status=REFUSED if form.errors else 200,
    )


@runs_pilot
def alternatives(request, pilot, of):
    """`of`: people or sites."""
    deals = {Draw.Of.PEOPLE: deal_to_people, Draw.Of.SITES: deal_to_sites}
    if of not in deals:
        return redirect("pilots_desk:alternatives", pilot.pk, Draw.Of.PEOPLE)
    form = DealForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            deals[of](pilot=pilot, by=request.user, seed=form.cleaned_data["seed"])
            messages.success(request, _("The alternatives are drawn. The record is public."))
            return redirect("pilots_desk:alternatives", pilot.pk, of)
        except DealRefused as refusal:
            form.add_error(None, str(refusal))
    return render(
        request,
        "pilots/recruit/desk/alternatives.html",
        {
            "pilot": pilot,
            "of": of,
            "tabs": [(Draw.Of.PEOPLE, _("For people")), (Draw.Of.SITES, _("For sites"))],
            "form": form,
            "drawn": pilot.draws.filter(of=of).first(),
            "alternatives": pilot.alternatives.all(),
        },
        status=REFUSED if form.errors else 200,
    )


@runs_pilot
def thanks(request, pilot):
    form = ThankForm(
        request.POST if request.method == "POST" else None,
        initial={"for_what": _("took part to the end")},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            made = thank(pilot=pilot, by=request.user, **form.cleaned_data)
            messages.success(request, _("%(n)s people were thanked and told.") % {"n": len(made)})
            return redirect("pilots_desk:thanks", pilot.pk)
        except ThanksRefused as refusal:
            form.add_error(None, str(refusal))
    rows = Thanks.objects.filter(participation__pilot=pilot).select_related("payout")
    return render(
        request,
        "pilots/recruit/desk/thanks.html",
        {
            "pilot": pilot,
            "form": form,
            "page": Paginator(rows, A_PAGE).get_page(request.GET.get("page")),
        },
        status=REFUSED if form.errors else 200,
    )


@runs_pilot
@never_cache
def pay(request, pilot, thanks):
    """Name and account, shown on the answer to a reason and nowhere else; then “paid”."""
    row = get_object_or_404(
        Thanks.objects.select_related("participation__pilot", "payout"),
        pk=thanks, participation__pilot=pilot,
    )  # fmt: skip
    form = PayForm(request.POST if request.method == "POST" else None)
    payout = None
    if request.method == "POST" and form.is_valid():
        try:
            payout = read_payout(thanks=row, by=request.user, **form.cleaned_data)
        except ThanksRefused as refusal:
            form.add_error(None, str(refusal))
    context = {"pilot": pilot, "thanks": row, "payout": payout, "form": form}
    status = REFUSED if form.errors else 200
    return render(request, "pilots/recruit/desk/pay.html", context, status=status)


@runs_pilot
@require_POST
def paid(request, pilot, thanks):
    row = get_object_or_404(Thanks, pk=thanks, participation__pilot=pilot)
    try:
        mark_paid(thanks=row, by=request.user)
        messages.success(request, _("Paid. Name and account are erased."))
    except ThanksRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("pilots_desk:thanks", pilot.pk)
