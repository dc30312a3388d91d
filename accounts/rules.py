"""규칙: what is looked for in every new text, and what would have been found in the last days."""

import re
import unicodedata
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.utils import timezone, translation
from django.utils.module_loading import import_string

from accounts.models import ModerationCase, ModerationRule, User
from accounts.moderation import (
    author_of,
    hold_back,
    kind_called,
    kinds,
    model_of,
    own_page,
    text_of,
)
from accounts.roles import Level
from accounts.tell import tell
from city.words import words

Kind = ModerationRule.Kind
LINK = re.compile(r"https?://|\bwww\.|\b[a-z0-9-]+\.(?:com|net|org|kr|co|shop|xyz|me|io)\b", re.I)
HOUR, DAY, LOOKED_BACK = timedelta(hours=1), timedelta(days=1), timedelta(days=30)

# What a new city starts with; the rest is for its administrators to write.
AT_FIRST: list[dict[str, Any]] = [
    {"kind": Kind.RESIDENT_NUMBER, "effect": "hold", "is_on": True},
    {"kind": Kind.PHONE, "effect": "hold", "is_on": True},
    {"kind": Kind.LINKS, "effect": "hold", "only_new_people": True, "is_on": True},
    {"kind": Kind.MANY, "effect": "flag", "limit": 10},
    {"kind": Kind.WORDS, "effect": "flag"},
    {
        "kind": Kind.EMERGENCY,
        "effect": "flag",
        "is_on": True,
        "phrases": "\n".join(
            [
                "지금 불이", "불이 났", "불이 나고", "쓰러져", "쓰러졌", "가스 냄새", "가스가 새",
                "피가 나고", "피를 흘리", "숨을 못 쉬", "숨을 안 쉬", "의식이 없", "물에 빠졌",
                "감전", "칼을 들고",
            ]
        ),
    },
]  # fmt: skip

_scan: list[str] = []


def register_scan(function: str) -> None:
    """Called in apps.py: `function(text)` names the private numbers that stand in a text."""
    _scan[:] = [function]


def seed_rules() -> None:
    """Called when a city starts; a kind that has a row stays as it is."""
    for row in AT_FIRST:
        ModerationRule.objects.get_or_create(kind=row["kind"], defaults=row)


def look_at(*, kind: str, row: Any, by: User, at: datetime) -> bool:
    """Called by the verb that wrote it, in its transaction; says whether it is held back."""
    if by.is_officer:
        return False
    caught = [rule for rule in rules_in_force() if _catches(rule, text_of(row), by, at)]
    holds = any(rule.effect == ModerationRule.Effect.HOLD for rule in caught)
    for rule in caught:
        # Other words under the same text are looked at anew.
        ModerationCase.objects.update_or_create(
            kind=kind, target=row.pk, rule=rule, source=ModerationCase.Source.RULE,
            defaults={
                "state": ModerationCase.State.OPEN,
                "reason": _in_korean(rule),
                "holds": rule.effect == ModerationRule.Effect.HOLD,
                "is_urgent": rule.kind == Kind.EMERGENCY,
                "created_at": at,
            },
        )  # fmt: skip
    if holds:
        hold_back(kind=kind, row=row, at=at)
        _tell_held(kind, row, by, at)
    return holds


def rules_in_force() -> list[ModerationRule]:
    return list(ModerationRule.objects.filter(is_on=True))


def is_emergency(text: str) -> bool:
    """Asked before sending, so that nobody waits here for help that 119 would bring."""
    return any(finds(rule, text) for rule in rules_in_force() if rule.kind == Kind.EMERGENCY)


def finds(rule: ModerationRule, text: str) -> bool:
    """Whether the words alone are a reason; many texts in an hour are asked elsewhere."""
    finder = FINDERS.get(rule.kind)
    return bool(finder and finder(rule, unicodedata.normalize("NFKC", text)))


def _has_phrase(rule: ModerationRule, text: str) -> bool:
    """Spaces do not count: who is in a hurry leaves them out."""
    plain = _without_spaces(text)
    return any(_without_spaces(phrase) in plain for phrase in rule.phrase_list())


def _without_spaces(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def _private(name: str) -> Callable[[ModerationRule, str], bool]:
    return lambda rule, text: any(name in import_string(path)(text) for path in _scan)


FINDERS: dict[str, Callable[[ModerationRule, str], Any]] = {
    Kind.LINKS: lambda rule, text: LINK.search(text),
    Kind.PHONE: _private("phone"),
    Kind.RESIDENT_NUMBER: _private("resident_number"),
    Kind.WORDS: _has_phrase,
    Kind.EMERGENCY: _has_phrase,
}


def _catches(rule: ModerationRule, text: str, by: User, at: datetime) -> bool:
    if rule.only_new_people and not _is_new(by, by.level, at):
        return False
    if rule.kind == Kind.MANY:
        return _written_since(by, at - HOUR) > rule.limit
    return finds(rule, text)


def _is_new(person: User, level: str, at: datetime) -> bool:
    return level == Level.GUEST or at - person.created_at < DAY


def _written_since(person: User, since: datetime) -> int:
    return sum(
        model_of(kind)
        ._default_manager.filter(**{_author_path(kind): person}, created_at__gt=since)
        .count()
        for kind in _ruled_kinds()
    )


def _written(kind: str) -> Any:
    return model_of(kind)._default_manager.select_related(_author_path(kind))


def _ruled_kinds() -> list[str]:
    return [kind for kind in kinds() if kind_called(kind).is_ruled]


def _author_path(kind: str) -> str:
    return kind_called(kind).author.replace(".", "__")


def _in_korean(rule: ModerationRule) -> str:
    """The desk reads it years later, whatever the language of the writer."""
    with translation.override("ko"):
        return str(rule)


def _tell_held(kind: str, row: Any, by: User, at: datetime) -> None:
    tell(
        people=[by],
        kind="moderation",
        thread=f"{kind}:{row.pk}",
        url=own_page(kind, row.pk),
        title=words("올리신 글을 확인하고 있습니다", "We are looking at your text"),
        body=words(
            "담당자가 확인한 뒤에 다른 사람에게 보입니다. 쓰신 내용은 그대로 보관되어 있습니다.",
            "Others see it once somebody at the city has looked. Nothing you wrote is lost.",
        ),
        at=at,
    )


class DryRun(NamedTuple):
    """What a rule would have done in the last thirty days."""

    texts: int
    caught: list[tuple[str, Any]]


def dry_run(rule: ModerationRule, at: datetime | None = None) -> DryRun:
    """Changes nothing; looks at what was written, as it reads today."""
    at = at or timezone.now()
    written: list[tuple[datetime, str, Any]] = sorted(
        (
            (row.created_at, kind, row)
            for kind in _ruled_kinds()
            for row in _written(kind).filter(created_at__gt=at - LOOKED_BACK)
        ),
        key=lambda each: each[0],
    )
    earlier: dict[int, list[datetime]] = {}
    caught = []
    for moment, kind, row in written:
        author = author_of(kind, row)
        if author is None or author.is_officer:
            continue
        times = [time for time in earlier.get(author.pk, []) if time > moment - HOUR]
        earlier[author.pk] = [*times, moment]
        if rule.only_new_people and not _is_new(author, row.level, moment):
            continue
        found = len(times) >= rule.limit if rule.kind == Kind.MANY else finds(rule, text_of(row))
        if found:
            caught.append((kind, row))
    return DryRun(len(written), caught)
