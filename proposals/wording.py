"""답변 서식: texts with placeholders such as {title}, filled for each proposal."""

import re
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from city.models import City
from proposals.clock import last_day
from proposals.models import AnswerTemplate, Proposal

# What may stand in braces, and what it becomes; the page of templates shows this list.
PLACEHOLDERS = {
    "title": gettext_lazy("title of the proposal"),
    "author": gettext_lazy("display name of the author"),
    "support": gettext_lazy("how many people back it"),
    "threshold": gettext_lazy("how many are needed for a review"),
    "category": gettext_lazy("its category"),
    "district": gettext_lazy("its dong"),
    "department": gettext_lazy("department in charge"),
    "phone": gettext_lazy("telephone number of the department, or of the city"),
    "due": gettext_lazy("day on which the answer is due"),
    "today": gettext_lazy("today’s date"),
    "city": gettext_lazy("name of the city"),
    "people": gettext_lazy("what the city’s people are called"),
}
IN_BRACES = re.compile(r"\{([^{}\n]{0,40})\}")


def clean(text: str) -> str:
    """Raises a ValidationError that names what nobody could fill."""
    unknown = [name for name in IN_BRACES.findall(text) if name not in PLACEHOLDERS]
    if unknown:
        raise ValidationError(
            _("Nothing is known to put in place of %(names)s. Choose from the list.")
            % {"names": _in_braces(unknown)}
        )
    return text


def fill(text: str, proposal: Proposal, city: City | None = None) -> str:
    """What has no value (a due day where no clock runs) is left standing, for the writer to see."""
    values = _values(proposal, city or City.objects.current())
    return IN_BRACES.sub(lambda found: values.get(found[1]) or found[0], text)


def refuse_unfilled(text: str) -> None:
    """No resident reads braces: what is left has to be written out or taken away."""
    left = [name for name in IN_BRACES.findall(text) if name in PLACEHOLDERS]
    if left:
        raise ValidationError(
            _("There is no value for %(names)s here. Write it out or take it away.")
            % {"names": _in_braces(left)}
        )


def templates_of(person: User) -> QuerySet[AnswerTemplate]:
    """In use, of nobody's or of this person's department."""
    own = Q(department__isnull=True) | Q(department=person.department_id)
    return AnswerTemplate.objects.filter(own, is_open=True)


def templates_for(move: str, person: User) -> QuerySet[AnswerTemplate]:
    """Those for this decision, or for any."""
    return templates_of(person).filter(move__in=[move, ""])


def _values(proposal: Proposal, city: City) -> dict[str, str]:
    department = proposal.department
    due = proposal.answer_due_at or proposal.short_answer_due_at
    return {
        "title": proposal.shown_title,
        "author": proposal.author.pseudonym,
        "support": f"{proposal.support_count:,}",
        "threshold": f"{proposal.support_threshold:,}",
        "category": str(proposal.category),
        "district": str(proposal.district or ""),
        "department": str(department or ""),
        "phone": (department.phone if department else "") or city.phone,
        "due": date_format(timezone.localtime(last_day(due)), "DATE_FORMAT") if due else "",
        "today": date_format(timezone.localdate(), "DATE_FORMAT"),
        "city": str(city.name),
        "people": str(city.people_word),
    }


def _in_braces(names: Iterable[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in dict.fromkeys(names))
