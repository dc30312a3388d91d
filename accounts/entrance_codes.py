"""Six digits, sent to an address, let somebody in who has no password or has it not at hand."""

import secrets
from datetime import datetime, timedelta
from smtplib import SMTPException

from allauth.account.models import EmailAddress
from allauth.mfa.utils import is_mfa_enabled
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import EntranceCode, User
from accounts.roles import STAFF, Level
from accounts.texting import TextNotSent, can_send_texts, mobile_number, send_text
from city.models import City

VALID_FOR = timedelta(minutes=10)
MOST_TRIES = 5
CODES_AN_HOUR = 5
KEPT_FOR = timedelta(days=1)  # so long codes are counted per hour; afterwards nobody needs them
SALT = "accounts.entrance_codes"
Kind = EntranceCode.Kind


class CodeNotSent(Exception):
    """str() is one sentence that says what to do."""


class CodeRefused(Exception):
    """Wrong, too old or tried too often; str() says which, and what to do."""


class EntranceRefused(Exception):
    """The code is right, but it does not suffice for this account; str() says what does."""


class AddressTaken(Exception):
    """Another window was a moment faster; str() says what to do."""


def read_address(typed: str) -> tuple[str, str] | None:
    """E-mail in lower case, or a mobile number with the country code; None where it is neither."""
    typed = typed.strip()
    if not typed.isprintable():  # the oldest standard of mail lets some pass
        return None
    if "@" not in typed:
        number = mobile_number(typed) if can_send_texts() else None
        return (Kind.PHONE, number) if number else None
    try:
        validate_email(typed)
    except ValidationError:
        return None
    return (Kind.EMAIL, typed.lower()) if len(typed) <= 254 else None


def send_code(*, kind: str, address: str, at: datetime | None = None) -> EntranceCode:
    """The same for an address that has an account and one that has none."""
    at = at or timezone.now()
    lately = EntranceCode.objects.filter(address=address, created_at__gt=at - timedelta(hours=1))
    if lately.count() >= CODES_AN_HOUR:
        raise CodeNotSent(
            _(
                "Many codes went to this address already. Please wait an hour, or sign in by password."
            )
        )
    digits = f"{secrets.randbelow(1_000_000):06}"
    code = EntranceCode.objects.create(
        kind=kind, address=address, digest=_digest(address, digits), created_at=at
    )
    try:
        _tell_by_text(address, digits) if kind == Kind.PHONE else _tell_by_mail(address, digits)
    except (TextNotSent, SMTPException, OSError) as error:
        code.delete()
        raise CodeNotSent(
            _("The code could not be sent just now. Please try again in a few minutes.")
        ) from error
    return code


def check_code(*, address: str, typed: str, at: datetime | None = None) -> EntranceCode:
    """Only the newest code of an address counts. Each try is written down, the right one too."""
    at = at or timezone.now()
    code = EntranceCode.objects.filter(address=address).order_by("-created_at", "-pk").first()
    if code is None or code.used_at or at >= code.created_at + VALID_FOR:
        raise CodeRefused(_("This code is no longer valid. Please let us send you a new one."))
    # One conditional UPDATE, so that many windows at once have no more tries than one.
    untired = EntranceCode.objects.filter(pk=code.pk, tries__lt=MOST_TRIES)
    if not untired.update(tries=F("tries") + 1):
        raise CodeRefused(_("This code was tried too often. Please let us send you a new one."))
    if not constant_time_compare(code.digest, _digest(address, typed)):
        raise CodeRefused(_wrong(MOST_TRIES - code.tries - 1))
    return code


def use_code(*, pk: int, at: datetime | None = None) -> EntranceCode:
    """A right code opens the door once."""
    at = at or timezone.now()
    unused = EntranceCode.objects.filter(pk=pk, used_at=None, created_at__gt=at - KEPT_FOR)
    if not unused.update(used_at=at):
        raise CodeRefused(_("This code is no longer valid. Please let us send you a new one."))
    return EntranceCode.objects.get(pk=pk)


def person_of(*, kind: str, address: str) -> User | None:
    """Whose address it is; one that was typed in and never confirmed belongs to nobody yet."""
    if kind == Kind.PHONE:
        return User.objects.filter(phone=address).first()
    person = User.objects.filter(email__iexact=address).first()
    return None if person and _never_confirmed(person) else person


def check_suffices(person: User) -> None:
    """Who works for the city, or has asked for a second step, comes in by password."""
    if not person.is_active:
        raise EntranceRefused(
            _("This account is closed at present. %(city)s will gladly tell you why: %(phone)s")
            % {"city": City.objects.current().name, "phone": City.objects.current().phone}
        )
    if person.role in STAFF:
        raise EntranceRefused(
            _("People who work at the desk sign in with their password. What you wrote is kept.")
        )
    if is_mfa_enabled(person):
        raise EntranceRefused(
            _("Your account asks for a second step: please sign in with your password. "
              "What you wrote is kept.")
        )  # fmt: skip


@transaction.atomic
def make_guest(
    *, kind: str, address: str, lives_elsewhere: bool = False, at: datetime | None = None
) -> User:
    """Somebody new, without a password. Of two windows at once one makes the account."""
    level = Level.VISITOR if lives_elsewhere else Level.GUEST
    if kind == Kind.EMAIL:
        _free_unconfirmed(address)
    who = {"email": address} if kind == Kind.EMAIL else {"phone": address}
    try:
        with transaction.atomic():
            person = User.objects.create_user(**who, level=level, created_at=at or timezone.now())
    except IntegrityError as error:
        raise AddressTaken(
            _("You have just come in from another window. Please let us send you a new code.")
        ) from error
    confirm_address(person=person, kind=kind)
    return person


def confirm_address(*, person: User, kind: str) -> None:
    """Whoever typed in the code reads the letters of this address."""
    if kind == Kind.EMAIL:
        EmailAddress.objects.update_or_create(
            user=person,
            email=str(person.email).lower(),
            defaults={"verified": True, "primary": True},
        )


def erase_codes(at: datetime) -> int:
    return EntranceCode.objects.filter(created_at__lt=at - KEPT_FOR).delete()[0]


def _never_confirmed(person: User) -> bool:
    return EmailAddress.objects.filter(
        user=person, email__iexact=person.email, verified=False
    ).exists()


def _free_unconfirmed(address: str) -> None:
    """An account that somebody opened with this address and never confirmed does not keep it:
    else whoever opened it would share the account with the one who reads the letters."""
    person = User.objects.filter(email__iexact=address).first()
    if person is None or not _never_confirmed(person):
        return
    EmailAddress.objects.filter(user=person, email__iexact=address).delete()
    if person.last_login is None:  # never came in, so nothing hangs on the row
        person.consents.all().delete()
        person.delete()
    else:
        person.email = None
        person.save(update_fields=["email"])


def _digest(address: str, digits: str) -> str:
    return salted_hmac(SALT, f"{address}:{digits}", algorithm="sha256").hexdigest()


def _wrong(left: int) -> str:
    if left <= 0:
        return _("This code was tried too often. Please let us send you a new one.")
    return ngettext(
        "This code is not right. Look at the newest letter again; %(left)s more try.",
        "This code is not right. Look at the newest letter again; %(left)s more tries.",
        left,
    ) % {"left": left}


def _tell_by_text(phone: str, digits: str) -> None:
    send_text(
        phone,
        _("[%(city)s] Your code is %(code)s. It works for ten minutes.")
        % {"city": City.objects.current().name, "code": digits},
    )


def _tell_by_mail(address: str, digits: str) -> None:
    context = {"city": City.objects.current(), "code": digits}
    subject = render_to_string("accounts/email/entrance_code_subject.txt", context)
    letter = EmailMultiAlternatives(
        subject=" ".join(subject.split()),
        body=render_to_string("accounts/email/entrance_code_body.txt", context),
        to=[address],
    )
    letter.attach_alternative(
        render_to_string("accounts/email/entrance_code_body.html", context), "text/html"
    )
    letter.send()
