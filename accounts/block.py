"""쓰기 제한: an officer stops somebody from writing until a day, says why, and may lift it earlier."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.access import note_access
from accounts.models import Block, User
from accounts.tell import tell
from city.words import words

DAYS = (1, 7, 30, 90)


class BlockRefused(Exception):
    """str() is one sentence that says why."""


def block_of(person: User, at: datetime | None = None) -> Block | None:
    """The one in force; asked once for each person object, that is once in a request."""
    if at is not None:
        return blocks_in_force(at).filter(person=person).first()
    if not hasattr(person, "_block"):
        person._block = blocks_in_force().filter(person=person).first()  # type: ignore[attr-defined]
    return person._block  # type: ignore[attr-defined]


def blocks_in_force(at: datetime | None = None):
    return Block.objects.filter(until__gt=at or timezone.now(), lifted_at=None)


def sentence_about(block: Block) -> str:
    return _("You cannot write here until %(until)s. Reason: %(reason)s") % {
        "until": date_format(timezone.localtime(block.until), "DATETIME_FORMAT"),
        "reason": block.reason,
    }


@transaction.atomic
def block_person(
    *, person: User, days: int, reason: str, by: User, at: datetime | None = None
) -> Block:
    """A second click finds the block that is there."""
    at = at or timezone.now()
    person = User.objects.select_for_update().get(pk=person.pk)
    if days not in DAYS or not reason.strip():
        raise BlockRefused(_("Choose how long, and say why."))
    if person.is_officer or person.erased_at:
        raise BlockRefused(_("Colleagues are not blocked here; their role is changed instead."))
    if there := block_of(person, at):
        return there
    block = Block.objects.create(
        person=person, reason=reason.strip()[:300], until=at + timedelta(days=days), by=by, at=at
    )
    note_access(staff=by, action="block", subject=person, at=at)
    tell(
        people=[person],
        kind="moderation",
        thread=f"block:{block.pk}",
        url="/help/",
        title=words(
            f"{timezone.localdate(block.until):%Y-%m-%d}까지 글을 쓸 수 없습니다",
            f"You cannot write until {timezone.localdate(block.until):%Y-%m-%d}",
        ),
        body=words(block.reason),
        at=at,
    )
    return block


@transaction.atomic
def lift_block(*, block: Block, by: User, at: datetime | None = None) -> bool:
    """Says whether there was something to lift."""
    at = at or timezone.now()
    lifted = Block.objects.filter(pk=block.pk, lifted_at=None, until__gt=at).update(lifted_at=at)
    if lifted:
        note_access(staff=by, action="block-lift", subject=block.person, at=at)
        tell(
            people=[block.person],
            kind="moderation",
            thread=f"block:{block.pk}",
            url="/help/",
            title=words("다시 글을 쓸 수 있습니다", "You can write again"),
            at=at,
        )
    return bool(lifted)
