"""The desk's forms for kiosks and papers, and the sheet at a kiosk."""

from django import forms
from django.utils.translation import gettext_lazy as _

from surveys.answer import questions_for
from surveys.forms import AnswerForm
from surveys.models import PaperEntry, Question, Wave
from surveys.ways.in_words import in_words
from surveys.ways.paper import FIRST, SECOND, Difference


class WholeForm(AnswerForm):
    """All questions of a wave on one page, for somebody who answers in one go."""

    def __init__(self, *args, wave: Wave, channel: str, **kwargs):
        super().__init__(*args, questions=questions_for(wave, None, channel), **kwargs)

    @property
    def has_place(self) -> bool:
        return any(question.kind == Question.Kind.PLACE for question in self.questions)


class PaperForm(WholeForm):
    """What stands on one paper; whatever was typed in before is not shown."""

    number = forms.CharField(
        label=_("number on the paper"), max_length=20,
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters"}),
    )  # fmt: skip
    field_order = ["number"]


class StationForm(forms.Form):
    name = forms.CharField(
        label=_("where it stands"), max_length=80,
        help_text=_("Like “Library, first floor”; only the desk sees it."),
    )  # fmt: skip
    use_required_attribute = False


class SettleForm(forms.Form):
    """For each question that was typed in differently: what stands on the paper."""

    use_required_attribute = False

    def __init__(self, *args, entry: PaperEntry, different: list[Difference], **kwargs):
        super().__init__(*args, **kwargs)
        self.entry = entry
        for each in different:
            question = each.question
            self.fields[question.code] = forms.ChoiceField(
                label=str(question.words),
                choices=[
                    (FIRST, in_words(question, each.first)),
                    (SECOND, in_words(question, each.second)),
                ],
                widget=forms.RadioSelect,
                error_messages={
                    "required": _("Look at the paper and choose what stands there."),
                    "invalid_choice": _("Look at the paper and choose what stands there."),
                },
            )


class PrintForm(forms.Form):
    """How many papers, and the number on the first; papers without numbers where it is left empty."""

    first = forms.IntegerField(
        label=_("number on the first paper"), required=False, min_value=1, max_value=999_999
    )
    copies = forms.IntegerField(label=_("how many"), required=False, min_value=1, max_value=200)
    use_required_attribute = False

    def numbers(self) -> list[int | None]:
        """What does not make sense prints one sheet without a number."""
        first = self.cleaned_data.get("first") if self.is_valid() else None
        if first is None:
            return [None]
        return list(range(first, first + (self.cleaned_data.get("copies") or 1)))
