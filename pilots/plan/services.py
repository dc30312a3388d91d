"""Starting points for the services cities try most: measures, safeguards and consent to begin from."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from city.words import Words, words
from pilots.models import Pilot
from pilots.protocol import add_measure, edit_pilot, write_consent

SERVICES: dict[str, dict[str, Any]] = {
    each["code"]: each
    for each in json.loads((Path(__file__).parent / "services.json").read_text("utf-8"))
}
MEASURE = ("name", "unit", "definition", "denominator", "method")


def choices() -> list[tuple[str, str]]:
    """In the reader's language; a dict among the choices would be taken for a group of them."""
    return [(code, str(Words(each["name"]))) for code, each in SERVICES.items()]


@transaction.atomic
def start_from(*, pilot: Pilot, service: str, by, at: datetime | None = None) -> None:
    """Everything may be rewritten; what is open to the eye is not forgotten. An answer given when
    the pilot was begun (with participants or without) stays."""
    told = SERVICES[service]
    edit_pilot(
        pilot=pilot, by=by, at=at, question=Words(told["question"]), risk_sheet=Words(told["risk"]),
        privacy_sheet=Words(told["privacy"]), stop_rule=Words(told["stop_rule"]),
        needs_permit=told.get("needs_permit", False),
    )  # fmt: skip
    for row in told["measures"]:
        fields = {name: Words(row[name]) if name in MEASURE else row[name] for name in row}
        if pilot.takes_participants or row.get("source") != "diary":
            add_measure(pilot=pilot, by=by, at=at, **fields)
    if pilot.takes_participants:
        consent = told.get("consent") or _plain_consent()
        write_consent(
            pilot=pilot, by=by, at=at, title=words("실증 참여 동의", "Consent to taking part"),
            **{name: Words(each) for name, each in consent.items()},
        )  # fmt: skip


def _plain_consent() -> dict[str, Words]:
    """For services that are mostly measured without participants."""
    return {
        "purpose": words("실증이 도움이 되는지 확인합니다.", "To learn whether the pilot helps."),
        "items": words("설문 답, 이용 일지, 연락처", "Answers, diary, contact"),
        "retention": words(
            "실증이 끝나고 1년 뒤 지웁니다.", "Erased one year after the pilot."
        ),
        "refusal": words(
            "동의하지 않아도 불이익이 없습니다.", "Refusing has no disadvantage."
        ),
    }  # fmt: skip
