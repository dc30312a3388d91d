"""Gives a person their code in a panel; answers hang on the code, never on the account."""

from accounts.models import User
from surveys.models import Panel, Panelist, Survey


def panelist_for(*, panel: Panel, person: User, may_answer: bool = True) -> Panelist:
    """The same code however often and from however many windows it is asked for.

    `may_answer` only counts when the code is new.
    """
    return Panelist.objects.get_or_create(
        panel=panel, person=person, defaults={"may_answer": may_answer}
    )[0]


def let_answer(*, panelist: Panelist, may_answer: bool) -> None:
    panelist.may_answer = may_answer
    panelist.save(update_fields=["may_answer"])


def cut_key(*, panelist: Panelist) -> None:
    """From now on nobody can tell whose code this was."""
    panelist.person = None
    panelist.may_answer = False
    panelist.save(update_fields=["person", "may_answer"])


def answering_panelist(*, survey: Survey, person: User) -> Panelist | None:
    """The code under which this person may answer, or None.

    Everybody may answer a public survey; a pilot's survey only those whom the pilot put into its
    panel and let answer.
    """
    panelist = Panelist.objects.filter(panel_id=survey.panel_id, person=person).first()
    if panelist is None and survey.is_public:
        panelist = panelist_for(panel=survey.panel, person=person)
    return panelist if panelist and panelist.may_answer else None


def may_see(*, survey: Survey, person) -> bool:
    """Public surveys are for everybody; others for their panel and for officers."""
    if survey.is_public:
        return True
    if not person.is_authenticated:
        return False
    return (
        person.is_officer
        or Panelist.objects.filter(panel_id=survey.panel_id, person=person).exists()
    )
