"""Forms of the desk pages of results."""

from django import forms
from django.utils.translation import gettext_lazy as _

from surveys.figures.weighing import weighable
from surveys.models import Survey


class WeightForm(forms.Form):
    by = forms.MultipleChoiceField(
        label=_("Weight the answers by"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None of them: the answers are shown as they were counted."),
    )

    def __init__(self, *args, survey: Survey, **kwargs):
        kwargs.setdefault("initial", {"by": survey.weight_by})
        super().__init__(*args, **kwargs)
        self.fields["by"].choices = [(each.code, str(each.name)) for each in weighable(survey)]


class DecisionForm(forms.Form):
    response = forms.IntegerField(min_value=1, max_value=2**62)
    question = forms.IntegerField(min_value=1, max_value=2**62)
    decision = forms.ChoiceField(choices=[("show", ""), ("hide", "")])
