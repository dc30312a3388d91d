"""The city writes what people are asked to agree to beside taking part: one text for each purpose."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.consent import write_text
from accounts.models import ConsentText, User
from city.words import Words
from pilots.apart import notify
from pilots.models import ExtraConsent, Participation, Pilot
from pilots.participation import TAKES_PART
from pilots.plan.versions import keep_version
from surveys.models import Panelist

COMPARED = ("title", "purpose", "items", "retention", "refusal", "easy", "recipients")
Covers = ExtraConsent.Covers


class TextRefused(Exception):
    """str() is one sentence that says what to do instead."""


@transaction.atomic
def write_extra(
    *,
    pilot: Pilot,
    covers: str,
    title: Words,
    purpose: Words,
    items: Words,
    retention: Words,
    refusal: Words,
    by: User,
    easy: Words | None = None,
    recipients: list[dict] | None = None,
    extra: ExtraConsent | None = None,
    at: datetime | None = None,
) -> ExtraConsent:
    """A further purpose, or a new version of its text. A yes holds for the version that was read:
    whoever gave it is asked again, and until then nothing new is taken under the old one."""
    at = at or timezone.now()
    words: dict[str, Any] = {
        "title": title, "purpose": purpose, "items": items, "retention": retention,
        "refusal": refusal, "easy": easy or Words(), "recipients": recipients or [],
    }  # fmt: skip
    _check(pilot, covers, words, extra)
    if extra and is_same(extra.text, words):
        return extra
    text = write_text(
        kind=extra.text.kind if extra else _new_kind(pilot, covers),
        is_sensitive=covers == Covers.HEALTH, at=at, **words,
    )  # fmt: skip
    if extra is None:
        last = pilot.extra_consents.aggregate(last=Max("position"))["last"]
        extra = ExtraConsent.objects.create(
            pilot=pilot, covers=covers, text=text, position=0 if last is None else last + 1
        )
    else:
        _ask_again(extra, at)
        extra.text = text
        extra.save(update_fields=["text"])
    keep_version(pilot=pilot, by=by, at=at)
    return extra


def _check(pilot: Pilot, covers: str, words: dict, extra: ExtraConsent | None) -> None:
    if covers == Covers.PARTNER and not words["recipients"]:
        raise TextRefused(_("Name at least one partner that the data is given to."))
    if extra is None and covers != Covers.OTHER and pilot.extra_consents.filter(covers=covers):
        raise TextRefused(_("There is a text for this purpose. Write a new version of it."))


def _new_kind(pilot: Pilot, covers: str) -> str:
    """pilot-12-photos; of several other purposes each has a number of its own."""
    kind = f"pilot-{pilot.pk}-{covers}"
    used = set(ConsentText.objects.filter(kind__startswith=kind).values_list("kind", flat=True))
    if covers != Covers.OTHER or kind not in used:
        return kind
    return next(name for n in range(2, len(used) + 3) if (name := f"{kind}-{n}") not in used)


def _ask_again(extra: ExtraConsent, at: datetime) -> None:
    agreed = list(extra.agreed.select_related("panelist"))
    if extra.covers == Covers.HEALTH:
        panelists = Panelist.objects.filter(participation__in=agreed)
        panelists.update(may_answer_sensitive=False)
    extra.agreed.clear()
    notify.ask_to_read_again(extra.pilot, agreed, at=at)


@transaction.atomic
def drop_extra(*, extra: ExtraConsent, by: User, at: datetime | None = None) -> None:
    """Only while nobody has agreed; afterwards it stays, so that it can be taken back."""
    if extra.agreed.exists():
        raise TextRefused(_("Somebody has agreed to this already. Write a new version instead."))
    extra.delete()
    keep_version(pilot=extra.pilot, by=by, at=at)


def ask_again_for_taking_part(pilot: Pilot, *, at: datetime) -> None:
    """The text that taking part rests on has changed: those who take part read it again."""
    places = Participation.objects.filter(pilot=pilot, status__in=TAKES_PART)
    notify.ask_to_read_again(pilot, places.select_related("panelist"), at=at)


def is_same(text: ConsentText, words: dict) -> bool:
    return all(getattr(text, name) == words[name] for name in COMPARED if name in words)
