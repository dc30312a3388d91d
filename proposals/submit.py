"""A resident proposes, corrects the words while nobody else backs them, or withdraws."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext

from accounts.models import User
from accounts.roles import Channel
from accounts.rules import look_at
from city.models import Category, City
from maps.locate import place_many
from photos.models import Photo
from proposals import clock
from proposals.assign import assign_by_rule
from proposals.models import Call, Decision, DistrictThreshold, Proposal, ProposalPhoto, Revision
from proposals.notify import tell_new_proposal
from proposals.permissions import can_edit, can_withdraw
from proposals.triage import decide
from proposals.workflow import Mover, Outcome, Status

MOST_PHOTOS = 5


class CannotEdit(Exception):
    """Not the author's words, or somebody else backs them by now."""


class CannotWithdraw(Exception):
    """Not the author's proposal, or somebody else backs it by now."""


class CallIsClosed(Exception):
    """The invitation has not opened yet or has ended; str() says so."""


def submit_proposal(
    *,
    by: User,
    title: str,
    text: str,
    category: Category,
    place: dict | None = None,
    photos: Sequence[Photo] = (),
    call: Call | None = None,
    lang: str = "ko",
    channel: str = Channel.WEB,
    level: str | None = None,
    recorded_by: User | None = None,
    client_id: UUID | None = None,
    at: datetime | None = None,
) -> Proposal:
    """Submits once, even when a bad line sends the form twice (same `client_id`).

    Raises maps.locate.PlaceOutside where the place is not in this city.
    """
    at = at or timezone.now()
    if already := _sent_before(client_id, by):
        return already
    if call and not call.opens_at <= at < call.closes_at:
        raise CallIsClosed(gettext("This call has ended. Please choose another one."))
    city = City.objects.current()
    proposal = Proposal(
        author=by,
        title=title,
        text=text,
        lang=lang,
        category=category,
        call=call,
        **(place or {}),
        level=level or by.level,
        channel=channel,
        recorded_by=recorded_by,
        client_id=client_id,
        created_at=at,
        status_since=at,
        updated_at=at,
        first_look_due_at=clock.first_look_due(at, city),
    )
    place_many([proposal])
    _set_threshold(proposal, city)
    try:
        return _insert(proposal, photos)
    except IntegrityError:
        if already := _sent_before(client_id, by):  # the other copy was a moment faster
            return already
        # The client's number belongs to somebody else's: this is a new proposal all the same.
        proposal.pk = proposal.client_id = None
        return _insert(proposal, photos)


@transaction.atomic
def _insert(proposal: Proposal, photos: Sequence[Photo]) -> Proposal:
    proposal.save(force_insert=True)
    ProposalPhoto.objects.bulk_create(
        ProposalPhoto(proposal=proposal, photo=photo, position=position)
        for position, photo in enumerate(photos[:MOST_PHOTOS])
    )
    assign_by_rule(proposal, at=proposal.created_at)
    held = look_at(kind="proposal", row=proposal, by=proposal.author, at=proposal.created_at)
    if not held:
        tell_new_proposal(proposal)
    return proposal


def _sent_before(client_id: UUID | None, by: User) -> Proposal | None:
    if client_id is None:
        return None
    return Proposal.objects.filter(client_id=client_id, author=by).first()


def _set_threshold(proposal: Proposal, city: City) -> None:
    """How much support it needs and for how long: the call says, else its district, else the city."""
    own = DistrictThreshold.objects.filter(district__code=_code_of(proposal)).first()
    proposal.support_threshold = _first_set("support_threshold", proposal.call, own, city)
    days = _first_set("support_days", proposal.call, own, city)
    proposal.support_until = proposal.created_at + timedelta(days=days)


def _code_of(proposal: Proposal) -> str | None:
    return proposal.district.code if proposal.district else None


def _first_set(name: str, *rows: Call | DistrictThreshold | City | None) -> int:
    """The first value that is set; 0 is a value too."""
    return next(value for row in rows if (value := getattr(row, name, None)) is not None)


@transaction.atomic
def edit_proposal(
    *,
    proposal: Proposal,
    by: User,
    title: str,
    text: str,
    category: Category,
    at: datetime | None = None,
) -> Proposal:
    proposal = Proposal.objects.select_for_update().get(pk=proposal.pk)
    if not can_edit(by, proposal):
        raise CannotEdit(proposal)
    at = at or timezone.now()
    is_reworded = (proposal.title, proposal.text) != (title, text)
    if is_reworded:
        Revision.objects.create(
            proposal=proposal, kind=Revision.Kind.EARLIER, title=proposal.title,
            text=proposal.text, at=at,
        )  # fmt: skip
    proposal.title, proposal.text = title, text
    moves_on, proposal.category = proposal.category_id != category.pk, category
    proposal.updated_at = at
    proposal.save(update_fields=["title", "text", "category", "updated_at"])
    if moves_on:
        assign_by_rule(proposal, at=at)
    if is_reworded:
        look_at(kind="proposal", row=proposal, by=by, at=at)
    return proposal


@transaction.atomic
def withdraw_proposal(*, proposal: Proposal, by: User, at: datetime | None = None) -> Decision:
    # Locked, so that nobody backs it between the question and the answer.
    proposal = Proposal.objects.select_for_update().get(pk=proposal.pk)
    if not can_withdraw(by, proposal):
        raise CannotWithdraw(proposal)
    with translation.override(settings.LANGUAGE_CODE):
        reason = gettext("The author withdrew this proposal before anybody else backed it.")
    return decide(
        proposal=proposal,
        status=Status.CLOSED,
        outcome=Outcome.WITHDRAWN,
        mover=Mover.AUTHOR,
        by=by,
        reason=reason,
        at=at,
    )
