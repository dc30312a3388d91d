"""대직: somebody approves and works in a colleague's place, from one day to another."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Deputy, User
from accounts.tell import tell
from city.words import words


class DeputyRefused(Exception):
    """str() is one sentence that says why."""


def stands_in_for(person: User, day: date | None = None) -> set[int]:
    """Whose place this person takes on that day. A deputy's deputy takes nobody's place."""
    if not person.is_officer:
        return set()
    day = day or timezone.localdate()
    rows = Deputy.objects.filter(
        deputy=person, first_day__lte=day, last_day__gte=day, person__is_active=True
    )
    return set(rows.values_list("person_id", flat=True))


def deputies_of(person_id: int, day: date | None = None) -> set[int]:
    """Who takes this person's place on that day."""
    day = day or timezone.localdate()
    rows = Deputy.objects.filter(
        person=person_id, first_day__lte=day, last_day__gte=day, deputy__is_active=True
    )
    return set(rows.values_list("deputy_id", flat=True))


def may_name_deputy(by: User, person: User) -> bool:
    """Everybody at the desk for themselves; managers and administrators for a colleague too."""
    return by.is_officer and (by.is_manager or by.pk == person.pk)


@transaction.atomic
def name_deputy(
    *,
    person: User,
    deputy: User,
    first_day: date,
    last_day: date,
    by: User,
    at: datetime | None = None,
) -> Deputy:
    """From the first to the last day, both counted. One person has one deputy at a time."""
    at = at or timezone.now()
    _check(person, deputy, first_day, last_day, by, at)
    User.objects.select_for_update().get(pk=person.pk)  # two at once must not both name one
    same_days = Deputy.objects.filter(
        person=person, first_day__lte=last_day, last_day__gte=first_day
    )
    if same_days.exists():
        raise DeputyRefused(_("There is already a deputy on some of these days."))
    row = Deputy.objects.create(
        person=person, deputy=deputy, first_day=first_day, last_day=last_day, named_by=by,
        created_at=at,
    )  # fmt: skip
    tell(
        people={deputy.pk, person.pk} - {by.pk},
        kind="deputy",
        thread=f"deputy:{row.pk}",
        url="/desk/",
        title=words(
            f"{person} 님의 대직자로 {deputy} 님이 지정되었습니다",
            f"{deputy} stands in for {person}",
        ),
        body=words(f"{first_day:%Y. %-m. %-d.}~{last_day:%Y. %-m. %-d.}"),
        at=at,
    )
    return row


@transaction.atomic
def end_deputy(*, row: Deputy, by: User, at: datetime | None = None) -> None:
    """Over from today; one that has not begun is taken out."""
    if not may_name_deputy(by, row.person):
        raise DeputyRefused(_("Only a manager names a deputy for somebody else."))
    yesterday = timezone.localdate(at) - timedelta(days=1)
    row = Deputy.objects.select_for_update().get(pk=row.pk)
    if row.first_day > yesterday:
        row.delete()
    elif row.last_day > yesterday:
        row.last_day = yesterday
        row.save(update_fields=["last_day"])


def _check(
    person: User, deputy: User, first_day: date, last_day: date, by: User, at: datetime
) -> None:
    if not may_name_deputy(by, person):
        raise DeputyRefused(_("Only a manager names a deputy for somebody else."))
    if not (person.is_officer and deputy.is_officer):
        raise DeputyRefused(_("Both have to work at the desk."))
    if person.pk == deputy.pk:
        raise DeputyRefused(_("Choose somebody else as the deputy."))
    if last_day < first_day:
        raise DeputyRefused(_("The last day comes before the first one."))
    if last_day < timezone.localdate(at):
        raise DeputyRefused(_("These days are over."))
