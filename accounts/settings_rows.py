"""Which of the city's rows administrators edit at /desk/settings/; each room registers its own.

Called in apps.py: settings_rows.register("categories", model="city.Category", group=ANSWERS,
form="accounts.settings_city.CategoryForm", order=10, title=_("Categories")).
"""

from dataclasses import dataclass
from functools import cached_property

from django.apps import apps
from django.db.models import Model
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

Text = str | Promise  # said in the reader's language

CITY, ANSWERS, PEOPLE, TEXTS = "city", "answers", "people", "texts"
GROUPS = {
    CITY: _("The city"),
    ANSWERS: _("Proposals and answers"),
    PEOPLE: _("People and their rights"),
    TEXTS: _("Texts that people agree to"),
}


@dataclass(frozen=True)
class SettingRows:
    """One page of the settings: the rows of a model, or one row alone."""

    code: str  # in the address
    model_name: str
    form_path: str
    group: str
    order: int
    title: Text
    says: Text  # one sentence: what it is, or what follows when it changes
    is_one: bool = False  # the city has one of it: no list, nothing to add or to remove
    may_add: bool = True
    may_remove: bool = True

    @cached_property
    def form(self):
        return import_string(self.form_path)

    @property
    def model(self) -> type[Model]:
        return apps.get_model(self.model_name)


_registered: dict[str, SettingRows] = {}


def register(
    code: str,
    *,
    model: str,
    form: str,
    group: str,
    order: int,
    title: Text,
    says: Text = "",
    is_one: bool = False,
    may_add: bool = True,
    may_remove: bool = True,
) -> None:
    _registered[code] = SettingRows(
        code, model, form, group, order, title, says, is_one, may_add, may_remove
    )


def rows_called(code: str) -> SettingRows | None:
    return _registered.get(code)


def by_groups() -> list[tuple[Text, list[SettingRows]]]:
    """The overview: every group that has pages, in its order."""
    pages = sorted(_registered.values(), key=lambda rows: (rows.order, rows.code))
    groups = [
        (name, [rows for rows in pages if rows.group == code]) for code, name in GROUPS.items()
    ]
    return [(name, pages) for name, pages in groups if pages]


def rows_of_model(label: str) -> list[SettingRows]:
    """The pages that show rows of a model, such as "city.category"."""
    return [rows for rows in _registered.values() if rows.model_name.lower() == label]
