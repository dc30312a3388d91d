"""/me/areas/: the parts of the city a person wants to hear about."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.areas import (
    MOST_AREAS,
    AreaRefused,
    remove_area,
    save_circle,
    save_district,
    save_place,
)
from accounts.forms_told import AreaForm


@login_required
def areas(request):
    form = AreaForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            _save(request.user, form.cleaned_data)
        except AreaRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved. You will hear of what happens there."))
            return redirect("my_areas")
    context = {
        "form": form,
        "areas": request.user.areas.select_related("district", "place").defer("district__outline"),
        "most": MOST_AREAS,
    }
    return render(request, "accounts/areas.html", context, status=422 if form.errors else None)


@require_POST
@login_required
def remove(request, pk):
    if remove_area(person=request.user, key=pk):
        messages.success(request, _("Removed. You will hear no more of that area."))
    return redirect("my_areas")


def _save(person, given: dict) -> None:
    """A spot on the map wins over a named place, that over a dong: it was chosen last."""
    if given["place"]["lon"] is not None:
        save_circle(
            person=person, lon=given["place"]["lon"], lat=given["place"]["lat"],
            radius=given["radius"],
        )  # fmt: skip
    elif given["named"]:
        save_place(person=person, place=given["named"], radius=given["radius"])
    else:
        save_district(person=person, district=given["place"]["district"])
