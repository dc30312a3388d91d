"""결재: an officer writes a decision, the role that has to approve it publishes or returns it.

Whoever has the role may approve, also what they wrote themselves; a deputy (대직) approves in the
place of somebody who has the role, but never what the deputy wrote.
"""

from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from accounts.deputise import stands_in_for
from accounts.models import SignOff, SignOffStep, User
from accounts.roles import STAFF, Role
from accounts.tell import tell
from city.words import Words, words

OPEN = (SignOff.State.DRAFT, SignOff.State.SENT, SignOff.State.RETURNED)


class SignOffRefused(Exception):
    """str() is one sentence that says why."""


class Thread(NamedTuple):
    publish: str  # dotted path of a function(sign_off, at) that carries out what was approved
    desk_page: str  # name of the address where officers work on it


_threads: dict[str, Thread] = {}


def register(kind: str, *, publish: str, desk_page: str) -> None:
    """Called in apps.py by a room whose decisions may need approval."""
    _threads[kind] = Thread(publish, desk_page)


def has_role(person: User, role: str) -> bool:
    """Has the role, or one above it."""
    return bool(person.is_officer) and STAFF.index(Role(person.role)) >= STAFF.index(Role(role))


def approves_as(sign_off: SignOff, person: User, at: datetime | None = None) -> User | None:
    """In whose name this person may approve it: their own, or a colleague's; None if in nobody's."""
    if has_role(person, sign_off.approver_role):
        return person
    if person.pk == sign_off.written_by_id:
        return None
    absent = User.objects.filter(pk__in=stands_in_for(person, timezone.localdate(at)))
    return next(
        (one for one in absent.order_by("pk") if has_role(one, sign_off.approver_role)), None
    )


def waiting_for(person: User, at: datetime | None = None) -> QuerySet[SignOff]:
    """All that this person may approve now, what waits longest first."""
    absent = User.objects.filter(pk__in=stands_in_for(person, timezone.localdate(at)))
    in_place_of = {role for one in absent for role in _roles_below(one)}
    mine = Q(approver_role__in=_roles_below(person))
    as_deputy = Q(approver_role__in=in_place_of) & ~Q(written_by=person)
    return (
        SignOff.objects.filter(mine | as_deputy, state=SignOff.State.SENT)
        .select_related("written_by")
        .order_by("sent_at", "pk")
    )


def open_sign_off(thread: str) -> SignOff | None:
    return SignOff.objects.filter(thread=thread, state__in=OPEN).first()


def save_draft(
    *, thread: str, decision: dict[str, Any], by: User, at: datetime | None = None
) -> SignOff:
    """Keeps what an officer has written so far; a thread has one open draft."""
    return _write(thread=thread, decision=decision, by=by, state=SignOff.State.DRAFT, at=at)


def send_for_approval(
    *,
    thread: str,
    decision: dict[str, Any],
    by: User,
    approver_role: str = Role.MANAGER,
    document_number: str = "",
    at: datetime | None = None,
) -> SignOff:
    return _write(
        thread=thread, decision=decision, by=by, state=SignOff.State.SENT,
        approver_role=approver_role, document_number=document_number.strip(),
        sent_at=at or timezone.now(), at=at,
    )  # fmt: skip


@transaction.atomic
def approve(
    *, sign_off: SignOff, by: User, document_number: str = "", at: datetime | None = None
) -> SignOff:
    """Publishes the decision: whatever it stops, it stops at the time of the approval."""
    at = at or timezone.now()
    sign_off = _waiting(sign_off, by, at)
    sign_off.document_number = document_number.strip() or sign_off.document_number
    _decide(sign_off, SignOff.State.APPROVED, by, at)
    import_string(_thread_of(sign_off).publish)(sign_off=sign_off, at=at)
    _tell_writer(
        sign_off, at,
        words("올리신 결재가 승인되어 공개되었습니다", "Your decision was approved and published"),
    )  # fmt: skip
    return sign_off


@transaction.atomic
def return_to_writer(
    *, sign_off: SignOff, by: User, note: str, at: datetime | None = None
) -> SignOff:
    at = at or timezone.now()
    if not note.strip():
        raise SignOffRefused(_("Tell the writer what to change."))
    sign_off = _waiting(sign_off, by, at)
    sign_off.note = note.strip()
    _decide(sign_off, SignOff.State.RETURNED, by, at)
    _tell_writer(
        sign_off, at,
        words("올리신 결재가 반려되었습니다", "Your decision was returned to you"),
        words(sign_off.note),
    )  # fmt: skip
    return sign_off


@transaction.atomic
def drop(*, sign_off: SignOff, by: User, at: datetime | None = None) -> None:
    """The draft is thrown away; one that was approved already stays as it is."""
    dropped = SignOff.objects.filter(pk=sign_off.pk, state__in=OPEN).update(
        state=SignOff.State.DROPPED, decided_by=by
    )
    if dropped:
        _step(sign_off, SignOff.State.DROPPED, by, at or timezone.now())


@transaction.atomic
def _write(*, thread, decision, by, state, at=None, **fields) -> SignOff:
    at = at or timezone.now()
    sign_off = SignOff.objects.select_for_update().filter(thread=thread, state__in=OPEN).first()
    if sign_off is None:
        sign_off = SignOff.objects.create(
            thread=thread, decision=decision, written_by=by, state=state, created_at=at, **fields
        )
        _step(sign_off, state, by, at)
        return sign_off
    if sign_off.state == SignOff.State.SENT:
        raise SignOffRefused(_("A decision on this is already waiting for approval."))
    kept_again = sign_off.state == state and sign_off.written_by_id == by.pk
    sign_off.decision, sign_off.written_by, sign_off.state = decision, by, state
    for name, value in fields.items():
        setattr(sign_off, name, value)
    sign_off.save()
    if not kept_again:  # a draft kept ten times is one step
        _step(sign_off, state, by, at)
    return sign_off


def _decide(sign_off: SignOff, state: str, by: User, at: datetime) -> None:
    """Approves or returns; who took somebody's place is written down with it."""
    name = approves_as(sign_off, by, at)
    sign_off.decided_for = name if name != by else None
    sign_off.state, sign_off.decided_by, sign_off.decided_at = state, by, at
    sign_off.save(
        update_fields=["state", "decided_by", "decided_for", "decided_at", "note",
                       "document_number"]
    )  # fmt: skip
    note = sign_off.note if state == SignOff.State.RETURNED else ""
    _step(sign_off, state, by, at, note=note, by_for=sign_off.decided_for)


def _step(
    sign_off: SignOff,
    state: str,
    by: User,
    at: datetime,
    *,
    note: str = "",
    by_for: User | None = None,
) -> None:
    SignOffStep.objects.create(
        sign_off=sign_off, state=state, by=by, by_for=by_for, note=note, at=at
    )


def _roles_below(person: User) -> tuple[Role, ...]:
    """The roles whose approval this person may give."""
    return tuple(role for role in STAFF if has_role(person, role))


def _waiting(sign_off: SignOff, by: User, at: datetime) -> SignOff:
    """The row, locked, if it waits for this person's word."""
    sign_off = SignOff.objects.select_for_update().get(pk=sign_off.pk)
    if sign_off.state != SignOff.State.SENT:
        raise SignOffRefused(_("Somebody else has already dealt with this approval."))
    if approves_as(sign_off, by, at) is None:
        raise SignOffRefused(_("This decision needs the approval of somebody else."))
    return sign_off


def _thread_of(sign_off: SignOff) -> Thread:
    return _threads[sign_off.thread.partition(":")[0]]


def _tell_writer(sign_off: SignOff, at: datetime, title: Words, body: Words | None = None) -> None:
    row = sign_off.thread.partition(":")[2]
    tell(
        people=[sign_off.written_by_id],
        kind="sign-off",
        thread=sign_off.thread,
        url=reverse(_thread_of(sign_off).desk_page, args=[row]),
        title=title,
        body=body,
        at=at,
    )
