"""주민 확인: "Is it really better?", asked at once, after six and after twelve months."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Max, Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User
from city.models import City
from proposals import notify
from proposals.models import Commitment, CommitmentChange, Confirmation, Proposal
from proposals.triage import decide
from proposals.workflow import Mover, Outcome, Status

ROUNDS = (0, 6, 12)  # months after it was done
MOST_ASKED = 5_000
Answer = Confirmation.Answer


class NotAsked(Exception):
    """The person did not raise or back it, or nothing is done yet; str() says so kindly."""


@transaction.atomic
def ask_for_confirmation(
    *, commitment: Commitment, round: int = 0, at: datetime | None = None
) -> int:
    """Asks the author and those who backed it; the same few statements for five or five thousand."""
    at = at or timezone.now()
    if round == 0:
        _forget_earlier_rounds(commitment, at)
    backed_it = Q(pk=commitment.proposal.author_id) | Q(supports__proposal=commitment.proposal)
    people = (
        User.objects.filter(backed_it, is_active=True, erased_at__isnull=True)
        .order_by("pk")
        .distinct()
        .values_list("pk", "level")[:MOST_ASKED]
    )
    rows = [
        Confirmation(commitment=commitment, person_id=pk, round=round, level=level, created_at=at)
        for pk, level in people
    ]
    Confirmation.objects.bulk_create(rows, ignore_conflicts=True, batch_size=1_000)
    notify.ask_for_confirmation(commitment, [row.person_id for row in rows], at)
    return len(rows)


@transaction.atomic
def answer(
    *,
    commitment: Commitment,
    person: User,
    answer: str,
    round: int = 0,
    note: str = "",
    at: datetime | None = None,
) -> Confirmation:
    """One answer per person and round, which may be changed; too many "no" reopen the proposal."""
    at = at or timezone.now()
    # Locked, so that of two last "no" only one reopens it.
    proposal = Proposal.objects.select_for_update().get(pk=commitment.proposal_id)
    row = Confirmation.objects.filter(
        commitment=commitment, person=person, round=round, commitment__state=Commitment.State.DONE
    ).first()
    if row is None:
        raise NotAsked(_("Only those who proposed or backed this are asked whether it is better."))
    row.answer, row.answered_at, row.note = Answer(answer), at, note.strip()
    row.save(update_fields=["answer", "answered_at", "note"])
    counts = tally(commitment, round)
    if proposal.state == (Status.CLOSED, Outcome.DONE) and _is_not_better(counts):
        _reopen(proposal, commitment, counts, at)
    return row


def waiting_for(person: User):
    """What this person was asked and has not answered, newest first."""
    return (
        Confirmation.objects.filter(
            person=person, answer__isnull=True, commitment__state=Commitment.State.DONE
        )
        .select_related("commitment__proposal", "commitment__department", "commitment__done_photo")
        .order_by("-created_at", "-pk")
    )


def tally(commitment: Commitment, round: int | None = None) -> dict[str, int]:
    """asked, answered, yes, no and unsure of one round, or of the latest that was asked."""
    asked = Confirmation.objects.filter(commitment=commitment)
    if round is None:
        round = asked.aggregate(latest=Max("round"))["latest"] or 0
    counts = asked.filter(round=round).aggregate(
        asked=Count("pk"),
        answered=Count("answer"),
        **{choice: Count("pk", filter=Q(answer=choice)) for choice in Answer.values},
    )
    return {"round": round, **counts}


def _is_not_better(counts: dict[str, int]) -> bool:
    city = City.objects.current()
    enough = counts["answered"] >= city.reopen_from
    return enough and counts["no"] * 100 >= city.reopen_share * counts["answered"]


def _reopen(
    proposal: Proposal, commitment: Commitment, counts: dict[str, int], at: datetime
) -> None:
    with translation.override(settings.LANGUAGE_CODE):
        reason = _(
            "%(no)s of %(answered)s residents who answered say that it is not better. "
            "The city looks at it again."
        ) % {"no": counts["no"], "answered": counts["answered"]}
    decide(proposal=proposal, status=Status.PLANNED, reason=reason, mover=Mover.CLOCK, at=at)
    commitment.state, commitment.done_at = Commitment.State.PROMISED, None
    commitment.save(update_fields=["state", "done_at"])
    CommitmentChange.objects.create(
        commitment=commitment, state=commitment.state, due_month=commitment.due_month,
        reason=reason, at=at,
    )  # fmt: skip


def _forget_earlier_rounds(commitment: Commitment, at: datetime) -> None:
    """What was said of work that has been redone since; the decision that reopened it says how many."""
    earlier = Confirmation.objects.filter(commitment=commitment)
    earlier.filter(round__gt=0).delete()
    earlier.update(answer=None, answered_at=None, note="", created_at=at)
