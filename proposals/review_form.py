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
RANGE = {"low": LOWEST, "high": HIGHEST}


class ReviewForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Your review"),
        help_text=gettext_lazy("What speaks for it, what against it, and what you would do."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": gettext_lazy("Write the review first.")},
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

    def __init__(
        self, *args, review: Review, criteria: Sequence[Criterion], is_draft: bool = False, **kwargs
    ):
        given = {score.criterion_id: score.points for score in review.scores.all()}
        initial = {
            "text": review.text, "has_interest": review.has_interest, "interest": review.interest,
            **{_name(criterion): given.get(criterion.pk) for criterion in criteria},
        }  # fmt: skip
        super().__init__(*args, **{"initial": initial, **kwargs})
        self.criteria = criteria
        self.fields["text"].required = not is_draft  # a draft may leave gaps
        for criterion in criteria:
            self.fields[_name(criterion)] = forms.TypedChoiceField(
                label=criterion.name,
                help_text=str(criterion.meaning or ""),
                choices=POINTS,
                coerce=int,
                empty_value=None,
                required=criterion.is_open and not is_draft,
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose %(low)s to %(high)s.") % RANGE},
            )

    @property
    def scales(self):
        return [self[_name(criterion)] for criterion in self.criteria]

    def clean(self):
        data = super().clean() or {}
        if data.get("has_interest") and not data.get("interest", "").strip():
            self.add_error("interest", _("Say what your interest is."))
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
