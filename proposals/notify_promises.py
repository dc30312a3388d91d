"""Tells residents how promises go, asks whether it is better, and reminds who promised."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse

from accounts.models import Update, User
from accounts.tell import tell
from city.words import Words, words
from proposals.models import Commitment, CommitmentChange
from proposals.notify import audience, only_near, tell_about, titled

State = Commitment.State
CHANGED = {
    State.PROMISED: (
        "‘{title}’ 제안에 대한 약속이 새로 올라왔습니다",
        "There is a new commitment on “{title}”",
    ),
    State.LATE: (
        "‘{title}’ 제안의 약속이 늦어집니다",
        "A commitment on “{title}” is late",
    ),
    State.DONE: (
        "‘{title}’ 제안의 약속을 지켰습니다",
        "A commitment on “{title}” has been kept",
    ),
    State.DROPPED: (
        "‘{title}’ 제안의 약속이 취소되었습니다",
        "A commitment on “{title}” has been dropped",
    ),
}
MOVED_ON = (
    "‘{title}’ 제안의 약속이 진행되고 있습니다",
    "A commitment on “{title}” moves on",
)
REOPENED = (
    "‘{title}’ 제안의 약속을 다시 살핍니다. 나아지지 않았다는 답이 많았습니다",
    "A commitment on “{title}” is open again: many say that it is not better",
)
DUE = (
    "‘{title}’ 제안의 약속 기한이 이번 달입니다",
    "A commitment on “{title}” is due this month",
)
OVERDUE = (
    "‘{title}’ 제안의 약속 기한이 지났습니다",
    "A commitment on “{title}” is overdue",
)
SAY_NO_MORE = (
    "주민들이 ‘{title}’ 제안이 나아지지 않았다고 답했습니다. 새 기한을 정해 주세요",
    "Residents say that “{title}” is not better. Please set a new month",
)


def tell_commitment(change: CommitmentChange, phrase: tuple[str, str] | None = None) -> Update:
    commitment = change.commitment
    return tell_about(
        commitment.proposal,
        people=audience(commitment.proposal) - {change.by_id},
        kind="commitment",
        title=titled(phrase or CHANGED[State(change.state)], commitment.proposal),
        body=words(f"{commitment}. {change.reason}"),
        praises=only_near(commitment.proposal) if change.state == State.DONE else (),
        at=change.at,
        url=commitment.get_absolute_url(),
    )


def ask_for_confirmation(commitment: Commitment, people: Iterable[int], at: datetime) -> Update:
    """One piece of news for all; each letter adds its reader's own link (confirm_links.py)."""
    return tell_about(
        commitment.proposal,
        people=people,
        kind="confirmation",
        title=titled(
            ("정말 나아졌습니까? ‘{title}’", "Is it really better? “{title}”"),
            commitment.proposal,
        ),
        body=words(
            f"시에서 마쳤다고 알린 일입니다: {commitment}. 나아졌는지 알려 주세요.",
            f"The city says that this is done: {commitment}. Please tell us whether it is better.",
        ),
        at=at,
        url=commitment.get_absolute_url(),
    )


def remind(
    commitment: Commitment, people: Iterable[User | int], phrase: tuple[str, str], at: datetime
) -> Update:
    """For the desk: who is in charge of what was promised."""
    address = reverse("proposals_desk:proposal", args=[commitment.proposal_id])
    return tell(
        people=people,
        kind="promise-due",
        thread=commitment.proposal.thread,
        url=f"{address}#commitment-{commitment.pk}",
        title=titled(phrase, commitment.proposal),
        body=_what_is_due(commitment),
        at=at,
    )


def _what_is_due(commitment: Commitment) -> Words:
    month = commitment.due_month
    return words(
        f"{month.year}년 {month.month}월까지 약속한 일입니다: {commitment}. "
        "마쳤으면 완료로 알리고, 늦어지면 이유와 새 기한을 주민에게 알려 주세요.",
        f"Promised for {month.month}/{month.year}: {commitment}. "
        "Report it as done, or tell residents why it is late and give a new month.",
    )
