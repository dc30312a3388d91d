"""A participant's own pages in a pilot: where they stand, and the diary."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from photos.clean import PhotoRefused
from pilots.apart.consents import may_send_photos
from pilots.apart.place import apart_of
from pilots.diary import DiaryRefused, may_write, write_diary
from pilots.forms_participant import DiaryForm
from pilots.join import takes_applications
from pilots.models import Diary, Participation
from pilots.own_place import back_to, own_place, public_pilot, show_page
from pilots.participation import CONSENT_IS_TAKEN, PLACES_ARE_OFFERED, places_of
from pilots.prompt import switch_prompts
from pilots.recruit.place import recruited
from pilots.workflow import Status
from surveys.models import Response

A_PAGE = 20


@login_required
def mine(request, pk):
    """Every place that is theirs: their own, and those of the people for whom they act."""
    pilot = public_pilot(pk)
    places = list(places_of(pilot, request.user))
    if not places:
        return redirect(pilot)
    drawn = pilot.places_draw
    for participation in places:
        participation.pilot = pilot
    context = {
        "pilot": pilot,
        "drawn": drawn,
        "places": [
            place_of(one) | apart_of(one, request.user) | recruited(one, drawn) for one in places
        ],
        "may_add": pilot.children_may_join and takes_applications(pilot),
    }
    return render(request, "pilots/participant/mine.html", context)


def place_of(participation: Participation) -> dict:
    """Where somebody stands and what they can do next."""
    pilot = participation.pilot
    return {
        "participation": participation,
        "may_consent": participation.status == Status.SELECTED and pilot.stage in CONSENT_IS_TAKEN,
        "may_write": may_write(participation),
        "may_get_a_place": pilot.stage in PLACES_ARE_OFFERED,
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
            return back_to("diary", participation)
        except PhotoRefused as refusal:
            form.add_error("photo", str(refusal))
        except DiaryRefused as refusal:
            form.add_error(None, str(refusal))
    entries = Diary.objects.filter(panelist=participation.panelist).select_related("photo")
    page = Paginator(entries, A_PAGE).get_page(request.GET.get("page"))
    context = {"pilot": pilot, "participation": participation, "form": form, "page": page, "can_write": can_write,
               "takes_photos": takes_photos}  # fmt: skip
    return show_page(request, "pilots/participant/diary.html", context)


@login_required
@require_POST
def diary_prompts(request, pk):
    """On or off with one tap."""
    _pilot, participation = own_place(request, pk)
    on = request.POST.get("on") == "1"
    switch_prompts(participation=participation, on=on, by=request.user)
    said = _("We ask again now and then.") if on else _("We do not ask for diary entries any more.")
    messages.success(request, said)
    return back_to("diary", participation)
