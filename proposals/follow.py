"""소식 받기: a person is told of every decision without backing the proposal."""

from accounts.models import User
from accounts.told import unmute
from proposals.models import Follow, Proposal


def follow(*, proposal: Proposal, by: User) -> Follow:
    """Who has muted it before wants to hear of it again."""
    unmute(person=by, thread=proposal.thread)
    return Follow.objects.get_or_create(proposal=proposal, person=by)[0]


def unfollow(*, proposal: Proposal, by: User) -> bool:
    """Says whether the person had followed."""
    return bool(Follow.objects.filter(proposal=proposal, person=by).delete()[0])
