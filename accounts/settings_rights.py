"""The one form that says what each level may do: every level in a row, every right in a column."""

from datetime import datetime

from django import forms
from django.utils.translation import gettext as _

from accounts.models import LevelRight
from accounts.roles import Level, Right
from accounts.settings_form import RowForm, Values

CELLS = {f"{level}-{right}": (level, right) for level in Level for right in Right}


class RightsForm(RowForm):
    """Not one row but all of them: what is ticked is given."""

    class Meta:
        model = LevelRight
        fields = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        there = given()
        for name in CELLS:
            self.fields[name] = forms.BooleanField(
                label=self.label(name),
                required=False,
                initial=there[name],
                # The table has no room for labels, and hidden ones would widen the page.
                widget=forms.CheckboxInput(attrs={"aria-label": self.label(name)}),
            )

    @classmethod
    def the_one(cls):
        return None

    def shown(self) -> Values:
        return given()

    def there_now(self) -> Values:
        list(LevelRight.objects.select_for_update().order_by("pk"))
        return given()

    def wanted(self) -> Values:
        return {name: self.cleaned_data[name] for name in CELLS}

    def keep(self, at: datetime) -> None:
        for name, (level, right) in CELLS.items():
            LevelRight.objects.update_or_create(
                level=level, right=right, defaults={"is_given": self.cleaned_data[name]}
            )

    def key(self) -> str:
        return "accounts.levelright:all"

    def called(self) -> str:
        return _("Rights of the levels")

    @classmethod
    def kept(cls) -> tuple[str, ...]:
        return tuple(CELLS)

    @classmethod
    def label(cls, name: str) -> str:
        level, right = CELLS[name]
        return f"{Level(level).label}: {Right(right).label}"

    @property
    def columns(self) -> list[str]:
        return [str(right.label) for right in Right]

    @property
    def table(self):
        """For the page: each level with its fields."""
        return [(level.label, [self[f"{level}-{right}"] for right in Right]) for level in Level]


def given() -> Values:
    """What each level may do now, also where a row is missing."""
    rows = {(row.level, row.right): row.is_given for row in LevelRight.objects.all()}
    return {name: rows.get(cell, True) for name, cell in CELLS.items()}
