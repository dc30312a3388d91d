"""The desk's page for the draw: how many applied, the seed, and the result."""

from collections import Counter

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pilots.desk import runs_pilot
from pilots.recruit.forms_desk import SeedField
from pilots.select import DrawRefused, draw, source_of
from pilots.workflow import Status


class DrawForm(forms.Form):
    """The seed as it was announced; where nothing was, an empty one is made at random."""

    seed = SeedField(
        label=gettext_lazy("seed of the draw"), required=False, max_length=64,
        help_text=gettext_lazy("Letters, digits and hyphens, such as 3-11-19-27-34-42."),
    )  # fmt: skip
    use_required_attribute = False

    def __init__(self, *args, announced: str, **kwargs):
        super().__init__(*args, **kwargs)
        if announced:
            self.fields["seed"].required = True
            self.fields["seed"].label = announced


@runs_pilot
def draw_places(request, pilot):
    counts = Counter(pilot.participations.values_list("status", flat=True))
    form = DrawForm(
        request.POST if request.method == "POST" else None, announced=source_of(pilot)
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            draw(pilot=pilot, by=request.user, seed=form.cleaned_data["seed"])
            messages.success(request, _("The places are drawn, and everybody has been told."))
            return redirect("pilots_desk:draw", pk=pilot.pk)
        except DrawRefused as refusal:
            form.add_error(None, str(refusal))
    return render(
        request,
        "pilots/desk/draw.html",
        {
            "pilot": pilot,
            "form": form,
            "drawn": pilot.places_draw,
            "has_quotas": pilot.quotas.exists(),
            "applied": counts[Status.APPLIED],
            "counts": [(label, counts[code]) for code, label in Status.choices if counts[code]],
        },
        status=422 if form.errors else 200,
    )
