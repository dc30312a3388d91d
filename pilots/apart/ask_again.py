"""이어 듣기: at the turns of a pilot those who proposed, backed or joined are asked how it is now.

Once a turn, some days after it, so that it is no second copy of the news; by the news that each of
them chose. Who said stop, or wants no news of this pilot, is not asked any more.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Mute, User
from city.calendar import add_months
from pilots.after.recheck import LOOKED_AT_AGAIN
from pilots.apart import notify
from pilots.models import (
    AskedAgain,
    Conclusion,
    ExtraConsent,
    Participation,
    Pilot,
    StageChange,
    Turn,
)
from pilots.participation import TAKES_PART
from pilots.workflow import Stage, Status
from proposals.models import Follow, Proposal, Support

LONGEST = 500
MOST_ASKED = 5_000
# Some days to see how it is; a turn that is long past is not asked about any more.
AFTER = {
    Turn.RUNNING: timedelta(days=14), Turn.ENDED: timedelta(days=1),
    Turn.CONCLUDED: timedelta(days=3), Turn.SIX_MONTHS: timedelta(0),
    Turn.TWELVE_MONTHS: timedelta(0),
}  # fmt: skip
NO_NEWS_ANY_MORE = timedelta(days=30)
MONTHS = {Turn.SIX_MONTHS: 6, Turn.TWELVE_MONTHS: 12}
# Taking part covers being asked while the pilot goes on; afterwards it needs a yes of its own.
AFTER_THE_END = {Turn.CONCLUDED, *MONTHS}


class NotAsked(Exception):
    """str() is one sentence for whoever answers."""


# ── When ─────────────────────────────────────────────────────────────────────────────────────


def ask_those_due(*, at: datetime | None = None) -> int:
    """Called by the clock; the rows themselves remember which turn was asked about."""
    at = at or timezone.now()
    due = [
        (pilot, turn)
        for pilot, turn, came in turns_between(at - NO_NEWS_ANY_MORE, at)
        if came + AFTER[turn] <= at
    ]
    rows = AskedAgain.objects.filter(pilot__in={pilot for pilot, _turn in due})
    asked = set(rows.order_by().values_list("pilot", "turn").distinct())
    pilots = Pilot.objects.in_bulk([pilot for pilot, turn in due if (pilot, turn) not in asked])
    return sum(
        ask_again(pilot=pilots[pilot], turn=turn, at=at)
        for pilot, turn in due
        if (pilot, turn) not in asked
    )


def turns_between(since: datetime, until: datetime) -> list[tuple[int, Turn, datetime]]:
    """Which pilots came to which turn, and when."""
    changes = StageChange.objects.filter(at__gt=since, at__lte=until)
    found = [
        (pilot, Turn.RUNNING, at)
        for pilot, at in changes.filter(after=Stage.RUNNING).values_list("pilot", "at")
    ]
    found += [
        (pilot, Turn.ENDED, at)
        for pilot, at in changes.filter(before=Stage.RUNNING).values_list("pilot", "at")
    ]
    for conclusion in Conclusion.objects.filter(at__lte=until).only("pilot_id", "verdict", "at"):
        if conclusion.at > since:
            found.append((conclusion.pilot_id, Turn.CONCLUDED, conclusion.at))
        if conclusion.verdict in LOOKED_AT_AGAIN:
            found += [
                (conclusion.pilot_id, turn, later)
                for turn, months in MONTHS.items()
                if since < (later := _months_later(conclusion.at, months)) <= until
            ]
    return found


def _months_later(at: datetime, months: int) -> datetime:
    local = timezone.localtime(at)
    day = add_months(local.date(), months)
    return local.replace(year=day.year, month=day.month, day=day.day)


# ── Whom ─────────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def ask_again(*, pilot: Pilot, turn: str, at: datetime | None = None) -> int:
    """Returns how many were asked; a second call for the same turn asks nobody twice."""
    at = at or timezone.now()
    pilot = Pilot.objects.select_for_update().get(pk=pilot.pk)
    already = set(
        AskedAgain.objects.filter(pilot=pilot, turn=turn).values_list("person", flat=True)
    )
    rows = [
        AskedAgain(pilot=pilot, person_id=person, came_as=came_as, turn=turn, asked_at=at)
        for person, came_as in sorted(whom_to_ask(pilot, turn).items())
        if person not in already
    ][:MOST_ASKED]
    AskedAgain.objects.bulk_create(rows, batch_size=1_000)
    if rows:
        people = [row.person_id for row in rows if row.person_id is not None]
        notify.ask_again(pilot, people, turn, at=at)
    return len(rows)


def whom_to_ask(pilot: Pilot, turn: str) -> dict[int, str]:
    """Each person once, by how they first came to it: proposing, taking part, backing."""
    came: dict[int, str] = {}
    for came_as, people in (
        ("author", _authors(pilot)), ("member", _members(pilot, turn)), ("backer", _backers(pilot)),
    ):  # fmt: skip
        for person in people:
            came.setdefault(person, came_as)
    stopped = AskedAgain.objects.filter(pilot=pilot, stopped_at__isnull=False)
    may = User.objects.filter(pk__in=came, is_active=True, erased_at=None).exclude(
        Q(pk__in=stopped.exclude(person=None).values("person"))
        | Q(pk__in=Mute.objects.filter(thread=pilot.thread).values("person"))
    )
    return {person: came[person] for person in may.values_list("pk", flat=True)}


def _proposals(pilot: Pilot):
    return Proposal.objects.public().filter(pilots=pilot)


def _authors(pilot: Pilot) -> list[int]:
    authors = _proposals(pilot).filter(author__isnull=False)
    return list(authors.values_list("author", flat=True))


def _backers(pilot: Pilot) -> list[int]:
    """Those who back a proposal and also want to hear what becomes of it."""
    follows = set(
        Follow.objects.filter(proposal__in=_proposals(pilot)).values_list("proposal", "person")
    )
    backed = Support.objects.filter(
        proposal__in=_proposals(pilot), supporter__isnull=False
    ).values_list("proposal", "supporter")
    return [person for proposal, person in backed if (proposal, person) in follows]


def _members(pilot: Pilot, turn: str) -> list[int]:
    places = Participation.objects.filter(pilot=pilot, status__in=[*TAKES_PART, Status.COMPLETED])
    if turn in AFTER_THE_END:
        places = places.filter(agreed_to__covers=ExtraConsent.Covers.CONTACT)
    return sorted(notify.people_behind(places))


# ── What they say ────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def answer(
    *, asked: AskedAgain, rating: int, text: str = "", at: datetime | None = None
) -> AskedAgain:
    """May be changed; the first answer says when. A place in the figures needs a rating only."""
    row = AskedAgain.objects.select_for_update().get(pk=asked.pk)
    if rating not in range(1, 6):
        raise NotAsked(_("Please choose a number from 1 to 5."))
    if len(text.strip()) > LONGEST:
        raise NotAsked(_("Please shorten this to 500 characters."))
    row.rating, row.text = rating, text.strip()
    row.answered_at = row.answered_at or at or timezone.now()
    row.save(update_fields=["rating", "text", "answered_at"])
    return row


def stop(*, asked: AskedAgain, at: datetime | None = None) -> None:
    """Not asked about this pilot any more; other news goes on as chosen."""
    AskedAgain.objects.filter(pk=asked.pk, stopped_at=None).update(stopped_at=at or timezone.now())


def go_on(*, asked: AskedAgain) -> None:
    """Pressed stop by mistake."""
    AskedAgain.objects.filter(pilot=asked.pilot_id, person=asked.person_id).update(stopped_at=None)
