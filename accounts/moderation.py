"""신고: somebody says that a text or photo breaks the rules; an officer hides it or leaves it, and says why.

What was hidden comes back on appeal when an officer other than the one who hid it agrees.
"""

from datetime import datetime
from typing import Any, NamedTuple

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from accounts.models import Ground, ModerationAct, ModerationCase, User
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
    reach: str  # function of row numbers: how many people each could touch; "" is not known
    is_ruled: bool  # whether new ones are looked through by the rules
    when_shown: str  # function of a row that was held and is shown now: tells whom it concerns
    is_named: bool  # whether the desk sees who wrote it; what stands under a code has no name


_kinds: dict[str, Kind] = {}


def register(
    kind: str, model: str, *, author: str = "author", page: str = "", photos: str = "",
    reach: str = "", is_ruled: bool = False, when_shown: str = "", is_named: bool = True,
) -> None:  # fmt: skip
    """Called in apps.py by rooms whose texts can be reported."""
    _kinds[kind] = Kind(model, author, page, photos, reach, is_ruled, when_shown, is_named)


def kinds() -> list[str]:
    return list(_kinds)


def kind_called(kind: str) -> Kind:
    return _kinds[kind]


def model_of(kind: str) -> type[models.Model]:
    return apps.get_model(_kinds[kind].model)


def author_of(kind: str, row: models.Model) -> User | None:
    """None for a diary whose writer has left."""
    return _follow(row, _kinds[kind].author)


def is_named(kind: str) -> bool:
    return _kinds[kind].is_named


def text_of(row: models.Model) -> str:
    words = (getattr(row, name, "") for name in ("title", "text", "note"))
    return "\n".join(word for word in words if word)


def page_of(kind: str, row: models.Model) -> str:
    shown_on = _follow(row, _kinds[kind].page)
    address = getattr(shown_on, "get_absolute_url", None)
    return address() if address else ""


def own_page(kind: str, target: int) -> str:
    """Where an author reads why a text is hidden, and asks for another look."""
    return reverse("my_hidden", args=[kind, target])


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
        return ModerationCase.objects.get(
            kind=kind, target=target, reporter=by, source=ModerationCase.Source.REPORT
        )


@transaction.atomic
def decide_case(
    *, kind: str, target: int, hide: bool, reason: str, by: User, ground: str = "",
    seen: str | None = None, at: datetime | None = None,
) -> ModerationAct:  # fmt: skip
    """Hides the row, or leaves (or puts) it back in sight; closes every open report about it.

    `ground` is the rule it broke, for the public count; what is left in sight broke none.
    `seen` is the latest decision that stood on the page (see last_act).
    """
    at = at or timezone.now()
    if not reason.strip():
        raise ReportRefused(_("Say why."))
    row: Any = model_of(kind)._default_manager.select_for_update().get(pk=target)
    waiting = ModerationCase.objects.filter(
        kind=kind, target=target, state=ModerationCase.State.OPEN
    )
    if seen not in (None, last_act(kind, target)):
        raise ReportRefused(
            _(
                "Somebody else decided on this meanwhile. Read what was decided, and decide again "
                "if need be."
            )
        )
    _refuse_own_appeal(waiting, by)
    was_hidden = row.hidden_at is not None
    was_held = waiting.filter(holds=True).exists()
    _set_hidden(row, at if hide else None, at)
    act = ModerationAct.objects.create(
        kind=kind, target=target, hidden=hide, reason=reason.strip(), by=by, at=at,
        ground=Ground(ground or Ground.OTHER) if hide else "",
    )  # fmt: skip
    state = ModerationCase.State.HIDDEN if hide else ModerationCase.State.KEPT
    answers_appeal = waiting.filter(source=ModerationCase.Source.APPEAL).exists()
    waiting.update(state=state)
    if hide and not was_hidden:
        _hide_photos(kind, row)
    if hide != was_hidden or was_held or answers_appeal:
        _tell_author(kind, row, act)
    if was_held and not hide and (when_shown := _kinds[kind].when_shown):
        import_string(when_shown)(row)
    return act


@transaction.atomic
def hold_back(*, kind: str, row: Any, at: datetime) -> None:
    """Out of sight until an officer has looked; the author is told at once by accounts/rules.py."""
    _set_hidden(row, at, at)
    _hide_photos(kind, row)


def last_act(kind: str, target: int) -> str:
    """Which decision is the latest; empty before the first."""
    acts = ModerationAct.objects.filter(kind=kind, target=target)
    return str(acts.order_by("-at", "-pk").values_list("pk", flat=True).first() or "")


def hidden_by(kind: str, target: int) -> ModerationAct | None:
    """The decision by which it is hidden now; None where nobody has decided."""
    latest = ModerationAct.objects.filter(kind=kind, target=target).order_by("-at", "-pk").first()
    return latest if latest and latest.hidden else None


@transaction.atomic
def appeal(
    *, kind: str, target: int, by: User, reason: str, at: datetime | None = None
) -> ModerationCase:
    """Once, by the author of what an officer hid; asking again changes nothing."""
    row = model_of(kind)._default_manager.get(pk=target)
    if author_of(kind, row) != by:
        raise ReportRefused(_("Only its author can ask for another look."))
    if getattr(row, "hidden_at", None) is None or hidden_by(kind, target) is None:
        raise ReportRefused(_("Nobody has decided to hide this."))
    if not reason.strip():
        raise ReportRefused(_("Say in a sentence why it should be shown."))
    return ModerationCase.objects.get_or_create(
        kind=kind, target=target, reporter=by, source=ModerationCase.Source.APPEAL,
        defaults={"reason": reason.strip()[:300], "created_at": at or timezone.now()},
    )[0]  # fmt: skip


def _refuse_own_appeal(waiting, by: User) -> None:
    asked = waiting.filter(source=ModerationCase.Source.APPEAL).first()
    if asked and (act := hidden_by(asked.kind, asked.target)) and act.by_id == by.pk:
        raise ReportRefused(_("You hid this yourself. A colleague has to decide about the appeal."))


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
        url=own_page(kind, row.pk) if act.hidden else page_of(kind, row) or "/help/",
        title=title,
        body=words(act.reason),
        at=act.at,
    )


def _follow(row, path: str):
    for step in filter(None, path.split(".")):
        row = getattr(row, step) if row is not None else None
    return row
