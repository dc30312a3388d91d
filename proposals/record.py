"""대리 등록: an officer records what somebody proposes, backs or says by telephone, paper or at a desk."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import note_access
from accounts.levels import may
from accounts.models import User
from accounts.on_behalf import Newcomer, write_down_person
from accounts.roles import Channel, Level, Right
from city.models import Category
from proposals.comment import CommentsClosed, post_comment
from proposals.models import Call, Proposal, Receipt
from proposals.receipts import new_number
from proposals.submit import submit_proposal
from proposals.support import SupportClosed, give_support

CHANNELS = (Channel.DESK, Channel.PHONE, Channel.PAPER)
RIGHTS = {
    Receipt.Act.PROPOSAL: Right.PROPOSE,
    Receipt.Act.SUPPORT: Right.SUPPORT,
    Receipt.Act.COMMENT: Right.COMMENT,
}


class RecordRefused(Exception):
    """str() is one sentence that says what to do instead."""


@dataclass(frozen=True)
class Asked:
    """Who asked the desk to act for them, by which door, and how they agreed to it."""

    who: User | Newcomer
    channel: str
    consent: str
    consent_on: date
    consent_note: str = ""
    client_id: UUID | None = None


def record_proposal(
    *,
    asked: Asked,
    by: User,
    title: str,
    text: str,
    category: Category,
    place: dict | None = None,
    call: Call | None = None,
    lang: str = "ko",
    at: datetime | None = None,
) -> Receipt:
    """Raises PlaceOutside and CallIsClosed like submit_proposal."""
    at = at or timezone.now()

    def submit(person: User) -> Proposal:
        return submit_proposal(
            by=person, title=title, text=text, category=category, place=place, call=call,
            lang=lang, channel=asked.channel, recorded_by=by, at=at,
        )  # fmt: skip

    return _record(Receipt.Act.PROPOSAL, submit, asked, by, at)


def record_support(
    *, proposal: Proposal, asked: Asked, by: User, at: datetime | None = None
) -> Receipt:
    at = at or timezone.now()

    def back(person: User) -> Proposal:
        if proposal.supports.filter(supporter=person).exists():
            raise RecordRefused(_("This person already backs this proposal."))
        give_support(proposal=proposal, by=person, channel=asked.channel, recorded_by=by, at=at)
        return proposal

    return _record(Receipt.Act.SUPPORT, back, asked, by, at)


def record_comment(
    *, proposal: Proposal, asked: Asked, text: str, by: User, at: datetime | None = None
) -> Receipt:
    at = at or timezone.now()

    def say(person: User) -> Proposal:
        post_comment(
            proposal=proposal, by=person, text=text, channel=asked.channel, recorded_by=by, at=at
        )
        return proposal

    return _record(Receipt.Act.COMMENT, say, asked, by, at)


def _record(
    act: Receipt.Act, do: Callable[[User], Proposal], asked: Asked, by: User, at: datetime
) -> Receipt:
    """Person, act and receipt together, or nothing of it; a second click finds the first one's."""
    _check(asked, by, at)
    if already := _recorded_before(asked, by):
        return already
    try:
        return _write(act, do, asked, by, at)
    except IntegrityError:
        if already := _recorded_before(asked, by):  # the other click was a moment faster
            return already
        raise
    except SupportClosed:
        raise RecordRefused(_("This proposal no longer takes support.")) from None
    except CommentsClosed:
        raise RecordRefused(_("This proposal is hidden and takes no comments.")) from None


@transaction.atomic
def _write(act, do: Callable[[User], Proposal], asked: Asked, by: User, at: datetime) -> Receipt:
    person = asked.who
    if isinstance(person, Newcomer):
        person = write_down_person(newcomer=person, by=by, at=at)
    if not may(person, RIGHTS[act]):
        raise RecordRefused(
            _("In this city this is not open to the level “%(level)s”. If the person lives here, "
              "confirm the residence first.")
            % {"level": Level(person.level).label}
        )  # fmt: skip
    proposal = do(person)
    note_access(staff=by, action="record", subject=person, thread=proposal.thread, at=at)
    return Receipt.objects.create(
        number=new_number(at), proposal=proposal, act=act, person=person, channel=asked.channel,
        consent=asked.consent, consent_on=asked.consent_on, consent_note=asked.consent_note,
        client_id=asked.client_id, made_at=at, made_by=by,
    )  # fmt: skip


def _check(asked: Asked, by: User, at: datetime) -> None:
    if not by.is_officer:
        raise RecordRefused(_("Only people who work at the desk record for somebody else."))
    if asked.who == by:
        raise RecordRefused(_("Nobody records for themselves: please use the public page."))
    if isinstance(asked.who, User) and not asked.who.is_active:
        raise RecordRefused(_("This account is closed."))
    if asked.channel not in CHANNELS:
        raise RecordRefused(_("Say whether it came by desk, telephone or paper."))
    if asked.consent not in Receipt.Consent.values:
        raise RecordRefused(_("Say how the person agreed."))
    if asked.consent_on > timezone.localtime(at).date():
        raise RecordRefused(_("The day on which the person agreed cannot lie ahead."))


def _recorded_before(asked: Asked, by: User) -> Receipt | None:
    if asked.client_id is None:
        return None
    return Receipt.objects.filter(client_id=asked.client_id, made_by=by).first()
