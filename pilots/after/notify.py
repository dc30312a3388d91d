"""Reminds the manager of a re-check, and tells everybody whom the pilot touched what it found."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Update
from accounts.tell import tell
from city.words import in_both
from pilots.models import ReCheck
from pilots.notify import whom_it_touches


def nag_of_recheck(row: ReCheck, *, at: datetime) -> Update:
    pilot = row.pilot
    said = {"title": pilot.title, "months": row.months}
    return tell(
        people=[pilot.manager_id], kind="pilot-recheck", thread=pilot.thread,
        url=reverse("pilots_desk:recheck", args=[pilot.pk, row.months]),
        title=in_both(lambda: _("Look again at the pilot “%(title)s”: %(months)s months after its "
                                "result") % said),
        body=in_both(lambda: _("Measure again where you can and say what is left of the effect. "
                               "The public sees when this is due.")),
        at=at,
    )  # fmt: skip


def tell_recheck(row: ReCheck, *, at: datetime) -> Update:
    pilot = row.pilot
    return tell(
        people=whom_it_touches(pilot), kind="pilot-rechecked", thread=pilot.thread,
        url=f"{pilot.get_absolute_url()}#rechecks",
        title=in_both(lambda: _("The pilot “%(title)s”, %(months)s months later: %(finding)s")
                      % {"title": pilot.title, "months": row.months,
                         "finding": row.get_finding_display()}),
        body=row.words, at=at,
    )  # fmt: skip
