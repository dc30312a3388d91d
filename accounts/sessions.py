"""Ends every session of a person, on all their devices, now."""

from django.contrib.sessions.models import Session

from accounts.models import User


def end_sessions(person: User) -> None:
    for session in Session.objects.iterator():
        if session.get_decoded().get("_auth_user_id") == str(person.pk):
            session.delete()
