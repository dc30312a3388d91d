"""Sends a KakaoTalk notice (알림톡) by the city's provider, or into a folder where there is none."""

import json
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen
from uuid import uuid4

from django.conf import settings
from django.utils import timezone

from city.models import City

TIMEOUT = 5  # seconds


def can_send_alimtalk() -> bool:
    """Without a provider only the demonstration offers them, as files."""
    return bool(settings.ALIMTALK_URL) or City.objects.current().is_demo


def send_alimtalk(
    phone: str, text: str, *, reference: str = "", sender: str = "", template: str = ""
) -> None:
    """Raises OSError where the provider does not answer or refuses (HTTPError).

    `template` is the approved form (승인 템플릿) of which the text is an example, `sender` the
    city's KakaoTalk channel. The same `reference` is the same notice, however often it is sent.
    """
    notice = {
        "reference": reference, "sender": sender, "template": template, "to": phone, "text": text,
    }  # fmt: skip
    if settings.ALIMTALK_URL:
        _post(notice)
    else:
        _write(notice)


def _post(notice: dict[str, Any]) -> None:
    request = Request(  # noqa: S310 the address is the city's own setting
        settings.ALIMTALK_URL,
        data=json.dumps(notice).encode(),
        headers={
            "Content-Type": "application/json",
            "Authorization": f"Bearer {settings.ALIMTALK_KEY}",
        },
    )
    with urlopen(request, timeout=TIMEOUT):  # noqa: S310
        pass


def _write(notice: dict[str, Any]) -> None:
    """Beside the text messages, so that forgetting a person finds both."""
    folder: Path = settings.TEXT_FILE_PATH
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{timezone.localtime():%Y%m%d-%H%M%S}-{uuid4().hex[:8]}-alimtalk.txt"
    (folder / name).write_text(f"To: {notice['to']}\n\n{notice['text']}\n", "utf-8")
