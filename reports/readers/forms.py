"""The form of the table: a GET form, so that what was asked stands in the address."""

from typing import Any

from django import forms
from django.db.models import Min
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from proposals.models import Proposal
from reports.figures import BY_KEY
from reports.figures.dimensions import NAMES
from reports.make.periods import MONTH, Period, ended, period_around, read
from reports.make.scope_of import is_narrowed
from reports.readers.asked import (
    BY_MONTH,
    COLUMNS,
    FIGURES,
    MOST_MONTHS,
    ROWS,
    Asked,
    fits,
    offered,
)


class TableForm(forms.Form):
    """Figures, months, rows and columns; refuses what no value is stored or told for."""

    figure = forms.MultipleChoiceField(
        label=gettext_lazy("Figures"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": gettext_lazy("Choose at least one figure."),
            "invalid_choice": gettext_lazy("Choose from the list."),
        },
    )
    since = forms.ChoiceField(label=gettext_lazy("First month"))
    until = forms.ChoiceField(label=gettext_lazy("Last month (to its last day)"))
    rows = forms.ChoiceField(
        label=gettext_lazy("Rows"), required=False,
        error_messages={"invalid_choice": gettext_lazy("Choose from the list.")},
    )  # fmt: skip
    columns = forms.ChoiceField(
        label=gettext_lazy("Columns"), choices=list(COLUMNS.items()),
        error_messages={name: gettext_lazy("Choose from the list.") for name in ("required", "invalid_choice")},
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["figure"].choices = [
            (d.key, str(d.name)) for _slug, _name, definitions in offered() for d in definitions
        ]
        self.fields["rows"].choices = [
            ("", _("The whole city")), *((name, str(NAMES[name])) for name in ROWS),
        ]  # fmt: skip
        months = _months()
        for name in ("since", "until"):
            self.fields[name].choices = [(month.key, str(month.name)) for month in months]
            self.fields[name].error_messages = {
                "invalid_choice": _("Choose a month of the list."),
                "required": _("Choose a month of the list."),
            }

    def subjects(self) -> list[dict[str, Any]]:
        """The figures as the page offers them, by subject; open where one is ticked."""
        ticked = set(self["figure"].value() or ())
        return [
            {
                "name": name,
                "figures": figures,
                "ticked": [d.key for d in figures if d.key in ticked],
            }
            for _slug, name, figures in offered()
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.errors:
            return data
        data["figures"] = tuple(BY_KEY[key] for key in data["figure"])
        data["since"], data["until"] = (read(MONTH, data[name]) for name in ("since", "until"))
        self._check_days(data)
        self._check_shape(data)
        return data

    def _check_days(self, data: dict[str, Any]) -> None:
        if data["since"].since > data["until"].since:
            self.add_error("until", _("The last month lies before the first."))
        elif data["columns"] == BY_MONTH and len(_asked(data).months()) > MOST_MONTHS:
            self.add_error(
                "columns",
                _("At most %(count)s months fit beside each other.") % {"count": MOST_MONTHS},
            )

    def _check_shape(self, data: dict[str, Any]) -> None:
        rows, columns = data["rows"], data["columns"]
        if columns == rows:
            self.add_error("columns", _("Choose something else for the columns than for the rows."))
        for d in data["figures"]:
            if not fits(d, rows):
                self.add_error(
                    "rows",
                    _("“%(figure)s” is not counted by these rows. Choose others, or leave it out.")
                    % {"figure": d.name},
                )
            elif columns != FIGURES and not is_narrowed(d):
                self.add_error(
                    "columns",
                    _(
                        "“%(figure)s” is only told for the whole city from the beginning, since"
                        " smaller groups could be recognised. Set the figures beside each other."
                    )
                    % {"figure": d.name},
                )

    def asked(self) -> Asked:
        return _asked(self.cleaned_data)


def _asked(data: dict[str, Any]) -> Asked:
    return Asked(**{name: data[name] for name in ("figures", "since", "until", "rows", "columns")})


def _months() -> list[Period]:
    """Newest first: those that have ended, and the one that goes on."""
    today = timezone.localdate()
    first = Proposal.objects.aggregate(first=Min("created_at"))["first"]
    began = timezone.localdate(first) if first else today
    return [period_around(MONTH, today), *ended(MONTH, today, began)]


def beginning() -> dict[str, Any]:
    """What the empty form proposes: this year's proposals, by district."""
    months = [month.key for month in _months()]
    january = f"{months[0][:4]}-01"
    return {
        "figure": ["proposals_received", "answered_in_time", "accepted", "done"],
        "since": january if january in months else months[-1], "until": months[0],
        "rows": "district", "columns": FIGURES,
    }  # fmt: skip
