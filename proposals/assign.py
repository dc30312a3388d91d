"""배정: who handles a proposal, by the city's rules or by somebody's hand; every hand is noted."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from city.models import Category, Department
from maps.models import District
from proposals import clock, notify_desk
from proposals.models import Assignment, AssignmentRule, Proposal
from proposals.workflow import MoveRefused


def in_charge_of(
    category: Category, district: District | None
) -> tuple[Department | None, User | None]:
    """Who gets what is proposed on a subject in a district: the rule that says most decides.

    A district is known by its code, so that a rule outlives a corrected outline.
    """
    here = Q(district=None)
    if district:
        here |= Q(district__code=district.code)
    rules = AssignmentRule.objects.filter(
        here, Q(category=None) | Q(category=category)
    ).select_related("department", "officer")
    if not rules:
        return category.department, None
    rule = max(
        rules,
        key=lambda rule: (bool(rule.category_id) + bool(rule.district_id), bool(rule.district_id)),
    )
    officer = rule.officer if rule.officer and rule.officer.is_officer else None
    return rule.department, officer


def assign_by_rule(proposal: Proposal, *, at: datetime) -> None:
    """Right after it was submitted; nobody's first look yet."""
    department, officer = in_charge_of(proposal.category, proposal.district)
    proposal.department, proposal.officer = department, officer
    proposal.save(update_fields=["department", "officer"])
    if department or officer:
        _note(proposal, note="", by=None, at=at)
    if officer:
        notify_desk.tell_assigned(proposal, note="", at=at)


@transaction.atomic
def assign(
    *,
    proposal: Proposal,
    by: User,
    officer: User | None = None,
    department: Department | None = None,
    note: str = "",
    at: datetime | None = None,
) -> Assignment | None:
    """Puts a proposal on somebody's table, or on a department's; whoever gets it is told.

    An officer's own department comes along unless another one is named. Returns None where
    nothing changes.
    """
    at = at or timezone.now()
    _refuse_strangers(officer, by)
    row = Proposal.objects.select_for_update().get(pk=proposal.pk)
    department = department or (officer.department if officer else None) or row.department
    if (row.officer_id, row.department) == (officer and officer.pk, department) and not note:
        return None
    is_new = officer is not None and officer.pk not in (row.officer_id, by.pk)
    row.officer, row.department = officer, department
    clock.note_first_look(row, at)
    row.save(update_fields=["officer", "department", "first_look_at"])
    proposal.officer, proposal.department = row.officer, row.department
    proposal.first_look_at = row.first_look_at
    assignment = _note(row, note=note.strip(), by=by, at=at)
    if is_new:
        notify_desk.tell_assigned(row, note=note.strip(), at=at)
    return assignment


@transaction.atomic
def assign_many(
    *,
    proposals: Iterable[Proposal],
    by: User,
    officer: User | None = None,
    department: Department | None = None,
    note: str = "",
    at: datetime | None = None,
) -> int:
    """Several at once, as the queue sends them; says how many changed hands."""
    done = [
        assign(proposal=row, by=by, officer=officer, department=department, note=note, at=at)
        for row in proposals
    ]
    return len([each for each in done if each])


def _refuse_strangers(officer: User | None, by: User) -> None:
    if not by.is_officer or (officer and not officer.is_officer):
        raise MoveRefused(_("Only people who work at the desk can take on a proposal."))


def _note(proposal: Proposal, *, note: str, by: User | None, at: datetime) -> Assignment:
    return Assignment.objects.create(
        proposal=proposal, department=proposal.department, officer=proposal.officer,
        note=note, by=by, at=at,
    )  # fmt: skip
