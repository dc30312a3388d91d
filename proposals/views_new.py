"""The page on which one proposes; a visitor may write first and come in at the end."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.carried import carry
from accounts.levels import refusal
from accounts.moderation import own_page
from accounts.roles import Right
from maps.locate import PlaceOutside
from proposals.carried import THANKS
from proposals.danger import asks_about_danger, sounds_urgent
from proposals.drafts import (
    drop_draft,
    find_draft,
    keep_draft,
    keep_photos,
    may_begin,
    photos_of,
    send_draft,
)
from proposals.models import Call, Draft
from proposals.new_forms import KeptPhotoForm, PhotoForm, ProposalForm
from proposals.submit import MOST_PHOTOS, CallIsClosed
from proposals.views_similar import similar_to_form

ASKED_FOR = ("lon", "lat", "category", "district")  # a map or a link may bring these along


def new(request):
    draft = find_draft(session=request.session, person=request.user)
    if request.method == "POST":
        return _receive(request, draft)
    initial = dict(draft.form) if draft else _asked_for(request.GET)
    return _page(request, ProposalForm(initial=initial), draft)


def _asked_for(params) -> dict:
    asked = {name: params[name] for name in ASKED_FOR if name in params}
    if slug := params.get("call", ""):
        asked["call"] = Call.objects.filter(slug=slug).values_list("pk", flat=True).first()
    return asked


def _receive(request, draft: Draft | None) -> HttpResponse:
    if "start_over" in request.POST:
        if draft:
            drop_draft(draft=draft)
        return redirect("proposals:new")
    form = ProposalForm(request.POST)
    if not may_begin(request):
        form.add_error(
            None, _("Many proposals were begun from here. Please come in first, or try in an hour.")
        )
        return _page(request, form, None, status=422)
    draft = keep_draft(session=request.session, person=request.user, form=form)
    kept = [KeptPhotoForm(request.POST, photo=photo) for photo in photos_of(draft)]
    fresh = _photo_forms(request.POST, request.FILES)
    photos_are_fine = keep_photos(draft=draft, kept=kept, new=fresh)
    if "keep" in request.POST and photos_are_fine:
        messages.success(request, _("Everything is kept. You can look at your photos below."))
        return redirect(f"{reverse('proposals:new')}#photos")
    if "look" in request.POST and photos_are_fine:
        return _look(request, form)
    if not (form.is_valid() and photos_are_fine):
        return _page(request, form, draft, fresh=fresh, status=422)
    if asks_about_danger(request, form):
        return _page(request, form, draft, status=422)
    if not request.user.is_authenticated:
        return carry(request, "proposal", draft=draft.token)
    if refused := refusal(request.user, Right.PROPOSE):
        form.add_error(None, refused)
        return _page(request, form, draft, status=422)
    try:
        proposal = send_draft(draft=draft, form=form, by=request.user)
    except (PlaceOutside, CallIsClosed) as closed:
        form.add_error(None, str(closed))
        return _page(request, form, draft, status=422)
    if proposal.hidden_at:
        return redirect(own_page("proposal", proposal.pk))
    messages.success(request, str(THANKS))
    return redirect(proposal)


def _look(request, form: ProposalForm) -> HttpResponse:
    """Without JavaScript: what is similar stands on the page when it comes back."""
    if not similar_to_form(form, request.user)["similar"]:
        messages.info(request, _("Nothing similar was found. You can send yours."))
    return redirect(f"{reverse('proposals:new')}#similar")


def _photo_forms(data=None, files=None) -> list[PhotoForm]:
    return [PhotoForm(data, files, prefix=f"new-{number}") for number in range(MOST_PHOTOS)]


def _page(request, form, draft: Draft | None, fresh=None, status: int = 200) -> HttpResponse:
    photos = photos_of(draft)
    kept = [KeptPhotoForm(photo=photo) for photo in photos]
    # Files cannot be put back into a page: what was kept stands above, the rest are fresh.
    refused = [one for one in fresh or [] if one.errors]
    taken = {one.prefix for one in refused}
    blank = [one for one in _photo_forms() if one.prefix not in taken]
    context = {
        "form": form,
        "draft": draft,
        "kept": kept,
        "fresh": (refused + blank)[: max(MOST_PHOTOS - len(photos), len(refused))],
        "danger": sounds_urgent(form),
        "is_back": bool(draft and request.method == "GET"),
        **(similar_to_form(form, request.user) if draft else {"similar": []}),
    }
    return render(request, "proposals/new.html", context, status=status)
