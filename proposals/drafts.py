"""What was typed and uploaded is kept until the proposal is sent, also across a sign-in."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from secrets import token_urlsafe

from allauth.core import ratelimit
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import User
from photos.clean import PhotoRefused
from photos.erase import erase_photos
from photos.keep import cover_photo, keep_photo
from photos.models import Photo
from proposals.models import Draft, Proposal
from proposals.new_forms import KeptPhotoForm, PhotoForm, ProposalForm
from proposals.submit import MOST_PHOTOS, submit_proposal

IN_SESSION = "proposal_draft"
KEPT_FOR = timedelta(days=7)
LONGEST = 20_000  # of one field; five times what may be sent


def find_draft(*, session, person) -> Draft | None:
    """The one of this browser, or else the latest of a signed-in person, from any device."""
    draft = None
    if token := session.get(IN_SESSION):
        draft = Draft.objects.filter(token=token).first()
    if not person.is_authenticated:
        return draft if draft and draft.owner_id is None else None
    if draft is None or draft.owner_id not in (None, person.pk):
        return Draft.objects.filter(owner=person).order_by("-updated_at").first()
    if draft.owner_id is None:  # written before signing in
        draft.owner = person
        draft.save(update_fields=["owner"])
    return draft


def may_begin(request) -> bool:
    """Visitors of one place begin only so many an hour; who comes in has one at a time."""
    if request.user.is_authenticated or find_draft(session=request.session, person=request.user):
        return True
    return bool(ratelimit.consume(request, action="proposal_draft"))


def keep_draft(*, session, person, form: ProposalForm, at: datetime | None = None) -> Draft:
    """Keeps the words as they were typed, good or not."""
    draft = find_draft(session=session, person=person)
    if draft is None:
        draft = Draft(token=token_urlsafe(24))
        draft.owner = person if person.is_authenticated else None
    draft.form = _as_typed(form)
    draft.updated_at = at or timezone.now()
    draft.save()
    session[IN_SESSION] = draft.token
    return draft


def _as_typed(form: ProposalForm) -> dict[str, str]:
    """The exact spot in front of somebody's home is never stored, not even in a draft."""
    # A null character is no text, and PostgreSQL keeps none.
    typed = {name: form.data.get(name, "")[:LONGEST].replace("\x00", "") for name in form.fields}
    if typed.get("near_home"):
        form.is_valid()
        place = form.cleaned_data.get("place") or {}
        typed["lon"], typed["lat"] = place.get("lon") or "", place.get("lat") or ""
    return typed


def keep_photos(*, draft: Draft, kept: Iterable[KeptPhotoForm], new: Iterable[PhotoForm]) -> bool:
    """Changes what is kept and adds what was uploaded; says whether all of it could be done."""
    changed = [_change(draft, form) for form in kept]  # each of them, whatever the others do
    fine = all(changed)
    free = MOST_PHOTOS - draft.photos.count()
    for form in new:
        if not form.is_valid():
            fine = False
        elif upload := form.cleaned_data["file"]:
            fine = _add(draft, form, upload, free) and fine
            free -= 1
    return fine


def _change(draft: Draft, form: KeptPhotoForm) -> bool:
    if not form.is_valid():
        return False
    photo = form.photo
    if form.cleaned_data["remove"]:
        draft.photos.remove(photo)
        erase_photos(photos=[photo])
        return True
    if photo.alt != form.cleaned_data["alt"]:
        photo.alt = form.cleaned_data["alt"]
        photo.save(update_fields=["alt"])
    if covers := form.cleaned_data["covers"]:
        cover_photo(photo=photo, covers=covers)
    return True


def _add(draft: Draft, form: PhotoForm, upload, free: int) -> bool:
    if free <= 0:
        form.add_error("file", _("Up to %(most)s photos can be sent.") % {"most": MOST_PHOTOS})
        return False
    try:
        photo = keep_photo(
            upload=upload, alt=form.cleaned_data["alt"], covers=form.cleaned_data["covers"]
        )
    except PhotoRefused as refusal:
        form.add_error("file", str(refusal))
        return False
    draft.photos.add(photo)
    return True


def send_draft(*, draft: Draft, form: ProposalForm, by: User) -> Proposal:
    """The valid form becomes a proposal with the kept photos; the draft goes."""
    words = form.cleaned_data
    proposal = submit_proposal(
        by=by,
        title=words["title"],
        text=words["text"],
        category=words["category"],
        place=words["place"],
        photos=photos_of(draft),
        call=words.get("call"),
        lang=language_of(words["text"]),
        client_id=words["client_id"],
    )
    drop_draft(draft=draft)
    return proposal


def language_of(text: str) -> str:
    """Korean where there is any Hangul; otherwise the language of the page it was typed on."""
    if any("가" <= character <= "힣" for character in text):
        return "ko"
    return (get_language() or "ko")[:2]


@transaction.atomic
def drop_draft(*, draft: Draft) -> None:
    """Sent or thrown away: photos that found no proposal are erased."""
    erase_photos(photos=list(draft.photos.filter(of_proposal__isnull=True)))
    draft.delete()


def erase_old_drafts(at: datetime | None = None) -> int:
    old = Draft.objects.filter(updated_at__lt=(at or timezone.now()) - KEPT_FOR)
    drafts = list(old)
    for draft in drafts:
        drop_draft(draft=draft)
    return len(drafts)


def photos_of(draft: Draft | None) -> list[Photo]:
    return list(draft.photos.order_by("pk")) if draft else []
