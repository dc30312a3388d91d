"""신고: somebody says that a text or photo breaks the rules; an officer hides it or leaves it, and says why."""

from datetime import datetime
from typing import Any, NamedTuple

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import ModerationAct, ModerationCase, User
from accounts.tell import tell
from city.words import words
from photos.keep import move_photo
from photos.models import Photo


class ReportRefused(Exception):
    """str() is one sentence that says why."""


class Kind(NamedTuple):
    model: str  # "proposals.Comment"; the rows have a `hidden_at`
    author: str  # path to the person who wrote it
    page: str  # path to the row whose page shows it; "" is the row itself
    photos: str  # how a photo looks for the row it belongs to; "" has none


_kinds: dict[str, Kind] = {}


def register(
    kind: str, model: str, *, author: str = "author", page: str = "", photos: str = ""
) -> None:
    """Called in apps.py by rooms whose texts can be reported."""
    _kinds[kind] = Kind(model, author, page, photos)


def kinds() -> list[str]:
    return list(_kinds)


def model_of(kind: str) -> type[models.Model]:
    return apps.get_model(_kinds[kind].model)


def author_of(kind: str, row: models.Model) -> User | None:
    """None for a diary whose writer has left."""
    return _follow(row, _kinds[kind].author)


def page_of(kind: str, row: models.Model) -> str:
    shown_on = _follow(row, _kinds[kind].page)
    address = getattr(shown_on, "get_absolute_url", None)
    return address() if address else ""


def report_abuse(
    *, kind: str, target: int, by: User, reason: str, at: datetime | None = None
) -> ModerationCase:
    """Once per person; reporting again changes nothing. `target` is the row's number."""
    reason = reason.strip()
    if not reason:
        raise ReportRefused(_("Say in a sentence what is wrong."))
    if not model_of(kind)._default_manager.filter(pk=target, hidden_at=None).exists():
        raise ReportRefused(_("This is not shown any more. Thank you for looking out."))
    try:
        with transaction.atomic():
            return ModerationCase.objects.create(
                kind=kind, target=target, reporter=by, reason=reason[:300],
                created_at=at or timezone.now(),
            )  # fmt: skip
    except IntegrityError:
        return ModerationCase.objects.get(kind=kind, target=target, reporter=by)


@transaction.atomic
def decide_case(
    *, kind: str, target: int, hide: bool, reason: str, by: User, at: datetime | None = None
) -> ModerationAct:
    """Hides the row, or leaves (or puts) it back in sight; closes every open report about it."""
    at = at or timezone.now()
    if not reason.strip():
        raise ReportRefused(_("Say why."))
    row: Any = model_of(kind)._default_manager.select_for_update().get(pk=target)
    was_hidden = row.hidden_at is not None
    _set_hidden(row, at if hide else None, at)
    act = ModerationAct.objects.create(
        kind=kind, target=target, hidden=hide, reason=reason.strip(), by=by, at=at
    )
    state = ModerationCase.State.HIDDEN if hide else ModerationCase.State.KEPT
    ModerationCase.objects.filter(kind=kind, target=target, state=ModerationCase.State.OPEN).update(
        state=state
    )
    if hide and not was_hidden:
        _hide_photos(kind, row)
    if hide != was_hidden:
        _tell_author(kind, row, act)
    return act


def _set_hidden(row, hidden_at: datetime | None, at: datetime) -> None:
    row.hidden_at = hidden_at
    fields = ["hidden_at"]
    if any(field.name == "updated_at" for field in row._meta.concrete_fields):
        row.updated_at = at  # lists and the map ask what changed since they looked
        fields.append("updated_at")
    row.save(update_fields=fields)


def _hide_photos(kind: str, row) -> None:
    """A page that is hidden does not hide its pictures from whoever kept their addresses."""
    if path := _kinds[kind].photos:
        for photo in Photo.objects.filter(**{path: row}):
            move_photo(photo=photo)


def _tell_author(kind: str, row, act: ModerationAct) -> None:
    author = author_of(kind, row)
    if author is None:
        return
    if act.hidden:
        title = words("올리신 글을 가렸습니다", "A text of yours was hidden")
    else:
        title = words("가렸던 글을 다시 보이게 했습니다", "A text of yours is shown again")
    tell(
        people=[author],
        kind="moderation",
        thread=f"{kind}:{row.pk}",
        url=page_of(kind, row) or "/help/",
        title=title,
        body=words(act.reason),
        at=act.at,
    )


def _follow(row, path: str):
    for step in filter(None, path.split(".")):
        row = getattr(row, step) if row is not None else None
    return row


class Waiting(NamedTuple):
    """Everything that was reported about one row."""

    kind: str
    target: int
    since: datetime
    reasons: list[str]


def waiting_cases() -> list[Waiting]:
    """Oldest first, one line per row however many people reported it."""
    reported = ModerationCase.objects.filter(state=ModerationCase.State.OPEN).order_by("created_at")
    cases: dict[tuple[str, int], Waiting] = {}
    for case in reported:
        key = case.kind, case.target
        waiting = cases.setdefault(key, Waiting(case.kind, case.target, case.created_at, []))
        waiting.reasons.append(case.reason)
    return list(cases.values())


def rows_of(cases: list[Waiting]) -> dict[tuple[str, int], models.Model]:
    """The reported rows, one query per kind."""
    found: dict[tuple[str, int], models.Model] = {}
    for kind in {case.kind for case in cases} & set(_kinds):
        entry = _kinds[kind]
        related = [path.replace(".", "__") for path in (entry.author, entry.page) if path]
        rows = model_of(kind)._default_manager.select_related(*related)
        pks = [case.target for case in cases if case.kind == kind]
        found |= {(kind, pk): row for pk, row in rows.in_bulk(pks).items()}
    return found
