"""What residents ask for, who backs it, what was answered and what was promised."""

from proposals.models.answering import (
    AnswerTemplate,
    Criterion,
    Extension,
    ReferralAnswer,
    Review,
    Score,
)
from proposals.models.decision import Decision
from proposals.models.in_charge import Assignment, AssignmentRule, DistrictThreshold
from proposals.models.promise import Commitment, CommitmentChange, Confirmation
from proposals.models.proposal import Call, Draft, Proposal, ProposalPhoto, ProposalQuerySet
from proposals.models.receipt import Receipt
from proposals.models.revision import Revision
from proposals.models.support import Follow, Support, SupportEvent, SupportVia
from proposals.models.talk import Comment, OfficialReply, Solution, SolutionSupport

__all__ = [
    "AnswerTemplate",
    "Assignment",
    "AssignmentRule",
    "Call",
    "Comment",
    "Commitment",
    "CommitmentChange",
    "Confirmation",
    "Criterion",
    "Decision",
    "DistrictThreshold",
    "Draft",
    "Extension",
    "Follow",
    "OfficialReply",
    "Proposal",
    "ProposalPhoto",
    "ProposalQuerySet",
    "Receipt",
    "ReferralAnswer",
    "Review",
    "Revision",
    "Score",
    "Solution",
    "SolutionSupport",
    "Support",
    "SupportEvent",
    "SupportVia",
]
