"""What the page of a proposal says of its promises: how far they are, and whether it is better."""

from collections import defaultdict

from django.db.models import Prefetch, Q

from proposals.confirm_links import link_of
from proposals.models import CommitmentChange, Confirmation, Proposal
from proposals.said import said_of

MOST_VOICES = 6


def commitments_of(proposal: Proposal, person) -> list[dict]:
    """Each promise with its history, what residents say of it, and what this person was asked."""
    history = CommitmentChange.objects.select_related("photo").order_by("at", "pk")
    rows = list(
        proposal.commitments.select_related("department", "done_photo").prefetch_related(
            Prefetch("changes", history)
        )
    )
    if not rows:
        return []
    for row in rows:
        row.proposal = proposal
    done = [row.pk for row in rows if row.done_at]
    found = said_of(done)
    adopted = list(
        proposal.pilots.filter(conclusion__verdict="adopt")
        .select_related("conclusion")
        .defer("conclusion__evidence")
        .order_by("-conclusion__at")
    )
    voices, asked = _voices(done), _asked(done, person)
    return [
        {
            "row": row,
            "origin": next((p for p in adopted if p.conclusion.at <= row.created_at), None),
            "said": found.get(row.pk, []),
            "voices": voices[row.pk][:MOST_VOICES],
            "asked": asked.get(row.pk),
            "link": link_of(asked[row.pk]) if row.pk in asked else "",
        }
        for row in rows
    ]


def _voices(done: list[int]) -> dict[int, list[Confirmation]]:
    """Words and photos of those who answered, without their names; what was hidden stays so."""
    voices: dict[int, list[Confirmation]] = defaultdict(list)
    if done:
        rows = Confirmation.objects.filter(
            ~Q(note="") | Q(photo__isnull=False),
            commitment__in=done,
            hidden_at__isnull=True,
            answer__isnull=False,
        )
        for row in rows.select_related("photo").order_by("-answered_at", "-pk"):
            voices[row.commitment_id].append(row)
    return voices


def _asked(done: list[int], person) -> dict[int, Confirmation]:
    """The latest question to this person about each, answered or not."""
    if not done or not person.is_authenticated:
        return {}
    rows = Confirmation.objects.filter(commitment__in=done, person=person).order_by("round")
    return {row.commitment_id: row for row in rows}
