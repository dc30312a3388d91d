"""Administrators say who works here as what."""

from datetime import datetime

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.access import note_access
from accounts.models import User
from accounts.roles import STAFF, Role
from accounts.tell import tell
from city.models import Department
from city.words import words


class AppointmentRefused(Exception):
    """str() is one sentence that says why."""


@transaction.atomic
def appoint(
    *,
    person: User,
    role: str,
    by: User,
    department: Department | None = None,
    at: datetime | None = None,
) -> User:
    """Gives a role or ends it; somebody always stays who may appoint others."""
    person = User.objects.select_for_update().get(pk=person.pk)
    if person.is_admin and role != Role.ADMIN and not _another_admin(person):
        raise AppointmentRefused(_("Appoint another administrator first: somebody has to be one."))
    person.role = role
    person.department = department if role in STAFF else None
    person.save(update_fields=["role", "department"])
    note_access(staff=by, action=f"appoint-{role}", subject=person, at=at)
    label = Role(role)
    tell(
        people=[person],
        kind="role",
        thread=f"person:{person.pk}",
        url="/desk/" if role in STAFF else "/me/",
        title=words(
            f"역할이 바뀌었습니다: {_in('ko', label)}", f"You have a new role: {_in('en', label)}"
        ),
        at=at,
    )
    return person


def _another_admin(person: User) -> bool:
    return User.objects.filter(role=Role.ADMIN, is_active=True).exclude(pk=person.pk).exists()


def _in(language: str, role: Role) -> str:
    with translation.override(language):
        return str(role.label)
