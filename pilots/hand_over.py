"""What of an officer's pilots goes to a successor: those they manage that are not over."""

from datetime import datetime

from django.urls import reverse

from accounts.hand_over import Line
from accounts.models import User
from pilots.models import Pilot
from pilots.workflow import Stage

OVER = [Stage.CONCLUDED, Stage.STOPPED]


def take_over(*, person: User, successor: User | None, by: User, at: datetime) -> list[Line]:
    mine = Pilot.objects.filter(manager=person).exclude(stage__in=OVER).order_by("ends_on", "pk")
    lines = [
        {
            "title": str(pilot.title),
            "url": reverse("pilots_desk:detail", args=[pilot.pk]),
            "state": str(pilot.get_stage_display()),
            "due": pilot.ends_on.isoformat() if pilot.ends_on else "",
        }
        for pilot in mine
    ]
    if successor:
        mine.update(manager=successor)
    return lines
