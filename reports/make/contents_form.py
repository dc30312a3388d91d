"""Ticks for what a report shows: figures, charts and sections."""

from collections.abc import Iterable
from typing import cast

from django import forms
from django.utils.translation import gettext_lazy as _

from reports.make.choosing import SECTIONS, Choices


class ChoiceOfContents(forms.Form):
    """No figure or chart ticked is all of them: no report is empty by mistake. Sections may all go."""

    figures = forms.MultipleChoiceField(
        label=_("Figures"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Nothing ticked means all of them."),
        error_messages={"invalid_choice": _("Choose from the list.")},
    )  # fmt: skip
    charts = forms.MultipleChoiceField(
        label=_("Charts and maps"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Nothing ticked means all of them."),
        error_messages={"invalid_choice": _("Choose from the list.")},
    )  # fmt: skip
    sections = forms.MultipleChoiceField(
        label=_("Sections"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("What is not ticked is left out."),
        error_messages={"invalid_choice": _("Choose from the list.")},
    )  # fmt: skip

    def offer(self, figures: Choices, charts: Choices, chosen: tuple[list, list]) -> None:
        for name, choices, now in zip(
            ("figures", "charts"), (figures, charts), chosen, strict=True
        ):
            field = cast(forms.MultipleChoiceField, self.fields[name])
            field.choices = [(key, str(words)) for key, words in choices]
            field.initial = now or [key for key, _name in choices]

    def offer_sections(self, there: Iterable[str], chosen: Iterable[str]) -> None:
        """A report that has none is not asked about them."""
        choices = [(name, str(SECTIONS[name])) for name in there]
        if choices:
            field = cast(forms.MultipleChoiceField, self.fields["sections"])
            field.choices, field.initial = choices, list(chosen)
        else:
            del self.fields["sections"]
