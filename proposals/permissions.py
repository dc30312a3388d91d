"""Who may do what with a proposal, and when: read by pages and verbs alike."""

from accounts.levels import may
from accounts.models import User
from accounts.roles import Right
from proposals.models import Proposal
from proposals.workflow import Mover, Outcome, Status, closed, moves_of

WITHDRAWN = closed(Outcome.WITHDRAWN)
IN_REVIEW = (Status.IN_REVIEW, "")


def is_author(person, proposal: Proposal) -> bool:
    return person.is_authenticated and person.pk == proposal.author_id


def is_officer(person) -> bool:
    return person.is_authenticated and person.is_officer


def can_see(person, proposal: Proposal) -> bool:
    """Hidden proposals are seen by officers, with a note."""
    return proposal.is_public or is_officer(person)


def can_support(person, proposal: Proposal) -> bool:
    return proposal.takes_support and may(person, Right.SUPPORT)


def can_comment(person, proposal: Proposal) -> bool:
    return proposal.takes_comments and may(person, Right.COMMENT)


def can_offer_solution(person, proposal: Proposal) -> bool:
    """Alternatives are looked for as long as the proposal can be backed."""
    return proposal.takes_support and may(person, Right.SOLVE)


def can_follow(person, proposal: Proposal) -> bool:
    return person.is_authenticated and proposal.is_public


def can_edit(person, proposal: Proposal) -> bool:
    """Words that others already back are not changed under their feet."""
    return (
        is_author(person, proposal)
        and proposal.is_public
        and proposal.status == Status.RECEIVED
        and not backed_by_others(proposal)
    )


def can_add(person, proposal: Proposal) -> bool:
    """The words stay, but their author may say more as long as something can come of it."""
    return is_author(person, proposal) and proposal.is_public and proposal.status != Status.CLOSED


def can_withdraw(person, proposal: Proposal) -> bool:
    return (
        is_author(person, proposal)
        and proposal.is_public
        and WITHDRAWN in moves_of(proposal.state, Mover.AUTHOR)
        and not backed_by_others(proposal)
    )


def can_answer(person, proposal: Proposal) -> bool:
    """The author answers what the city asked back."""
    return (
        is_author(person, proposal) and proposal.is_public and proposal.status == Status.NEEDS_INFO
    )


def can_ask_again(person, proposal: Proposal) -> bool:
    """재심사 요청: once, by the author, after a refusal."""
    return (
        is_author(person, proposal)
        and proposal.is_public
        and proposal.appealed_at is None
        and IN_REVIEW in moves_of(proposal.state, Mover.AUTHOR)
        and proposal.status == Status.CLOSED
    )


def can_triage(person, proposal: Proposal) -> bool:
    return is_officer(person)


def backed_by_others(proposal: Proposal) -> bool:
    """Somebody besides the author backs it, on paper or by account."""
    own: User = proposal.author
    return proposal.supports.exclude(supporter=own).exists()
