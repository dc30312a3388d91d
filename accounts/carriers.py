"""The providers behind the carriers: each takes one person's news and gets it to them, or says why not."""

import logging
from smtplib import SMTPServerDisconnected
from typing import Any, Protocol
from urllib.error import HTTPError

from django.core.mail import get_connection

from accounts.alimtalk import can_send_alimtalk, send_alimtalk
from accounts.digest import Digest
from accounts.mail import write_letter
from accounts.models import Carrier, Message, User
from accounts.rhythm import ToldBy
from accounts.short_text import write_text
from accounts.texting import TextNotSent, can_send_texts, send_text

log = logging.getLogger(__name__)

Kind, Backend = Carrier.Kind, Carrier.Backend
# What a portal starts with; a city changes the rows at /desk/settings/.
STARTING: dict[str, dict[str, Any]] = {
    Kind.EMAIL: {"is_on": True, "backend": Backend.MAIL},
    Kind.TEXT: {"is_on": False, "backend": Backend.TEXT, "cost_won": 30},
    Kind.ALIMTALK: {"is_on": False, "backend": Backend.ALIMTALK, "cost_won": 8},
    Kind.LETTER: {"is_on": True, "backend": Backend.DESK, "cost_won": 520},
    Kind.CALL: {"is_on": True, "backend": Backend.DESK},
}
# These sound on a telephone beside somebody's bed.
WAKING = (Kind.TEXT, Kind.ALIMTALK)


class CarrierDown(Exception):
    """Nobody can be reached this way at the moment; what waits goes on waiting."""


class MessageRefused(Exception):
    """This one message was not taken; others may be."""


class Provider(Protocol):
    """Opened once for many messages. May raise CarrierDown and MessageRefused."""

    def open(self) -> None: ...

    def send(self, message: Message, person: User, digest: Digest) -> None: ...

    def close(self) -> None: ...


class Mail:
    """Django's own mail back end: SMTP, or files where no server is named."""

    def __init__(self, carrier: Carrier):
        self.connection = get_connection()

    def open(self) -> None:
        try:
            self.connection.open()
        except OSError as error:  # SMTPException is one too
            raise CarrierDown(type(error).__name__) from error

    def send(self, message: Message, person: User, digest: Digest) -> None:
        letter = write_letter(message, person, digest)
        letter.connection = self.connection
        try:
            letter.send()
        except (SMTPServerDisconnected, ConnectionError, TimeoutError) as error:
            raise CarrierDown(type(error).__name__) from error
        except OSError as error:
            raise MessageRefused(type(error).__name__) from error

    def close(self) -> None:
        self.connection.close()


class Texts:
    def __init__(self, carrier: Carrier):
        self.settings = carrier.settings

    def open(self) -> None:
        pass

    def send(self, message: Message, person: User, digest: Digest) -> None:
        try:
            self.hand_over(message, str(person.phone), write_text(person, digest))
        except TextNotSent as error:
            raise _meant_by(error.__cause__ or error) from error
        except OSError as error:
            raise _meant_by(error) from error

    def hand_over(self, message: Message, phone: str, text: str) -> None:
        send_text(phone, text)

    def close(self) -> None:
        pass


class Alimtalk(Texts):
    def hand_over(self, message: Message, phone: str, text: str) -> None:
        send_alimtalk(
            phone,
            text,
            reference=f"news-{message.pk}",
            sender=self.settings.get("sender", ""),
            template=self.settings.get("template", ""),
        )


PROVIDERS: dict[str, type[Mail | Texts]] = {
    Backend.MAIL: Mail,
    Backend.TEXT: Texts,
    Backend.ALIMTALK: Alimtalk,
}


def carriers_in_use() -> dict[str, Carrier]:
    """By kind. Texts without a provider are in use nowhere but in the demonstration."""
    rows = {each.kind: each for each in Carrier.objects.select_related("falls_back_to")}
    found = {
        kind: rows.get(kind) or Carrier(kind=kind, **starting)
        for kind, starting in STARTING.items()
    }
    can = {Kind.TEXT: can_send_texts, Kind.ALIMTALK: can_send_alimtalk}
    used = {
        kind: each
        for kind, each in found.items()
        if each.is_on and (kind not in can or can[Kind(kind)]())
    }
    for each in used.values():
        if each.falls_back_to and each.falls_back_to.kind not in used:
            each.falls_back_to = None
    return used


def ways(carriers: dict[str, Carrier]) -> dict[str, str]:
    """Which carrier serves what people chose: a text goes as 알림톡 where the city has that."""
    text = Kind.ALIMTALK if Kind.ALIMTALK in carriers else Kind.TEXT
    wanted = {
        ToldBy.EMAIL: Kind.EMAIL, ToldBy.TEXT: text,
        ToldBy.LETTER: Kind.LETTER, ToldBy.CALL: Kind.CALL,
    }  # fmt: skip
    return {told_by: kind for told_by, kind in wanted.items() if kind in carriers}


def seed_carriers() -> None:
    """Called when a city starts; rows that are there stay as they are."""
    for kind, starting in STARTING.items():
        Carrier.objects.get_or_create(kind=kind, defaults=starting)
    text = Carrier.objects.get(kind=Kind.TEXT)
    Carrier.objects.filter(kind=Kind.ALIMTALK, falls_back_to=None).update(falls_back_to=text)


def _meant_by(error: BaseException) -> CarrierDown | MessageRefused:
    """A provider that answers with 4xx does not want this message; anything else is its own trouble."""
    if isinstance(error, HTTPError) and error.code < 500:
        return MessageRefused(f"HTTP {error.code}")
    return CarrierDown(type(error).__name__)
