"""결재: an officer writes a decision, the role that has to approve it publishes or returns it."""

from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from accounts.models import SignOff, User
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


def may_approve(person: User, role: str) -> bool:
    """Has the role, or one above it."""
    return bool(person.is_officer) and STAFF.index(Role(person.role)) >= STAFF.index(Role(role))


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
    at: datetime | None = None,
) -> SignOff:
    return _write(
        thread=thread, decision=decision, by=by, state=SignOff.State.SENT,
        approver_role=approver_role, sent_at=at or timezone.now(), at=at,
    )  # fmt: skip


@transaction.atomic
def approve(*, sign_off: SignOff, by: User, at: datetime | None = None) -> SignOff:
    """Publishes the decision: whatever it stops, it stops at the time of the approval."""
    at = at or timezone.now()
    sign_off = _waiting(sign_off, by)
    sign_off.state = SignOff.State.APPROVED
    sign_off.decided_by, sign_off.decided_at = by, at
    sign_off.save(update_fields=["state", "decided_by", "decided_at"])
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
    sign_off = _waiting(sign_off, by)
    sign_off.state = SignOff.State.RETURNED
    sign_off.decided_by, sign_off.decided_at, sign_off.note = by, at, note.strip()
    sign_off.save(update_fields=["state", "decided_by", "decided_at", "note"])
    _tell_writer(
        sign_off, at,
        words("올리신 결재가 반려되었습니다", "Your decision was returned to you"),
        words(sign_off.note),
    )  # fmt: skip
    return sign_off


def drop(*, sign_off: SignOff, by: User) -> None:
    """The draft is thrown away; one that was approved already stays as it is."""
    SignOff.objects.filter(pk=sign_off.pk, state__in=OPEN).update(
        state=SignOff.State.DROPPED, decided_by=by
    )


@transaction.atomic
def _write(*, thread, decision, by, state, at=None, **fields) -> SignOff:
    sign_off = SignOff.objects.select_for_update().filter(thread=thread, state__in=OPEN).first()
    if sign_off is None:
        return SignOff.objects.create(
            thread=thread, decision=decision, written_by=by, state=state,
            created_at=at or timezone.now(), **fields,
        )  # fmt: skip
    if sign_off.state == SignOff.State.SENT:
        raise SignOffRefused(_("A decision on this is already waiting for approval."))
    sign_off.decision, sign_off.written_by, sign_off.state = decision, by, state
    for name, value in fields.items():
        setattr(sign_off, name, value)
    sign_off.save()
    return sign_off


def _waiting(sign_off: SignOff, by: User) -> SignOff:
    """The row, locked, if it waits for this person's word."""
    sign_off = SignOff.objects.select_for_update().get(pk=sign_off.pk)
    if sign_off.state != SignOff.State.SENT:
        raise SignOffRefused(_("Somebody else has already dealt with this approval."))
    if not may_approve(by, sign_off.approver_role):
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
