"""Sends a text message (문자) by the provider the city pays, or into a folder where there is none."""

import json
import re
from pathlib import Path
from urllib.request import Request, urlopen
from uuid import uuid4

from django.conf import settings
from django.utils import timezone

from city.models import City

TIMEOUT = 5  # seconds
KOREA = "82"
MOBILE = re.compile(r"01[016789]\d{7,8}")


class TextNotSent(Exception):
    """The provider does not answer or refuses; the text may be tried again later."""


def mobile_number(typed: str) -> str | None:
    """010-1234-5678 and +82 10 1234 5678 are both 821012345678; None where it is no mobile number."""
    digits = re.sub(r"[\s().+-]", "", typed)
    national = "0" + digits.removeprefix(KOREA).removeprefix("0") if digits else ""
    return KOREA + national[1:] if MOBILE.fullmatch(national) else None


def shown_number(phone: str) -> str:
    """821012345678 as people write it: 010-1234-5678."""
    national = "0" + phone.removeprefix(KOREA)
    return f"{national[:3]}-{national[3:-4]}-{national[-4:]}"


def can_send_texts() -> bool:
    """Without a provider only the demonstration offers them, as files."""
    return bool(settings.TEXT_URL) or City.objects.current().is_demo


def send_text(phone: str, text: str) -> None:
    """`phone` is digits with the country code. Raises TextNotSent; what came back is not kept."""
    if settings.TEXT_URL:
        _post(phone, text)
    else:
        _write(phone, text)


def forget_texts(telling: set[str]) -> int:
    """Where texts are written to files, deletes those to or about a forgotten person."""
    gone = 0
    for path in settings.TEXT_FILE_PATH.glob("*.txt") if settings.TEXT_FILE_PATH.is_dir() else ():
        kept = path.read_text("utf-8")
        if any(word in kept for word in telling):
            path.unlink(missing_ok=True)
            gone += 1
    return gone


def _post(phone: str, text: str) -> None:
    message = {"from": settings.TEXT_SENDER, "to": phone, "text": text}
    request = Request(  # noqa: S310 the address is the city's own setting
        settings.TEXT_URL,
        data=json.dumps(message).encode(),
        headers={
            "Content-Type": "application/json",
            "Authorization": f"Bearer {settings.TEXT_KEY}",
        },
    )
    try:
        with urlopen(request, timeout=TIMEOUT):  # noqa: S310
            pass
    except OSError as error:  # HTTPError, URLError and a timeout alike
        raise TextNotSent(type(error).__name__) from error


def _write(phone: str, text: str) -> None:
    folder: Path = settings.TEXT_FILE_PATH
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{timezone.localtime():%Y%m%d-%H%M%S}-{uuid4().hex[:8]}.txt"
    (folder / name).write_text(f"To: {phone}\n\n{text}\n", "utf-8")
