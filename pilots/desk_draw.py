"""The desk's page for the draw: who applied in numbers, quotas, the seed, and the result."""

from collections import Counter

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms import SEXES
from pilots.desk import runs_pilot
from pilots.models import Participation
from pilots.select import QUOTA_GROUPS, DrawRefused, draw
from pilots.workflow import Status

GROUP_NAMES = {
    "district": gettext_lazy("Dong"),
    "age_band": gettext_lazy("Age group"),
    "sex": gettext_lazy("Sex"),
}


class DrawForm(forms.Form):
    """An optional seed, and for each group that applied the most places it may get at first."""

    seed = forms.SlugField(
        label=gettext_lazy("seed of the draw"), required=False, max_length=64,
        help_text=gettext_lazy(
            "Leave empty for a random one. A number nobody can choose, such as tomorrow’s lottery "
            "numbers announced beforehand, convinces everybody. Letters, digits and hyphens."
        ),
    )  # fmt: skip
    use_required_attribute = False

    def __init__(self, *args, groups: dict[str, list[dict]], **kwargs):
        super().__init__(*args, **kwargs)
        self.groups = groups
        for name, values in groups.items():
            for value in values:
                self.fields[f"{name}:{value['code']}"] = forms.IntegerField(
                    label=f"{GROUP_NAMES[name]}: {value['label']}", min_value=0, required=False
                )

    def quotas(self) -> dict[str, dict[str, int]]:
        limits: dict[str, dict[str, int]] = {}
        for name, values in self.groups.items():
            for value in values:
                limit = self.cleaned_data.get(f"{name}:{value['code']}")
                if limit is not None:
                    limits.setdefault(name, {})[value["code"]] = limit
        return limits


@runs_pilot
def draw_places(request, pilot):
    people = list(pilot.participations.select_related("district"))
    applied = [one for one in people if one.status == Status.APPLIED]
    form = DrawForm(request.POST if request.method == "POST" else None, groups=groups_of(applied))
    if request.method == "POST" and form.is_valid():
        try:
            draw(
                pilot=pilot, by=request.user, seed=form.cleaned_data["seed"], quotas=form.quotas()
            )  # fmt: skip
            messages.success(request, _("The places are drawn, and everybody has been told."))
            return redirect("pilots_desk:draw", pk=pilot.pk)
        except DrawRefused as refusal:
            form.add_error(None, str(refusal))
    counts = Counter(one.status for one in people)
    return render(
        request,
        "pilots/desk/draw.html",
        {
            "pilot": pilot,
            "form": form,
            "applied": len(applied),
            "groups": [(GROUP_NAMES[name], values) for name, values in form.groups.items()],
            "counts": [
                (label, code, counts[code]) for code, label in Status.choices if counts[code]
            ],
        },
        status=422 if form.errors else 200,
    )


def groups_of(applied: list[Participation]) -> dict[str, list[dict]]:
    """Which groups applied, and how many of each; those who said nothing are in no group."""
    groups: dict[str, list[dict]] = {}
    for name in QUOTA_GROUPS:
        counts: Counter[str] = Counter()
        labels: dict[str, str] = {}
        for participation in applied:
            value = getattr(participation, name)
            if value:
                code = value.code if name == "district" else value
                counts[code] += 1
                labels[code] = str(dict(SEXES).get(value, value) if name == "sex" else value)
        if counts:
            groups[name] = [
                {"code": code, "label": labels[code], "count": counts[code]}
                for code in sorted(counts)
            ]
    return groups
