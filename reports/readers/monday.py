"""월요일 아침 보고: managers are told what is late, once a week, with a link to the page."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Update, User
from accounts.roles import Role
from accounts.tell import tell
from city.words import in_both
from pilots.plan.money import in_won
from reports.readers.brief import Brief, brief

KIND = "monday-brief"


def send_brief(at: datetime) -> Update | None:
    """Asked again the same week, it sends nothing: a clock that was down catches up."""
    year, week, _day = timezone.localdate(at).isocalendar()
    thread = f"brief:{year}-W{week:02d}"
    if Update.objects.filter(thread=thread, kind=KIND).exists():
        return None
    said = brief(at)
    managers = User.objects.filter(role__in=[Role.MANAGER, Role.ADMIN], is_active=True)
    return tell(
        people=managers.values_list("pk", flat=True), kind=KIND, thread=thread,
        url=reverse("reports_desk:brief"),
        title=in_both(lambda: _("This week’s brief")),
        body=in_both(lambda: summary(said)), at=at,
    )  # fmt: skip


def summary(said: Brief) -> str:
    return _(
        "Answers overdue: %(answers)s. Promises late: %(promises)s. Pilots past their end: %(pilots)s. "
        "Spent in %(year)s: %(spent)s of %(planned)s."
    ) % {
        "answers": said.answers.count, "promises": said.commitments.count,
        "pilots": said.pilots.count, "year": said.year, "spent": in_won(said.money.spent),
        "planned": in_won(said.money.planned),
    }  # fmt: skip
