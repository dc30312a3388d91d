"""A participant's own pages in a pilot: apply, where they stand, the diary."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.guards import refused_page
from accounts.roles import Right
from photos.clean import PhotoRefused
from pilots.apart.consents import may_send_photos
from pilots.apart.place import apart_of
from pilots.diary import DiaryRefused, may_write, write_diary
from pilots.forms_participant import ApplyForm, DiaryForm
from pilots.join import ApplicationsClosed, apply, takes_applications
from pilots.models import Diary, Participation
from pilots.own_place import own_place, public_pilot, show_page
from pilots.participation import CONSENT_IS_TAKEN, MAY_WITHDRAW, participation_of
from pilots.workflow import Status
from surveys.models import Response

A_PAGE = 20


@login_required
def apply_for_place(request, pk):
    pilot = public_pilot(pk)
    if participation_of(pilot, request.user):
        return redirect("pilots:mine", pk=pk)
    if not takes_applications(pilot):
        return render(request, "pilots/participant/apply_closed.html", {"pilot": pilot})
    if refused := refused_page(request, Right.JOIN):
        return refused
    form = ApplyForm(request.POST if request.method == "POST" else None, person=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            apply(pilot=pilot, by=request.user, **form.cleaned_data)
            messages.success(request, _("Your application has arrived."))
        except ApplicationsClosed as refusal:
            messages.error(request, str(refusal))
            return redirect(pilot)
        return redirect("pilots:mine", pk=pk)
    return show_page(request, "pilots/participant/apply.html", {"pilot": pilot, "form": form})


@login_required
def mine(request, pk):
    pilot = public_pilot(pk)
    participation = participation_of(pilot, request.user)
    if participation is None:
        return redirect(pilot)
    return render(
        request,
        "pilots/participant/mine.html",
        {"pilot": pilot, **place_of(participation), **apart_of(participation, request.user)},
    )


def place_of(participation: Participation) -> dict:
    """Where somebody stands and what they can do next."""
    pilot = participation.pilot
    return {
        "participation": participation,
        "may_consent": participation.status == Status.SELECTED and pilot.stage in CONSENT_IS_TAKEN,
        "may_write": may_write(participation),
        "may_withdraw": participation.status in MAY_WITHDRAW,
        "wave": _waiting_wave(participation),
        "entries": Diary.objects.filter(panelist=participation.panelist).count(),
    }


def _waiting_wave(participation: Participation):
    survey = participation.pilot.survey
    # Who has completed the pilot is still asked how it was afterwards.
    if survey is None or not participation.panelist.may_answer:
        return None
    wave = survey.open_wave()
    answered = wave and Response.objects.filter(wave=wave, panelist=participation.panelist).exists()
    return None if answered else wave


@login_required
def diary(request, pk):
    pilot, participation = own_place(request, pk)
    can_write = may_write(participation)
    takes_photos = may_send_photos(participation)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = DiaryForm(*sent, takes_photos=takes_photos)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            write_diary(
                participation=participation, by=request.user, text=given["text"],
                rating=given["rating"], alt=given.get("alt", ""),
                upload=given.get("photo") or request.FILES.get("photo"),
                client_id=given["client_id"],
            )  # fmt: skip
            messages.success(request, _("Your entry is in the diary. Thank you."))
            return redirect("pilots:diary", pk=pk)
        except PhotoRefused as refusal:
            form.add_error("photo", str(refusal))
        except DiaryRefused as refusal:
            form.add_error(None, str(refusal))
    entries = Diary.objects.filter(panelist=participation.panelist).select_related("photo")
    page = Paginator(entries, A_PAGE).get_page(request.GET.get("page"))
    context = {"pilot": pilot, "form": form, "page": page, "can_write": can_write,
               "takes_photos": takes_photos}  # fmt: skip
    return show_page(request, "pilots/participant/diary.html", context)
