"""An author has left and others back the proposal: an officer writes it anew in the city's words."""

from datetime import datetime

from django.utils import timezone

from accounts.access import note_access
from accounts.models import User
from proposals.models import Proposal


class AuthorIsHere(Exception):
    """Nobody rewrites the words of somebody who is still there."""


def write_city_words(
    *, proposal: Proposal, title: str, text: str, by: User, at: datetime | None = None
) -> Proposal:
    if proposal.author.erased_at is None:
        raise AuthorIsHere(proposal)
    proposal.city_title, proposal.city_text = title, text
    proposal.updated_at = at or timezone.now()
    proposal.save(update_fields=["city_title", "city_text", "updated_at"])
    note_access(staff=by, action="city-words", thread=proposal.thread, at=at)
    return proposal
