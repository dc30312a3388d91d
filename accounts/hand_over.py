"""인수인계: one step hands everything on an officer's table to a successor, with a sheet of it."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from accounts.access import note_access
from accounts.appoint import appoint
from accounts.models import Deputy, HandOver, SignOff, User
from accounts.roles import Role
from accounts.sessions import end_sessions
from accounts.tell import tell
from accounts.threads import desk_page, name_of
from city.words import words

# One line of the sheet: {"title": …, "url": …, "state": …, "due": "2026-12-01" or ""}.
Line = dict[str, str]
_tables: dict[str, str] = {}


class HandOverRefused(Exception):
    """str() is one sentence that says why."""


def register(name: str, function: str) -> None:
    """Called in apps.py: `function(person=, successor=, by=, at=)` hands over what the room knows
    of a person's work and returns a line for each; with `successor=None` it only looks."""
    _tables[name] = function


def may_hand_over(by: User, person: User) -> bool:
    """Everybody at the desk their own work; managers and administrators that of a colleague."""
    return by.is_officer and (by.is_manager or by.pk == person.pk)


def table_of(person: User, at: datetime | None = None) -> dict[str, list[Line]]:
    """What would be handed over now, by room; nothing changes."""
    return _each(person=person, successor=None, by=person, at=at or timezone.now())


@transaction.atomic
def hand_over(
    *,
    person: User,
    successor: User,
    by: User,
    leaves: bool = False,
    note: str = "",
    at: datetime | None = None,
) -> HandOver:
    """Everything goes to the successor at once; who leaves has no rights at the desk from now on."""
    at = at or timezone.now()
    person = User.objects.select_for_update().get(pk=person.pk)
    _refuse(person, successor, by, leaves)
    sheet = _each(person=person, successor=successor, by=by, at=at)
    sheet["drafts"] = _drafts(person, successor)
    handed = HandOver.objects.create(
        person=person, successor=successor, leaves=leaves, note=note.strip(), sheet=sheet, by=by,
        at=at,
    )  # fmt: skip
    note_access(staff=by, action="hand-over", subject=person, at=at)
    if leaves:
        _leave(person, by, at)
    _tell(handed)
    return handed


def _refuse(person: User, successor: User, by: User, leaves: bool) -> None:
    if not may_hand_over(by, person):
        raise HandOverRefused(_("Only managers hand over the work of a colleague."))
    if person.pk == successor.pk:
        raise HandOverRefused(_("Choose somebody else as the successor."))
    if not successor.is_officer:
        raise HandOverRefused(_("The successor has to work at the desk."))
    if leaves and not by.is_manager:
        raise HandOverRefused(_("A manager ends somebody's rights at the desk."))


def _each(**who) -> dict[str, list[Line]]:
    takes: dict[str, Callable] = {name: import_string(path) for name, path in _tables.items()}
    return {name: take(**who) for name, take in takes.items()}


def _drafts(person: User, successor: User) -> list[Line]:
    """결재: what was written and not approved goes on under the successor's name."""
    waiting = SignOff.objects.filter(
        written_by=person,
        state__in=[SignOff.State.DRAFT, SignOff.State.SENT, SignOff.State.RETURNED],
    )
    lines = [
        {
            "title": name_of(sign_off.thread),
            "url": desk_page(sign_off.thread),
            "state": str(sign_off.get_state_display()),
            "due": "",
        }
        for sign_off in waiting
    ]
    waiting.update(written_by=successor)
    return lines


def _leave(person: User, by: User, at: datetime) -> None:
    """The rights end now, not at the next sign-in."""
    appoint(person=person, role=Role.RESIDENT, by=by, at=at)
    today = timezone.localtime(at).date()
    Deputy.objects.filter(Q(person=person) | Q(deputy=person), last_day__gte=today).delete()
    end_sessions(person)


def _tell(handed: HandOver) -> None:
    count = sum(len(lines) for lines in handed.sheet.values())
    tell(
        people={handed.person_id, handed.successor_id} - {handed.by_id},
        kind="hand-over",
        thread=f"handover:{handed.pk}",
        url=reverse("accounts_desk:handover", args=[handed.pk]),
        title=words(
            f"{handed.person} 님의 업무 {count}건이 {handed.successor} 님에게 인계되었습니다",
            f"{count} pieces of work went from {handed.person} to {handed.successor}",
        ),
        at=handed.at,
    )
