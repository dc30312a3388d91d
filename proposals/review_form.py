"""What an expert fills in: points on each criterion, reasons, and declared interests."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from proposals.models import Criterion, Review
from proposals.review import HIGHEST, LOWEST

POINTS = [
    (1, gettext_lazy("1 (not at all)")),
    (2, "2"),
    (3, gettext_lazy("3 (in part)")),
    (4, "4"),
    (5, gettext_lazy("5 (fully)")),
]


class ReviewForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Your review"),
        help_text=gettext_lazy("What speaks for it, what against it, and what you would do."),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    has_interest = forms.BooleanField(
        label=gettext_lazy("I have an interest in this"),
        required=False,
    )
    interest = forms.CharField(
        label=gettext_lazy("What is your interest?"),
        help_text=gettext_lazy(
            "For example: you work for a company that would carry it out, or live next to it."
        ),
        max_length=300,
        required=False,
    )

    asks_for_all = True  # a draft may leave gaps

    def __init__(self, *args, review: Review, criteria: Sequence[Criterion], **kwargs):
        given = {score.criterion_id: score.points for score in review.scores.all()}
        initial = {
            "text": review.text, "has_interest": review.has_interest, "interest": review.interest,
            **{_name(criterion): given.get(criterion.pk) for criterion in criteria},
        }  # fmt: skip
        super().__init__(*args, initial=initial, **kwargs)
        self.criteria = criteria
        for criterion in criteria:
            self.fields[_name(criterion)] = forms.TypedChoiceField(
                label=criterion.name,
                help_text=str(criterion.meaning or ""),
                choices=POINTS,
                coerce=int,
                empty_value=None,
                required=False,
                widget=forms.RadioSelect,
            )

    @property
    def scales(self):
        return [self[_name(criterion)] for criterion in self.criteria]

    def clean(self):
        data = super().clean() or {}
        if data.get("has_interest") and not data.get("interest", "").strip():
            self.add_error("interest", _("Say what your interest is."))
        if self.asks_for_all:
            if not data.get("text", "").strip() and "text" not in self.errors:
                self.add_error("text", _("Write the review first."))
            for criterion in self.criteria:
                name = _name(criterion)
                if data.get(name) is None and name not in self.errors and criterion.is_open:
                    self.add_error(
                        name, _("Choose %(low)s to %(high)s.") % {"low": LOWEST, "high": HIGHEST}
                    )
        return data

    def arguments(self) -> dict:
        """What the verbs are called with."""
        data = self.cleaned_data
        points = {criterion: data[_name(criterion)] for criterion in self.criteria}
        return {
            "text": data["text"],
            "has_interest": data["has_interest"],
            "interest": data["interest"],
            "points": {criterion: value for criterion, value in points.items() if value},
        }


def _name(criterion: Criterion) -> str:
    return f"points-{criterion.pk}"
