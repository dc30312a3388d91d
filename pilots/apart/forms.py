"""What participants fill in about their consents and on leaving, and what the desk writes."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from city.words import WordsFormField
from pilots.apart.consents import Line
from pilots.models import ExtraConsent, Leaving

YES_OR_NO = [("yes", _("I agree")), ("no", _("I do not agree"))]


class ConsentForm(forms.Form):
    """Nothing is chosen beforehand; a hidden number says which version was on the screen.

    A further purpose that is left open counts as a no, so that nobody has to say it.
    """

    use_required_attribute = False

    def __init__(self, *args, lines: Iterable[Line], **kwargs):
        super().__init__(*args, **kwargs)
        self.lines = list(lines)
        for line in self.lines:
            self.fields[self._version(line)] = forms.IntegerField(
                widget=forms.HiddenInput, initial=line.text.pk, required=line.extra is None
            )
            self.fields[line.key] = forms.ChoiceField(
                label=_("Do you agree?"), choices=YES_OR_NO, widget=forms.RadioSelect,
                required=line.extra is None,
                error_messages={"required": _("Please choose one: I agree, or I do not agree.")},
            )  # fmt: skip

    @staticmethod
    def _version(line: Line) -> str:
        return f"text-{line.extra.pk}" if line.extra else "text"

    def blocks(self) -> list[dict]:
        """Each text with its own question, for the page."""
        return [
            {"line": line, "text": line.text, "version": self[self._version(line)],
             "answer": self[line.key]}
            for line in self.lines
        ]  # fmt: skip

    @property
    def agrees(self) -> bool | None:
        answer = self.cleaned_data.get("agrees")
        return answer == "yes" if answer else None

    def extras(self) -> list[tuple[ExtraConsent, int, bool]]:
        return [
            (line.extra, self.cleaned_data[self._version(line)] or 0,
             self.cleaned_data[line.key] == "yes")
            for line in self.lines
            if line.extra and self.cleaned_data[line.key]
        ]  # fmt: skip


class WithdrawForm(forms.Form):
    """What happens to the data is said by the button that is pressed."""

    so_far = forms.ChoiceField(
        label=_("My data so far"),
        choices=[("keep", _("Only stop")), ("erase", _("Stop and remove my data"))],
        error_messages={"required": _("Please choose what should happen to your data.")},
    )
    kind = forms.ChoiceField(
        label=_("Why are you leaving?"), required=False,
        choices=[("", _("I would rather not say")), *Leaving.choices],
        help_text=_("You need not say. It helps to do the next pilot better."),
    )  # fmt: skip
    reason = forms.CharField(
        label=_("In your own words"), required=False, max_length=300,
        widget=forms.Textarea({"rows": 2}),
    )  # fmt: skip
    use_required_attribute = False


class TextForm(forms.Form):
    """개인정보 보호법 제15조 제2항: purpose, items, retention and refusal belong to every text."""

    title = WordsFormField(label=_("Title"), max_length=120)
    purpose = WordsFormField(label=_("Purpose"), long=True, max_length=2000)
    items = WordsFormField(label=_("Items collected"), long=True, max_length=2000)
    retention = WordsFormField(label=_("Kept for"), max_length=200)
    refusal = WordsFormField(
        label=_("Right to refuse and what refusing means"), long=True, max_length=2000
    )
    easy = WordsFormField(
        label=_("The same in easy words"), long=True, max_length=2000, required=False,
        help_text=_("Short sentences that a child or somebody who reads slowly understands."),
    )  # fmt: skip
    use_required_attribute = False


class RecipientForm(forms.Form):
    """Whom the data is given to; a row that is left empty is not kept."""

    kind = forms.ChoiceField(
        label=_("What it is"), required=False,
        choices=[
            ("processor", _("processes it for the city (entrusted)")),
            ("third_party", _("gets it for its own use (third party)")),
        ],
    )  # fmt: skip
    name = WordsFormField(label=_("Who"), max_length=120, required=False)
    purpose = WordsFormField(label=_("What for"), max_length=300, required=False)
    items = WordsFormField(label=_("Which items"), max_length=300, required=False)
    retention = WordsFormField(label=_("Kept there for"), max_length=200, required=False)
    use_required_attribute = False

    def clean(self):
        given = super().clean() or {}
        parts = ("name", "purpose", "items", "retention")
        if any(given.get(part) for part in parts):
            for part in parts:
                if part not in self.errors and not given.get(part):
                    self.add_error(part, _("A recipient is named with all four parts."))
        return given


RecipientFormSet = forms.formset_factory(RecipientForm, extra=1, max_num=20, absolute_max=20)


def recipients_in(rows) -> list[dict]:
    """What the filled rows of a valid RecipientFormSet say, as it is kept."""
    return [dict(row) for form in rows if (row := form.cleaned_data) and row.get("name")]


class MessageForm(forms.Form):
    """To people whose names the desk does not see."""

    to = forms.ChoiceField(label=_("To"))
    title = WordsFormField(label=_("Title"), max_length=120)
    body = WordsFormField(label=_("Message"), long=True, max_length=2000)
    use_required_attribute = False

    def __init__(self, *args, choices, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = choices


class RevealForm(forms.Form):
    reason = forms.CharField(
        label=_("Why do you need to know who it is?"), max_length=300,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("The reason is kept with your name and cannot be changed."),
        error_messages={"required": _("Say in a sentence why you need to know.")},
    )  # fmt: skip
    use_required_attribute = False


class AgainForm(forms.Form):
    """How it is now: one tap is enough."""

    rating = forms.TypedChoiceField(
        label=_("rating"), coerce=int, choices=[(n, str(n)) for n in range(1, 6)],
        error_messages={"required": _("Please choose a number from 1 to 5."),
                        "invalid_choice": _("Please choose a number from 1 to 5.")},
    )  # fmt: skip
    text = forms.CharField(
        label=_("In your own words"), required=False, max_length=500,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Those who run the pilot read it, without your name."),
    )  # fmt: skip
    use_required_attribute = False
