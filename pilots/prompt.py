"""Participants are asked for a line in their diary, as often as the plan says, and kindly: nobody
counts days in a row, and whoever has had enough of it says so with one tap."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max, Q
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from accounts.models import User
from pilots import notify_participants as notify
from pilots.models import Participation, Pilot
from pilots.participation import check_own
from pilots.workflow import Stage, Status

# A little less than the rhythm, so that the hour of the day stays about the same.
AFTER = {
    Pilot.Rhythm.DAILY: timedelta(hours=20),
    Pilot.Rhythm.TWICE_A_WEEK: timedelta(days=3, hours=8),
    Pilot.Rhythm.WEEKLY: timedelta(days=6, hours=20),
}
# In the evening somebody knows how the day was.
HOURS = range(17, 20)


def prompt_diaries(at: datetime | None = None) -> int:
    """Called by the clock every hour; how many were asked."""
    at = at or timezone.now()
    if timezone.localtime(at).hour not in HOURS:
        return 0
    pilots = Pilot.objects.filter(stage=Stage.RUNNING, diary_rhythm__in=AFTER).order_by("pk")
    return sum(_prompt(pilot, at) for pilot in pilots)


@transaction.atomic
def _prompt(pilot: Pilot, at: datetime) -> int:
    due_before = at - AFTER[Pilot.Rhythm(pilot.diary_rhythm)]
    silent = (
        Participation.objects.filter(pilot=pilot, status=Status.ACTIVE, diary_prompts=True)
        .annotate(
            wrote=Max("panelist__diaries__created_at"),
            heard=Greatest(
                Coalesce("wrote", "status_since"), Coalesce("diary_asked_at", "status_since")
            ),
        )
        .filter(heard__lte=due_before)
        .select_related("panelist", "representative")
    )
    # Of two clocks the second finds the time of the first.
    untouched = Q(diary_asked_at__isnull=True) | Q(diary_asked_at__lte=due_before)
    asked = [
        one
        for one in silent
        if Participation.objects.filter(untouched, pk=one.pk).update(diary_asked_at=at)
    ]
    notify.ask_for_diary(pilot, asked, at=at)
    return len(asked)


def switch_prompts(*, participation: Participation, on: bool, by: User) -> Participation:
    check_own(participation, by)
    participation.diary_prompts = on
    participation.save(update_fields=["diary_prompts"])
    return participation
