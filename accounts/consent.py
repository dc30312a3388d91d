"""What people are asked to agree to, their yes or no, and taking a yes back."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.module_loading import import_string

from accounts.consent_texts import STARTING_TEXTS
from accounts.models import Consent, ConsentText, User
from city.words import Words

_what_follows: dict[str, str] = {}


def when_withdrawn(kind: str, function: str) -> None:
    """Called in apps.py: what has to happen when a consent of this kind is taken back.

    `function` is a dotted path; it gets person=, text= and at=. "pilot" stands for "pilot-12" too.
    """
    _what_follows[kind] = function


def current_text(kind: str) -> ConsentText:
    """The version that is asked for now; a portal without texts of its own starts with ours."""
    text = ConsentText.objects.filter(kind=kind).order_by("-version").first()
    if text is None and kind in STARTING_TEXTS:
        text = _starting_text(kind)
    if text is None:
        raise ConsentText.DoesNotExist(kind)
    return text


@transaction.atomic
def write_text(
    *,
    kind: str,
    title: Words,
    purpose: Words,
    items: Words,
    retention: Words,
    refusal: Words,
    easy: Words | None = None,
    recipients: list[dict] | None = None,
    is_required: bool = False,
    is_sensitive: bool = False,
    at: datetime | None = None,
) -> ConsentText:
    """A new version. Who agreed to an older one is asked again (개인정보 보호법 제15조 제2항)."""
    newest = ConsentText.objects.filter(kind=kind).aggregate(Max("version"))["version__max"]
    return ConsentText.objects.create(
        kind=kind,
        version=(newest or 0) + 1,
        title=title,
        purpose=purpose,
        items=items,
        retention=retention,
        refusal=refusal,
        easy=easy or Words(),
        recipients=recipients or [],
        is_required=is_required,
        is_sensitive=is_sensitive,
        created_at=at or timezone.now(),
    )


def give_consent(*, person: User, text: ConsentText, at: datetime | None = None) -> Consent:
    return _answer(person, text, True, at)


def refuse_consent(*, person: User, text: ConsentText, at: datetime | None = None) -> Consent:
    """A no that was asked for is kept too, so that nobody is asked twice."""
    return _answer(person, text, False, at)


@transaction.atomic
def withdraw_consent(*, person: User, text: ConsentText, at: datetime | None = None) -> Consent:
    """As easy as giving it; what was collected under it goes at once (제37조)."""
    at = at or timezone.now()
    consent = _answer(person, text, False, at)
    function = _what_follows.get(text.kind.partition("-")[0])
    if function:
        import_string(function)(person=person, text=text, at=at)
    return consent


def has_consented(person: User, text: ConsentText) -> bool:
    """To this very version; the latest answer counts."""
    latest = Consent.objects.filter(person=person, text=text).order_by("-at", "-pk").first()
    return bool(latest and latest.given)


def waiting_texts(person: User) -> list[ConsentText]:
    """Newer versions of what this person agreed to, required ones first.

    Who refused an optional one is left in peace; a pilot asks its own people itself.
    """
    latest: dict[str, Consent] = {}
    for answer in answers_of(person):
        latest.setdefault(answer.text.kind, answer)
    newest = ConsentText.objects.filter(kind__in=latest).order_by("kind", "version")
    waiting = [
        text
        for kind, text in {text.kind: text for text in newest}.items()
        if text.version > latest[kind].text.version
        and "-" not in kind
        and (text.is_required or latest[kind].given)
    ]
    return sorted(waiting, key=lambda text: not text.is_required)


def answers_of(person: User) -> list[Consent]:
    """The latest answer to each text this person was ever asked about, newest first."""
    latest: dict[int, Consent] = {}
    for consent in person.consents.select_related("text").order_by("-at", "-pk"):
        latest.setdefault(consent.text_id, consent)
    return list(latest.values())


def seed_consent_texts(at: datetime | None = None) -> None:
    """Called when a city starts; texts that are already there stay as they are."""
    for kind in STARTING_TEXTS:
        if not ConsentText.objects.filter(kind=kind).exists():
            _starting_text(kind, at)


def _starting_text(kind: str, at: datetime | None = None) -> ConsentText:
    # get_or_create, since the first two visitors may come at the same moment.
    text, _made = ConsentText.objects.get_or_create(
        kind=kind,
        version=1,
        defaults={**STARTING_TEXTS[kind], "created_at": at or timezone.now()},
    )
    return text


def _answer(person: User, text: ConsentText, given: bool, at: datetime | None) -> Consent:
    return Consent.objects.create(person=person, text=text, given=given, at=at or timezone.now())
