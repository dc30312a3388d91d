"""The clock invites a panel to answer when a wave opens, and reminds once whoever stays silent."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from surveys.models import Panelist, Response, Wave, WaveInvitation
from surveys.panel import reachable
from surveys.ways import notify

AT_ONCE = 500  # one transaction; whoever comes next does the rest


def invite_to_open_waves(*, at: datetime | None = None) -> int:
    """May run twice: a panelist is invited once per wave."""
    at = at or timezone.now()
    return sum(_all_of(invite_some, wave, at) for wave in Wave.objects.open(at))


def remind_silent_panelists(*, at: datetime | None = None) -> int:
    at = at or timezone.now()
    waves = Wave.objects.open(at).filter(remind_after__isnull=False)
    return sum(_all_of(remind_some, wave, at) for wave in waves)


def _all_of(step, wave: Wave, at: datetime) -> int:
    count = 0
    while done := step(wave=wave, at=at):
        count += done
    return count


@transaction.atomic
def invite_some(*, wave: Wave, at: datetime) -> int:
    """Who answered before the clock came round is on the list, but is not asked again."""
    wave = _hold(wave)
    chosen = list(_not_invited(wave)[:AT_ONCE]) if wave.is_open(at) else []
    WaveInvitation.objects.bulk_create(
        [WaveInvitation(wave=wave, panelist=panelist, sent_at=at) for panelist in chosen]
    )
    _tell(notify.INVITATION, wave, [each for each in chosen if not each.has_answered], at)
    return len(chosen)


@transaction.atomic
def remind_some(*, wave: Wave, at: datetime) -> int:
    wave = _hold(wave)
    if wave.remind_after is None or not wave.is_open(at):
        return 0
    chosen = list(_silent(wave, at - timedelta(days=wave.remind_after))[:AT_ONCE])
    WaveInvitation.objects.filter(wave=wave, panelist__in=chosen).update(reminded_at=at)
    _tell(notify.REMINDER, wave, chosen, at)
    return len(chosen)


def _tell(kind: str, wave: Wave, panelists: list[Any], at: datetime) -> None:
    """One piece of news for all; whoever answers for somebody else gets one for each of them."""
    own = [each.whom for each in panelists if each.whom == each.person_id]
    if own:
        notify.tell_waiting(kind, wave, own, at)
    for other in panelists:
        if other.whom != other.person_id:
            notify.tell_waiting(kind, wave, [other.whom], at, code=other.code)


def _hold(wave: Wave) -> Wave:
    """Two clocks (or two processes of one) take turns."""
    return Wave.objects.select_for_update(of=("self",)).select_related("survey").get(pk=wave.pk)


def _not_invited(wave: Wave) -> QuerySet[Any]:
    """Whoever may answer and is still here. In a survey for everybody the panel are those who came
    by themselves; who has answered this wave was not asked to, and is not counted as asked."""
    found = (
        reachable(Panelist.objects.filter(panel_id=wave.survey.panel_id))
        .exclude(Exists(_invitations(wave)))
        .annotate(has_answered=Exists(_answers(wave)))
        .order_by("pk")
    )
    return found.filter(has_answered=False) if wave.survey.is_public else found


def _silent(wave: Wave, asked_until: datetime) -> QuerySet[Any]:
    waiting = _invitations(wave).filter(reminded_at__isnull=True, sent_at__lte=asked_until)
    return (
        reachable(Panelist.objects.filter(Exists(waiting)))
        .exclude(Exists(_answers(wave)))
        .order_by("pk")
    )


def _invitations(wave: Wave) -> QuerySet[WaveInvitation]:
    return WaveInvitation.objects.filter(wave=wave, panelist=OuterRef("pk"))


def _answers(wave: Wave) -> QuerySet[Response]:
    return Response.objects.filter(wave=wave, panelist=OuterRef("pk"))
