"""What changed in the settings, said in words: field, before, after."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import DateField, Field, ForeignKey, Model
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from accounts.models import SettingChange
from accounts.settings_form import RowForm
from accounts.settings_rows import SettingRows, rows_of_model
from city.words import Words

NOTHING = "–"
CHECKED = "checked:"  # how the key of something begins that was only looked at


@dataclass(frozen=True)
class Said:
    """One changed field."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class SaidChange:
    """One line of the history."""

    change: SettingChange
    page: SettingRows | None
    fields: list[Said]

    @property
    def is_check(self) -> bool:
        """Somebody looked at it and left it as it is."""
        return self.change.row.startswith(CHECKED)

    @property
    def is_new(self) -> bool:
        return not self.change.before

    @property
    def is_removed(self) -> bool:
        return not self.change.after


def in_words(changes: list[SettingChange]) -> list[SaidChange]:
    """Rows that others refer to are looked up once for the whole list."""
    found = _referred_rows(changes)
    return [_say(change, found) for change in changes]


def _say(change: SettingChange, found: dict[tuple[type[Model], Any], str]) -> SaidChange:
    if change.row.startswith(CHECKED):
        return SaidChange(change, None, [])
    fields, page = [], None
    for name in dict.fromkeys([*change.after, *change.before]):
        page = _page_of(change, name)
        form = page.form if page else None
        values = [
            _value(form, name, side.get(name), found) for side in (change.before, change.after)
        ]
        if values != [NOTHING, NOTHING]:
            fields.append(Said(form.label(name) if form else "", *values))
    return SaidChange(change, page, fields)


def _page_of(change: SettingChange, name: str) -> SettingRows | None:
    """One model may be shown on several pages; the one that has the field."""
    label, _colon, _key = change.row.partition(":")
    pages = rows_of_model(label)
    return next((page for page in pages if name in page.form.kept()), pages[0] if pages else None)


def _value(form: type[RowForm] | None, name: str, value: Any, found) -> str:
    if value in (None, "", {}):
        return NOTHING
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if form is not None and name in form.in_words:
        return str(form.in_words[name](value)) or NOTHING
    if isinstance(value, dict):
        return str(Words(value))
    if form is None:
        return str(value)
    field = _model_field(form, name)
    if isinstance(field, ForeignKey):
        return found.get((field.related_model, value), _("a row that is gone"))
    if isinstance(field, DateField):
        return _day(value)
    return _chosen(form, field, name, value) or str(value)


def _chosen(form: type[RowForm], field: Field | None, name: str, value: Any) -> str:
    choices = getattr(form.base_fields.get(name), "choices", None) or getattr(
        field, "choices", None
    )
    return str(dict(choices).get(value, "")) if choices else ""


def _day(value: str) -> str:
    moment = datetime.fromisoformat(value)
    if "T" in value:
        return formats.date_format(timezone.localtime(moment), "DATETIME_FORMAT")
    return formats.date_format(moment, "DATE_FORMAT")


def _model_field(form: type[RowForm], name: str) -> Field | None:
    try:
        return form._meta.model._meta.get_field(name)
    except FieldDoesNotExist:
        return None


def _referred_rows(changes: list[SettingChange]) -> dict[tuple[type[Model], Any], str]:
    keys: dict[type[Model], set] = {}
    for change in changes:
        for name in {*change.before, *change.after}:
            page = _page_of(change, name)
            field = _model_field(page.form, name) if page else None
            if isinstance(field, ForeignKey):
                sides = (change.before.get(name), change.after.get(name))
                keys.setdefault(field.related_model, set()).update(filter(None, sides))
    return {
        (model, pk): str(row)
        for model, pks in keys.items()
        for pk, row in model._base_manager.in_bulk(pks).items()
    }
