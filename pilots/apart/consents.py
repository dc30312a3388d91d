"""A participant says yes or no to each purpose apart, and takes a yes back with all it allowed.

The text of taking part itself (`Pilot.consent_text`) is required; every other purpose is optional
and changes nothing about taking part (개인정보 보호법 제16조, 제22조).
"""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.consent import give_consent, refuse_consent
from accounts.models import Consent, ConsentText, User
from photos.erase import erase_photos
from photos.models import Photo
from pilots.agree import ConsentRefused, consent, decline
from pilots.evidence.live import keep_told
from pilots.models import ExtraConsent, Participation
from pilots.participation import TAKES_PART, check_own, theirs
from pilots.workflow import Status
from surveys.sensitive import erase_sensitive_answers, let_answer_sensitive

Covers = ExtraConsent.Covers
# Who has completed a pilot still has a say about what happens afterwards.
MAY_SAY = {*TAKES_PART, Status.COMPLETED}


class Line(NamedTuple):
    """One purpose as it stands for one participant."""

    text: ConsentText  # the version that is asked for now
    extra: ExtraConsent | None  # None: taking part itself
    last: Consent | None  # the latest yes or no, to whichever version
    is_agreed: bool  # to the version that is asked for now

    @property
    def shown(self) -> ConsentText:
        """What they answered to; where they have not answered yet, what is asked for now."""
        return self.last.text if self.last else self.text

    @property
    def is_outdated(self) -> bool:
        """Somebody agreed to an earlier version and has not read this one yet."""
        return bool(self.last and self.last.given and self.last.text_id != self.text.pk)

    @property
    def key(self) -> str:
        return f"extra-{self.extra.pk}" if self.extra else "agrees"


def lines_of(participation: Participation, by: User) -> list[Line]:
    """Required first; four statements, however many purposes there are."""
    pilot = participation.pilot
    extras = list(pilot.extra_consents.select_related("text"))
    agreed = set(participation.agreed_to.values_list("pk", flat=True))
    texts = [*([pilot.consent_text] if pilot.consent_text else []), *(e.text for e in extras)]
    last = _latest(by, [text.kind for text in texts])
    lines = [
        Line(extra.text, extra, last.get(extra.text.kind), extra.pk in agreed) for extra in extras
    ]
    if (text := pilot.consent_text) is None:
        return lines
    answer = last.get(text.kind)
    is_agreed = bool(
        answer and answer.given and answer.text_id == text.pk and participation.status in MAY_SAY
    )
    return [Line(text, None, answer, is_agreed), *lines]


def _latest(person: User, kinds: list[str]) -> dict[str, Consent]:
    found: dict[str, Consent] = {}
    answers = Consent.objects.filter(person=person, text__kind__in=kinds).select_related("text")
    for answer in answers.order_by("-at", "-pk"):
        found.setdefault(answer.text.kind, answer)
    return found


def to_decide(participation: Participation, lines: Iterable[Line]) -> list[Line]:
    """What to ask now: everything before taking part, then what is new or has changed."""
    if participation.status == Status.SELECTED:
        return list(lines)
    if participation.status not in TAKES_PART:
        return []
    lines = list(lines)
    read_at = next((line.last.at for line in lines if line.last and line.extra is None), None)
    return [line for line in lines if line.is_outdated or _is_new(line, read_at)]


def _is_new(line: Line, read_at: datetime | None) -> bool:
    """A purpose that was not on the page yet when they agreed to take part. What stood there and
    was left open counts as a no, and is not asked again."""
    if line.extra is None or line.last is not None:
        return False
    return read_at is None or line.text.created_at > read_at


# ── Saying yes or no ─────────────────────────────────────────────────────────────────────────


@transaction.atomic
def decide(
    *,
    participation: Participation,
    by: User,
    agrees: bool | None = None,
    text: ConsentText | int | None = None,
    extras: Iterable[tuple[ExtraConsent, int, bool]] = (),
    at: datetime | None = None,
) -> None:
    """One form: taking part, where that was asked, and any further purposes: (which, the version
    that was on the screen, yes or no). A no to taking part makes the others idle."""
    at = at or timezone.now()
    pk = text.pk if isinstance(text, ConsentText) else text
    if agrees is False and participation.status == Status.SELECTED:
        decline(participation=participation, by=by, at=at)
        return
    if agrees and participation.status == Status.SELECTED:
        shown = participation.pilot.consent_text
        if shown is None or pk != shown.pk:
            raise _changed()
        consent(participation=participation, by=by, text=shown, at=at)
    elif agrees:
        agree_again(participation=participation, by=by, text=pk, at=at)
    for extra, version, given in extras:
        say(participation=participation, extra=extra, given=given, by=by, text=version, at=at)


def agree_again(
    *, participation: Participation, by: User, text: int | None, at: datetime | None = None
) -> None:
    """Somebody who takes part has read the new version; a no is leaving (pilots/leave.py)."""
    check_own(participation, by)
    current = participation.pilot.consent_text
    if current is None or participation.status not in TAKES_PART:
        raise ConsentRefused(_("You do not take part in this pilot any more."))
    if text != current.pk:
        raise _changed()
    give_consent(person=by, text=current, at=at)


def _changed() -> ConsentRefused:
    return ConsentRefused(_("The text has changed meanwhile. Please read the new one."))


@transaction.atomic
def say(
    *,
    participation: Participation,
    extra: ExtraConsent,
    given: bool,
    by: User,
    text: int | None = None,
    at: datetime | None = None,
) -> None:
    """`text` is the version that was on the screen; a no needs none."""
    at = at or timezone.now()
    check_own(participation, by)
    if participation.status not in MAY_SAY or extra.pilot_id != participation.pilot_id:
        raise ConsentRefused(_("You do not take part in this pilot any more."))
    if not given:
        refuse_consent(person=by, text=extra.text, at=at)
        undo(participation, extra, at=at)
        return
    if text is not None and text != extra.text_id:
        raise _changed()
    give_consent(person=by, text=extra.text, at=at)
    extra.agreed.add(participation)
    if extra.covers == Covers.HEALTH:
        let_answer_sensitive(panelist=participation.panelist, may=True)


# ── Taking a yes back ────────────────────────────────────────────────────────────────────────


def undo(participation: Participation, extra: ExtraConsent, *, at: datetime) -> None:
    """What was collected under it goes at once (제37조)."""
    extra.agreed.remove(participation)
    if extra.covers == Covers.HEALTH:
        let_answer_sensitive(panelist=participation.panelist, may=False)
        keep_told(participation.pilot, at)
        erase_sensitive_answers(panelist=participation.panelist, at=at)
    elif extra.covers == Covers.PHOTOS:
        erase_diary_photos(participation)


def erase_diary_photos(participation: Participation) -> None:
    erase_photos(list(Photo.objects.filter(of_diary__panelist=participation.panelist)))


def undo_when_taken_back(*, person: User, text: ConsentText, at: datetime) -> None:
    """Called by accounts.consent: a yes to a further purpose was taken back on one's own page."""
    places = Participation.objects.filter(theirs(person), agreed_to__text__kind=text.kind)
    for place in places.select_related("panelist").distinct():
        for extra in place.agreed_to.filter(text__kind=text.kind):
            undo(place, extra, at=at)


# ── What a yes allows ────────────────────────────────────────────────────────────────────────


def may_send_photos(participation: Participation) -> bool:
    """Where the pilot asks for photos apart, only with that yes."""
    asked = ExtraConsent.objects.filter(pilot=participation.pilot_id, covers=Covers.PHOTOS)
    return not asked.exists() or asked.filter(agreed=participation).exists()


def forget_further_consents(participation: Participation, *, by: User, at: datetime) -> None:
    """On leaving: every further yes ends with it; what becomes of the data is said there."""
    for extra in participation.agreed_to.select_related("text"):
        refuse_consent(person=by, text=extra.text, at=at)
    participation.agreed_to.clear()
