"""Gives a person their code in a panel; answers hang on the code, never on the account."""

from collections.abc import Callable
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet
from django.db.models.functions import Coalesce
from django.utils.module_loading import import_string

from accounts.models import User
from surveys.models import Panel, Panelist, Survey

_acted_for: list[str] = []


def register_acting(path: str) -> None:
    """Called in apps.py by rooms in which somebody answers for others, such as a guardian for a
    child. `path` is the dotted path of a function(person) -> Panelists."""
    if path not in _acted_for:
        _acted_for.append(path)


def answers_for(*, survey: Survey, person, code: str) -> Panelist | None:
    """The one with this code, if this person answers for them and they may be asked."""
    if not person.is_authenticated:
        return None
    for path in _acted_for:
        people: Callable[[User], QuerySet[Panelist]] = import_string(path)
        found = people(person).filter(panel=survey.panel_id, code=code, may_answer=True).first()
        if found:
            return found
    return None


def reachable(panelists: QuerySet[Panelist]) -> QuerySet[Any]:
    """Those whom somebody can be asked for: `whom` is the account of the person themselves, or of
    the guardian or representative whom a pilot knows."""
    acting = F("participation__representative__person")
    return panelists.annotate(whom=Coalesce(acting, F("person"))).filter(
        Exists(User.objects.filter(pk=OuterRef("whom"), is_active=True, erased_at__isnull=True)),
        may_answer=True,
    )


def panelist_for(*, panel: Panel, person: User, may_answer: bool = True) -> Panelist:
    """The same code however often and from however many windows it is asked for.

    `may_answer` only counts when the code is new.
    """
    return Panelist.objects.get_or_create(
        panel=panel, person=person, defaults={"may_answer": may_answer}
    )[0]


def new_panelist(*, panel: Panel) -> Panelist:
    """A code for somebody without an account: a child, say, whose guardian answers for them."""
    return Panelist.objects.create(panel=panel, person=None, may_answer=False)


def let_answer(*, panelist: Panelist, may_answer: bool) -> None:
    panelist.may_answer = may_answer
    panelist.save(update_fields=["may_answer"])


def cut_key(*, panelist: Panelist) -> None:
    """From now on nobody can tell whose code this was."""
    panelist.person = None
    panelist.may_answer = False
    panelist.save(update_fields=["person", "may_answer"])


def may_answer(*, survey: Survey, person) -> bool:
    """Everybody signed in may answer a public survey; a pilot's survey only those whom the pilot
    put into its panel and let answer."""
    if not person.is_authenticated:
        return False
    panelist = Panelist.objects.filter(panel_id=survey.panel_id, person=person).first()
    return panelist.may_answer if panelist else survey.is_public
