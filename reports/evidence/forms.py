"""The desk's forms: an indicator, the target of a year, a file, and a pack to be made."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.settings_form import RowForm
from city.models import Department
from pilots.models import Pilot
from reports.evidence import figure_slots as slots
from reports.evidence.read import said_number
from reports.evidence.upload import LONGEST_NAME, NAMES
from reports.models import Indicator, IndicatorYear

NOT_IN_LIST = {"invalid_choice": gettext_lazy("Choose from the list.")}


class IndicatorForm(RowForm):
    """What an indicator asks, who answers for it, and by which figures it is shown."""

    also_kept = ("figures",)
    in_words = {"figures": slots.in_words}

    class Meta:
        model = Indicator
        fields = ("area", "code", "wording", "owner", "wanted", "unit", "text", "gap", "is_retired")
        help_texts = {
            "code": gettext_lazy("As in the certification or the council’s list, such as 1-2-3."),
            "unit": gettext_lazy("Of the target, where it is typed in and not a figure’s."),
            "text": gettext_lazy("What the figures and files show, in a few sentences."),
            "gap": gettext_lazy("What is not there yet. It stands in the pack as it is."),
            "is_retired": gettext_lazy("New packs leave it out; packs that are there keep it."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        there = self.instance.figures or []
        self.fields["owner"].queryset = Department.objects.order_by("code")
        figures, parts = slots.figure_choices(each["key"] for each in there), slots.part_choices()
        for number in range(slots.SLOTS):
            chosen = there[number] if number < len(there) else None
            self.fields[f"figure_{number}"] = forms.ChoiceField(
                label=_("Figure %(number)s") % {"number": number + 1}, required=False,
                choices=figures, initial=chosen["key"] if chosen else "", error_messages=NOT_IN_LIST,
            )  # fmt: skip
            self.fields[f"part_{number}"] = forms.ChoiceField(
                label=_("Of which part"), required=False, choices=parts,
                initial=slots.part_of(chosen) if chosen else "", error_messages=NOT_IN_LIST,
            )  # fmt: skip

    def slots(self):
        """A figure and its part beside each other."""
        return [(self[f"figure_{n}"], self[f"part_{n}"]) for n in range(slots.SLOTS)]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        chosen = []
        for number in range(slots.SLOTS):
            key, part = data.get(f"figure_{number}"), data.get(f"part_{number}") or ""
            if part and not key:
                self.add_error(f"figure_{number}", _("Choose the figure too, or no part."))
            if not key:
                continue
            one = slots.chosen_of(key, part)
            if not slots.fits(one):
                self.add_error(f"part_{number}", _why_not(key, part))
            elif one not in chosen:
                chosen.append(one)
        self.instance.figures = chosen
        return data

    def keep(self, at) -> None:
        if self.instance.pk is None:
            last = Indicator.objects.filter(area=self.instance.area).count()
            self.instance.position = last
        super().keep(at)


def _why_not(key: str, part: str) -> str:
    if part:
        return _("This figure is not told of such a part. Choose the whole, or another figure.")
    return _("This figure is only told of parts. Choose which one.")


class YearForm(RowForm):
    """What should be reached in a year, and what was, where no figure says it."""

    in_words = {"target": said_number, "reached": said_number}

    class Meta:
        model = IndicatorYear
        fields = ("target", "reached", "note")
        help_texts = {
            "reached": gettext_lazy(
                "Only where no figure counts it: otherwise the pack takes the first figure’s value."
            ),
            "note": gettext_lazy("A value that is typed in needs its source."),
        }

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("reached") is not None and not data.get("note"):
            self.add_error(
                "note", _("Write where the value comes from, so that it can be checked.")
            )
        for name in ("target", "reached"):
            if data.get(name) is not None and abs(data[name]) >= 10**15:
                self.add_error(name, _("This number is too large."))
        return data

    def is_a_double(self) -> bool:
        return IndicatorYear.objects.filter(
            indicator=self.instance.indicator_id, year=self.instance.year
        ).exists()


class FileForm(forms.Form):
    """One document that shows what no figure can."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(NAMES)}),
        help_text=gettext_lazy(
            "PDF, XLSX, HWPX, PNG or JPG, up to 20 MB. Only staff can open it. Leave out "
            "residents’ personal data."
        ),
        error_messages={
            "required": gettext_lazy("Choose a file."),
            "empty": gettext_lazy("This file is empty."),
            "max_length": gettext_lazy("The name of this file is too long."),
        },
        max_length=LONGEST_NAME,
    )  # fmt: skip


class PackForm(forms.Form):
    """The days that a pack is about."""

    since = forms.DateField(
        label=gettext_lazy("First day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": gettext_lazy("Choose the first day."),
                        "invalid": gettext_lazy("Write a day as 2026-01-31.")},
    )  # fmt: skip
    until = forms.DateField(
        label=gettext_lazy("Last day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": gettext_lazy("Choose the last day."),
                        "invalid": gettext_lazy("Write a day as 2026-01-31.")},
    )  # fmt: skip


class PilotPackForm(forms.Form):
    """The pilot that a pack is about."""

    pilot = forms.ModelChoiceField(
        label=gettext_lazy("Pilot"), queryset=Pilot.objects.none(),
        empty_label=gettext_lazy("Please choose"),
        error_messages={"required": gettext_lazy("Choose the pilot."), **NOT_IN_LIST},
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["pilot"].queryset = Pilot.objects.public()
