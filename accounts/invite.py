"""Administrators invite colleagues by letter; the link in it works once and for two weeks."""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string, salted_hmac
from django.utils.translation import gettext as _

from accounts.access import note_access
from accounts.appoint import appoint
from accounts.consent import current_text, give_consent
from accounts.models import Invitation, User
from accounts.profile import choose_display_name
from city.models import City, Department

log = logging.getLogger(__name__)

VALID = timedelta(days=14)
KEPT_AFTERWARDS = timedelta(days=90)
# A mail server may be down for a day: the letter is tried again, ever more rarely.
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=2), timedelta(hours=2)
LETTERS_AT_ONCE = 50
CONSENTS_OF_STAFF = ("terms", "privacy")


class InvitationRefused(Exception):
    """str() is one sentence that says why, and what to do."""


@transaction.atomic
def invite(
    *,
    emails: Iterable[str],
    role: str,
    department: Department | None,
    by: User,
    at: datetime | None = None,
) -> list[Invitation]:
    """One row for each address, or none at all; the letters go out within a minute."""
    at = at or timezone.now()
    try:
        made = [
            Invitation.objects.create(
                email=email, role=role, department=department, invited_by=by, created_at=at,
                letter_due_at=at, expires_at=at + VALID, digest=_digest(_new_token()),
            )
            for email in emails
        ]  # fmt: skip
    except IntegrityError:
        raise InvitationRefused(
            _("Somebody else has just invited one of them. Look at the list again.")
        ) from None
    for invitation in made:
        note_access(staff=by, action="invite", thread=f"invitation:{invitation.pk}", at=at)
    return made


def why_not(email: str) -> str:
    """Why this address cannot be invited now; empty when it can."""
    person = User.objects.filter(email__iexact=email).first()
    if person and (person.is_officer or not person.is_active):
        return _("%(email)s works here already; change the role at “Staff and roles”.") % {
            "email": email
        }
    if Invitation.objects.filter(email__iexact=email, **OPEN).exists():
        return _("%(email)s is invited already; send the letter again from the list.") % {
            "email": email
        }
    return ""


OPEN = {"accepted_at": None, "withdrawn_at": None}


@transaction.atomic
def send_again(*, invitation: Invitation, by: User, at: datetime | None = None) -> None:
    """A new letter with a new link and two more weeks; the old link ends."""
    at = at or timezone.now()
    invitation = _open_one(invitation)
    invitation.expires_at = at + VALID
    invitation.letter_due_at, invitation.letter_sent_at, invitation.letter_tries = at, None, 0
    invitation.digest = _digest(_new_token())
    invitation.save()
    note_access(staff=by, action="invite", thread=f"invitation:{invitation.pk}", at=at)


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, by: User, at: datetime | None = None) -> None:
    at = at or timezone.now()
    invitation = _open_one(invitation)
    invitation.withdrawn_at, invitation.letter_due_at = at, None
    invitation.save(update_fields=["withdrawn_at", "letter_due_at"])
    note_access(staff=by, action="invite-withdraw", thread=f"invitation:{invitation.pk}", at=at)


def invitation_of(token: str) -> Invitation | None:
    """Also one that is over, so that the page can say so."""
    return Invitation.objects.filter(digest=_digest(token)).first()


def why_over(invitation: Invitation, at: datetime | None = None) -> str:
    """One sentence where the link opens nothing any more; empty while it does."""
    if invitation.accepted_at:
        return _("This invitation was accepted already. Please sign in with your account.")
    if invitation.withdrawn_at:
        return _("This invitation was taken back. Please ask the administrator who sent it.")
    if invitation.expires_at <= (at or timezone.now()):
        return _("This invitation is over. Please ask the administrator for a new letter.")
    return ""


@transaction.atomic
def accept(*, invitation: Invitation, person: User, at: datetime | None = None) -> User:
    """Somebody with an account takes the role."""
    at = at or timezone.now()
    invitation = _open_one(invitation, at)
    if (person.email or "").lower() != invitation.email.lower():
        raise InvitationRefused(_("This letter went to another e-mail address."))
    EmailAddress.objects.filter(user=person, email__iexact=invitation.email).update(verified=True)
    invitation.accepted_by, invitation.accepted_at, invitation.letter_due_at = person, at, None
    invitation.save(update_fields=["accepted_by", "accepted_at", "letter_due_at"])
    return appoint(
        person=person,
        role=invitation.role,
        department=invitation.department,
        by=invitation.invited_by or person,
        at=at,
    )


@transaction.atomic
def accept_as_newcomer(
    *, invitation: Invitation, password: str, name: str = "", language: str = "ko",
    at: datetime | None = None,
) -> User:  # fmt: skip
    """An account, its consents and its role at once, or nothing of it."""
    at = at or timezone.now()
    _open_one(invitation, at)
    try:
        with transaction.atomic():
            person = User.objects.create_user(
                invitation.email, password, language=language, created_at=at
            )
    except IntegrityError:
        raise InvitationRefused(
            _("There is already an account with this e-mail address. Please sign in.")
        ) from None
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    for kind in CONSENTS_OF_STAFF:
        give_consent(person=person, text=current_text(kind), at=at)
    person = accept(invitation=invitation, person=person, at=at)
    if name:
        choose_display_name(person=person, name=name)
    return person


def send_waiting_invitations(at: datetime | None = None) -> int:
    """Called by the clock. Returns how many letters went out."""
    at = at or timezone.now()
    waiting = Invitation.objects.filter(letter_due_at__lte=at, expires_at__gt=at, **OPEN)
    waiting = waiting.select_related("invited_by", "department")
    return sum(_send(invitation, at) for invitation in waiting[:LETTERS_AT_ONCE])


def erase_old_invitations(at: datetime) -> int:
    """Addresses of people who never came are not kept."""
    over = Invitation.objects.filter(accepted_at=None, expires_at__lt=at - KEPT_AFTERWARDS)
    return over.delete()[0]


def _send(invitation: Invitation, at: datetime) -> bool:
    """The token is made here and is nowhere but in the letter."""
    token = _new_token()
    pause = min(FIRST_PAUSE * 2**invitation.letter_tries, LONGEST_PAUSE)
    # The claim is one conditional UPDATE: of two workers at the same moment one finds nothing.
    claimed = Invitation.objects.filter(pk=invitation.pk, letter_due_at=invitation.letter_due_at)
    if not claimed.update(
        letter_due_at=at + pause, letter_tries=invitation.letter_tries + 1, digest=_digest(token)
    ):
        return False
    try:
        _letter(invitation, token).send()
    except Exception as error:  # one refused address must not stop the others
        log.warning("An invitation could not be sent: %s", type(error).__name__)
        return False
    Invitation.objects.filter(pk=invitation.pk, digest=_digest(token)).update(
        letter_due_at=None, letter_sent_at=at
    )
    return True


def _letter(invitation: Invitation, token: str) -> EmailMessage:
    """In both languages, since nobody knows yet which one is read."""
    context = {
        "city": City.objects.current(),
        "invitation": invitation,
        "link": settings.SITE_URL + reverse("invitation", args=[token]),
    }
    subject = " ".join(render_to_string("accounts/email/invitation_subject.txt", context).split())
    return EmailMessage(
        subject=subject,
        body=render_to_string("accounts/email/invitation_body.txt", context),
        to=[invitation.email],
    )


def _open_one(invitation: Invitation, at: datetime | None = None) -> Invitation:
    """Locked and read anew: the second click finds it accepted."""
    invitation = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    over = why_over(invitation, at) if at else ""
    if over or invitation.accepted_at or invitation.withdrawn_at:
        raise InvitationRefused(over or why_over(invitation))
    return invitation


def _new_token() -> str:
    return get_random_string(40)


def _digest(token: str) -> str:
    return salted_hmac("accounts.invite", token, algorithm="sha256").hexdigest()
