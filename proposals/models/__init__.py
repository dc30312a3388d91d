"""What residents ask for, who backs it, what was answered and what was promised."""

from proposals.models.decision import Decision
from proposals.models.promise import Commitment, CommitmentChange, Confirmation
from proposals.models.proposal import Call, Draft, Proposal, ProposalPhoto, ProposalQuerySet
from proposals.models.support import Follow, Support, SupportEvent, SupportVia
from proposals.models.talk import Comment, OfficialReply, Solution, SolutionSupport

__all__ = [
    "Call",
    "Comment",
    "Commitment",
    "CommitmentChange",
    "Confirmation",
    "Decision",
    "Draft",
    "Follow",
    "OfficialReply",
    "Proposal",
    "ProposalPhoto",
    "ProposalQuerySet",
    "Solution",
    "SolutionSupport",
    "Support",
    "SupportEvent",
    "SupportVia",
]
