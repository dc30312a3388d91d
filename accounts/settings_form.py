"""What every form of the settings can do: say what is there, what is wanted, and save it."""

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import FieldDoesNotExist
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from city.words import WordsFormField

Values = dict[str, Any]
LINE, TEXT = 200, 30_000  # characters


def values_of(row: Model, names: tuple[str, ...]) -> Values:
    """A row's fields as plain data: keys of other rows, dates as ISO text, words as {"ko", "en"}."""
    fields = {field.name: field for field in row._meta.concrete_fields}
    return {name: _plain(fields[name].value_from_object(row)) for name in names}


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {language: text for language, text in value.items() if text}
    return value.isoformat() if hasattr(value, "isoformat") else value


def fingerprint(values: Values) -> str:
    """What somebody was shown, in a few letters."""
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()[:20]


class RowForm(forms.ModelForm):
    """A row of the city's. Subclasses say in `Meta` which fields; what else they know, below."""

    # Fields that are written by the form though the browser never sends them under their name.
    also_kept: ClassVar[tuple[str, ...]] = ()
    # How values that no model and no field can explain are said: {"status": label_of_status}.
    in_words: ClassVar[dict[str, Callable[[Any], str]]] = {}
    beside_page: ClassVar[str] = ""
    # The least and the most that a number may be.
    limits: ClassVar[dict[str, tuple[int, int]]] = {}
    # Filled in once, since addresses and files rely on it.
    fixed: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in self.fixed:
            if self.instance.pk:
                self.fields[name].disabled = True
        for field in self.fields.values():
            if isinstance(field, WordsFormField):
                _limit_words(field)
            if isinstance(field, forms.ModelChoiceField):
                field.empty_label = (
                    _("Please choose") if field.required else pgettext("row", "None")
                )
        for name, (least, most) in self.limits.items():
            self.fields[name].validators += [MinValueValidator(least), MaxValueValidator(most)]
            self.fields[name].widget.attrs |= {"min": least, "max": most}

    @classmethod
    def rows(cls):
        """What the list shows."""
        return cls._meta.model._default_manager.all()

    @classmethod
    def the_one(cls) -> Model | None:
        """The row of a page that has just one."""
        return cls.rows().first()

    @classmethod
    def line(cls, row: Model) -> list[str]:
        """What the list says of a row beside its name."""
        return []

    @classmethod
    def beside(cls) -> dict[str, Any]:
        """What the fragment `beside_page` shows beside the page, where there is one."""
        return {}

    @classmethod
    def kept(cls) -> tuple[str, ...]:
        return (*(cls._meta.fields or ()), *cls.also_kept)

    def shown(self) -> Values:
        """What is there while the page is being made; empty for a new row."""
        return values_of(self.instance, self.kept()) if self.instance.pk else {}

    def there_now(self) -> Values:
        """Read anew and locked, since somebody else may have been quicker."""
        row = self._meta.model._base_manager.select_for_update().filter(pk=self.instance.pk).first()
        return values_of(row, self.kept()) if row else {}

    def wanted(self) -> Values:
        return values_of(self.instance, self.kept())

    def is_a_double(self) -> bool:
        """The same row again: somebody pressed the button twice."""
        return any(values_of(row, self.kept()) == self.wanted() for row in self.rows())

    def key(self) -> str:
        return f"{self._meta.model._meta.label_lower}:{self.instance.pk}"

    def called(self) -> str:
        return str(self.instance)

    def keep(self, at: datetime) -> None:
        self.instance.save()

    @classmethod
    def label(cls, name: str) -> str:
        if name in cls.base_fields and cls.base_fields[name].label:
            return str(cls.base_fields[name].label)
        try:
            return str(cls._meta.model._meta.get_field(name).verbose_name)
        except FieldDoesNotExist:
            return name


def _limit_words(field: WordsFormField) -> None:
    """Each language by itself; the column would take anything."""
    for part, widget in zip(field.fields, field.widget.widgets, strict=True):
        most = TEXT if isinstance(widget, forms.Textarea) else LINE
        part.validators.append(MaxLengthValidator(most))
        widget.attrs["maxlength"] = most
