"""주민 확인: "Is it really better?", asked at once, after six and after twelve months."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Min, Q, QuerySet
from django.utils import timezone, translation
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from accounts.models import User
from city.models import City
from photos.erase import erase_photos
from photos.models import Photo
from proposals import notify_promises
from proposals.models import Commitment, CommitmentChange, Confirmation, Proposal
from proposals.triage import decide
from proposals.workflow import Mover, Outcome, Status

ROUNDS = (0, 6, 12)  # months after it was done
MOST_ASKED = 5_000
Answer = Confirmation.Answer
Round = dict[str, Any]  # how many were asked and answered what, in one round of one commitment
NOT_ASKED_YET: Round = {"round": 0, "asked": 0, "answered": 0, "yes": 0, "no": 0, "unsure": 0}

_people: list[str] = []


class NotAsked(Exception):
    """The person did not raise or back it, or nothing is done yet; str() says so kindly."""


def register_people(path: str) -> None:
    """Called in apps.py by rooms that know others who can tell whether it is better.

    `path` is the dotted path of a function(commitment) that returns their keys.
    """
    if path not in _people:
        _people.append(path)


# ── Asking ───────────────────────────────────────────────────────────────────────────────────
@transaction.atomic
def ask_for_confirmation(
    *, commitment: Commitment, round: int = 0, at: datetime | None = None
) -> int:
    """Asks who raised it, backed it or tried it out near there; as few statements for thousands."""
    at = at or timezone.now()
    if round == 0:
        _forget_earlier_rounds(commitment, at)
    rows = [
        Confirmation(commitment=commitment, person_id=pk, round=round, level=level, created_at=at)
        for pk, level in _who_can_tell(commitment)[:MOST_ASKED]
    ]
    Confirmation.objects.bulk_create(rows, ignore_conflicts=True, batch_size=1_000)
    notify_promises.ask_for_confirmation(commitment, [row.person_id for row in rows], at)
    return len(rows)


def _who_can_tell(commitment: Commitment):
    asked = Q(pk=commitment.proposal.author_id) | Q(supports__proposal=commitment.proposal)
    for path in _people:
        asked |= Q(pk__in=import_string(path)(commitment))
    return (
        User.objects.filter(asked, is_active=True, erased_at__isnull=True)
        .order_by("pk")
        .distinct()
        .values_list("pk", "level")
    )


def _forget_earlier_rounds(commitment: Commitment, at: datetime) -> None:
    """What was said of work that has been redone since; the reopening says how many it were."""
    earlier = Confirmation.objects.filter(commitment=commitment)
    erase_photos(Photo.objects.filter(of_confirmation__in=earlier))
    earlier.filter(round__gt=0).delete()
    earlier.update(answer=None, answered_at=None, note="", hidden_at=None, created_at=at)


def waiting_for(person: User):
    """What this person was asked and has not answered, newest first."""
    return (
        Confirmation.objects.filter(
            person=person, answer__isnull=True, commitment__state=Commitment.State.DONE
        )
        .select_related("commitment__proposal", "commitment__department", "commitment__done_photo")
        .order_by("-created_at", "-pk")
    )


# ── Answering ────────────────────────────────────────────────────────────────────────────────
@transaction.atomic
def answer(
    *,
    commitment: Commitment,
    person: User,
    answer: str,
    round: int = 0,
    note: str = "",
    photo: Photo | None = None,
    at: datetime | None = None,
) -> Confirmation:
    """One answer per person and round, which may be changed; too many "no" reopen the promise."""
    at = at or timezone.now()
    # Locked, so that of two last "no" only one reopens it.
    proposal = Proposal.objects.select_for_update().get(pk=commitment.proposal_id)
    row = (
        Confirmation.objects.filter(commitment=commitment, person=person, round=round)
        .select_related("commitment", "photo")
        .first()
    )
    if row is None:
        raise NotAsked(_("Only those who proposed or backed this are asked whether it is better."))
    if row.commitment.state != Commitment.State.DONE:
        raise NotAsked(_("The city looks at this again. You are asked anew once it is done."))
    if photo is not None and row.photo:
        erase_photos([row.photo])
    row.answer, row.answered_at, row.note = Answer(answer), at, note.strip()
    row.photo, row.level = photo or row.photo, person.level  # months after they were asked
    row.save(update_fields=["answer", "answered_at", "note", "photo", "level"])
    counts = tally(commitment, round)
    if _is_not_better(counts):
        _reopen(proposal, commitment, counts, at)
    return row


def _is_not_better(counts: Round) -> bool:
    city = City.objects.current()
    enough = counts["answered"] >= city.reopen_from
    return enough and counts["no"] * 100 >= city.reopen_share * counts["answered"]


def _reopen(proposal: Proposal, commitment: Commitment, counts: Round, at: datetime) -> None:
    """The promise is open again, and with it a proposal that was closed as done."""
    is_closed = proposal.state == (Status.CLOSED, Outcome.DONE)
    if not is_closed and proposal.status != Status.PLANNED:
        return
    reason = _why_reopened(counts)
    commitment.state, commitment.done_at = Commitment.State.PROMISED, None
    commitment.save(update_fields=["state", "done_at"])
    change = CommitmentChange.objects.create(
        commitment=commitment, state=commitment.state, due_month=commitment.due_month,
        reason=reason, at=at,
    )  # fmt: skip
    if is_closed:
        decide(proposal=proposal, status=Status.PLANNED, reason=reason, mover=Mover.CLOCK, at=at)
    else:
        notify_promises.tell_commitment(change, notify_promises.REOPENED)
    in_charge = proposal.officer_id or commitment.promised_by_id
    notify_promises.remind(commitment, [in_charge], notify_promises.SAY_NO_MORE, at)


def _why_reopened(counts: Round) -> str:
    """In the city's language, as decisions are kept; a handful of people is not counted out."""
    others = counts["answered"] - counts["no"]
    with translation.override(settings.LANGUAGE_CODE):
        if not _are_open(City.objects.current().smallest_group, counts["no"], others):
            return _(
                "Many residents who answered say that it is not better. The city looks at it again."
            )
        return _(
            "%(no)s of %(answered)s residents who answered say that it is not better. "
            "The city looks at it again."
        ) % {"no": counts["no"], "answered": counts["answered"]}


# ── Counting ─────────────────────────────────────────────────────────────────────────────────
def tally(commitment: Commitment, round: int | None = None) -> Round:
    """asked, answered, yes, no and unsure of one round, or of the latest that was asked."""
    rounds = rounds_of([commitment.pk]).get(commitment.pk, [])
    if round is not None:
        rounds = [counts for counts in rounds if counts["round"] == round]
    counts = rounds[-1] if rounds else {"round": round or 0}
    return {name: counts.get(name, nobody) for name, nobody in NOT_ASKED_YET.items()}


def rounds_of(commitments: Iterable[int] | QuerySet) -> dict[int, list[Round]]:
    """The same for each round of many commitments, earliest first, in one query. Never for a page:
    what pages say of it stands in proposals/said.py."""
    rows = (
        Confirmation.objects.filter(commitment__in=commitments)
        .order_by("commitment", "round")
        .values("commitment", "round")
        .annotate(
            asked_at=Min("created_at"),
            asked=Count("pk"),
            answered=Count("answer"),
            **{choice: Count("pk", filter=Q(answer=choice)) for choice in Answer.values},
        )
    )
    found: dict[int, list[Round]] = {}
    for row in rows:
        found.setdefault(row["commitment"], []).append(dict(row))
    return found


def _are_open(smallest: int, *parts: int) -> bool:
    return all(part == 0 or part >= smallest for part in parts)
