"""What follows when somebody takes a consent of a pilot back on their own page."""

from datetime import datetime

from accounts.models import ConsentText, User
from pilots.apart.consents import undo_when_taken_back
from pilots.leave import leave_when_consent_is_withdrawn


def follow(*, person: User, text: ConsentText, at: datetime) -> None:
    """Called by accounts.consent: pilot-12 is taking part itself, pilot-12-photos a further one."""
    undo_when_taken_back(person=person, text=text, at=at)
    leave_when_consent_is_withdrawn(person=person, text=text, at=at)
