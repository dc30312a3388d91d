"""Changes a row of the city's and writes down who changed what; the only way in which one changes."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import ForeignObjectRel, Model
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import SettingChange, User
from accounts.settings_form import RowForm, fingerprint, values_of

LONGEST_NAME = 200


class SettingRefused(Exception):
    """str() is one sentence that says what to do."""


class ChangedMeanwhile(SettingRefused):
    """Somebody else saved first; `shown` is the fingerprint of what is there now."""

    def __init__(self, sentence: str, now: str):
        super().__init__(sentence)
        self.now = now


@transaction.atomic
def save_setting(
    *, form: RowForm, by: User | None, seen: str | None = None, at: datetime | None = None
) -> SettingChange | None:
    """Keeps a checked form; None where nothing changes, as on a second click.

    `seen` is the fingerprint of what the person was shown: whoever overlooked another's change
    is told, and saves again knowing it.
    """
    at = at or timezone.now()
    before, wanted = form.there_now(), form.wanted()
    is_new = not before
    if before == wanted or (is_new and form.is_a_double()):
        return None
    if seen is not None and seen != fingerprint(before):
        raise ChangedMeanwhile(
            _(
                "Somebody else changed this while you were writing. What you wrote is kept: compare "
                "it with the history below, and save again if it should count."
            ),
            fingerprint(before),
        )
    try:
        with transaction.atomic():
            form.keep(at)
    except IntegrityError:
        raise SettingRefused(_("There is one like this by now. Look at the list again.")) from None
    changed = {name for name in wanted if is_new or before.get(name) != wanted[name]}
    return _write(
        form.key(), form.called(), by, at,
        before={} if is_new else {name: before.get(name) for name in wanted if name in changed},
        after={name: value for name, value in wanted.items() if name in changed},
    )  # fmt: skip


@transaction.atomic
def remove_setting(*, form: RowForm, by: User, at: datetime | None = None) -> SettingChange:
    """Only what nothing refers to; everything else is closed instead."""
    row = form.instance
    users = _what_uses(row)
    if users:
        raise SettingRefused(
            _(
                "This is in use (%(where)s) and cannot be removed. Close it instead, or change what "
                "uses it first."
            )
            % {"where": ", ".join(users)}
        )
    key, name, before = form.key(), form.called(), values_of(row, form.kept())
    row.delete()
    return _write(key, name, by, at or timezone.now(), before=before, after={})


@transaction.atomic
def tick_off(*, code: str, name: str, by: User, at: datetime | None = None) -> None:
    """An administrator looked at something that is right as it is; said once."""
    if f"checked:{code}" not in ticked_off():
        _write(
            f"checked:{code}", name, by, at or timezone.now(), before={}, after={"checked": True}
        )


def ticked_off() -> set[str]:
    return set(
        SettingChange.objects.filter(row__startswith="checked:").values_list("row", flat=True)
    )


def _what_uses(row: Model) -> list[str]:
    """Names of the tables that point here, whether they would hinder or be swept away."""
    pointing = [
        field.field
        for field in row._meta.get_fields(include_hidden=True)
        if isinstance(field, ForeignObjectRel) and not field.many_to_many
    ]
    return [
        str(field.model._meta.verbose_name_plural)
        for field in pointing
        if field.model._base_manager.filter(**{field.name: row}).exists()
    ]


def _write(
    key: str,
    name: str,
    by: User | None,
    at: datetime,
    *,
    before: dict[str, Any],
    after: dict[str, Any],
) -> SettingChange:
    return SettingChange.objects.create(
        row=key, name=name[:LONGEST_NAME], before=before, after=after, by=by, at=at
    )
