"""Which rows belong to a person: what they get when they ask, and what happens when they leave.

Every model says in its room's apps.py either what of it is personal (`register`) or that nothing
is (`nothing_personal`); a test fails for a model that says neither. accounts/erase.py walks the
same list.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db.models import Model, QuerySet
from django.utils import timezone

from accounts.models import User


class _What:
    def __init__(self, name: str):
        self.name = name

    def __repr__(self):
        return self.name


# What happens to a field, or to whole rows, when the person leaves.
KEEP = _What("KEEP")  # says nothing about who it was
BY_HAND = _What("BY_HAND")  # the entry's own function deals with it
DELETE = _What("DELETE")


@dataclass(frozen=True)
class PersonalRows:
    """One way in which rows of a model belong to a person."""

    model: str
    person: str  # path from the row to the person: "author", "panelist__person"
    fields: Mapping[str, Any]  # what is exported; KEEP, BY_HAND, or what stands there afterwards
    erase: Any = KEEP  # KEEP, DELETE, or the dotted path of a function(person=, rows=, at=)
    thread: str = ""  # "proposal:{pk}": where updates may quote the rows' words

    @property
    def label(self) -> str:
        return self.model

    def rows_of(self, person: User) -> QuerySet:
        model: type[Model] = apps.get_model(self.model)
        return model._base_manager.filter(**{self.person: person.pk}).order_by("pk")

    @property
    def replacements(self) -> dict[str, Any]:
        return {
            name: to for name, to in self.fields.items() if to is not KEEP and to is not BY_HAND
        }

    @property
    def telling(self) -> list[str]:
        """Fields whose words could name the person."""
        return [name for name, to in self.fields.items() if to is not KEEP]


@dataclass
class _Register:
    rows: list[PersonalRows] = field(default_factory=list)
    not_personal: dict[str, str] = field(default_factory=dict)
    expiries: dict[str, str] = field(default_factory=dict)


_register = _Register()


def register(
    model: str, *, person: str, fields: Mapping[str, Any], erase: Any = KEEP, thread: str = ""
) -> None:
    """Called in apps.py. A model may be registered several times, once per path to a person.

    register("proposals.Comment", person="author", thread="proposal:{proposal_id}",
             fields={"text": "탈퇴한 주민의 댓글입니다.", "created_at": KEEP})
    """
    _register.rows.append(PersonalRows(model, person, fields, erase, thread))


def nothing_personal(why: str, *models: str) -> None:
    """Called in apps.py: these models hold nothing of a resident, and why that is so."""
    _register.not_personal |= dict.fromkeys(models, why)


def expires(what: str, function: str) -> None:
    """Called in apps.py: `function(at)` erases what is past its time and returns how much it was."""
    _register.expiries[what] = function


def registered() -> Iterator[PersonalRows]:
    """Upper floors first, the person's own row last."""
    yield from _register.rows


def expiries() -> dict[str, str]:
    return dict(_register.expiries)


def undeclared() -> list[str]:
    """Models that nobody has thought about; must be empty (tests/accounts/test_privacy.py)."""
    known = {rows.model.lower() for rows in _register.rows}
    known |= {model.lower() for model in _register.not_personal}
    return [
        model._meta.label for model in apps.get_models() if model._meta.label_lower not in known
    ]


def export_person(person: User, at: datetime | None = None) -> dict[str, Any]:
    """Everything that is kept about a person, as plain data for a JSON file (제35조)."""
    rows: dict[str, list[dict[str, Any]]] = {}
    for entry in _register.rows:
        found = list(entry.rows_of(person).values(*entry.fields))
        if found:
            rows.setdefault(entry.model, []).extend(found)
    return {"as_of": at or timezone.now(), "person": person.pk, "data": rows}
