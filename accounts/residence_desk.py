"""A step: an officer sees a document at the counter and confirms that somebody lives here."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import note_access
from accounts.models import ResidenceRequest, User
from accounts.residence import ResidenceRefused, confirm_residence, tell_residence
from city.words import Words, words
from maps.models import District

State = ResidenceRequest.State


def ask_desk(*, person: User, at: datetime | None = None) -> ResidenceRequest:
    """Asking again changes nothing."""
    try:
        with transaction.atomic():
            return ResidenceRequest.objects.create(person=person, created_at=at or timezone.now())
    except IntegrityError:
        return ResidenceRequest.objects.get(person=person, state=State.WAITING)


def take_request_back(*, person: User) -> None:
    ResidenceRequest.objects.filter(person=person, state=State.WAITING).delete()


def waiting_requests():
    return ResidenceRequest.objects.filter(state=State.WAITING).select_related("person")


@transaction.atomic
def confirm_at_desk(
    *, person: User, district: District | None, by: User, at: datetime | None = None
) -> None:
    """With or without a request: who stands at the counter need not have asked before."""
    at = at or timezone.now()
    _check_other_person(person, by)
    latest = person.residences.first()
    if latest and latest.confirmed:
        raise ResidenceRefused(_("A colleague has confirmed this already."))
    _close(person, State.CONFIRMED, "", by, at)
    confirm_residence(person=person, method="desk", district=district, by=by, at=at)
    note_access(staff=by, action="residence-confirm", subject=person, at=at)
    tell_residence(
        person,
        words("거주 확인이 끝났습니다", "Your residence is confirmed"),
        words(
            "이제부터 올리시는 제안과 공감, 댓글은 주민의 목소리로 셉니다.",
            "From now on your proposals, support and comments count as a resident’s.",
        ),
        at,
    )


@transaction.atomic
def refuse_at_desk(*, person: User, note: str, by: User, at: datetime | None = None) -> None:
    """The person reads the note, so it says what is missing."""
    at = at or timezone.now()
    _check_other_person(person, by)
    if not _close(person, State.REFUSED, note, by, at):
        raise ResidenceRefused(_("There is no open request any more."))
    note_access(staff=by, action="residence-refuse", subject=person, at=at)
    tell_residence(
        person,
        words("거주 확인을 하지 못했습니다", "Your residence could not be confirmed"),
        Words({"ko": note, "en": note}),
        at,
    )


def _close(person: User, state: str, note: str, by: User, at: datetime) -> int:
    """Of two officers at once one decides."""
    return ResidenceRequest.objects.filter(person=person, state=State.WAITING).update(
        state=state, note=note, decided_by=by, decided_at=at
    )


def _check_other_person(person: User, by: User) -> None:
    if person == by:
        raise ResidenceRefused(_("Please let a colleague decide about your own residence."))
