"""인수인계 at the desk: what lies on somebody's table, to whom it goes, and the sheet of it."""

from typing import cast

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.guards import officer_required
from accounts.hand_over import HandOverRefused, hand_over, may_hand_over, table_of
from accounts.models import HandOver, User

A_PAGE = 50


class HandOverForm(forms.Form):
    successor = forms.ModelChoiceField(
        label=gettext_lazy("Successor"),
        queryset=User.objects.none(),
        empty_label=gettext_lazy("Choose a colleague"),
        error_messages={"required": gettext_lazy("Choose who takes over.")},
    )
    note = forms.CharField(
        label=gettext_lazy("What the successor should know"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    leaves = forms.BooleanField(
        label=gettext_lazy("This person leaves the desk"),
        help_text=gettext_lazy("The rights at the desk end at once."),
        required=False,
    )

    def __init__(self, *args, person: User, by: User, **kwargs):
        super().__init__(*args, **kwargs)
        staff = User.objects.staff().exclude(pk=person.pk).select_related("department")
        successor = cast(forms.ModelChoiceField, self.fields["successor"])
        successor.queryset = staff.order_by("pseudonym")
        if not by.is_manager:
            del self.fields["leaves"]


@officer_required
def handovers(request):
    """One's own table, those of colleagues for managers, and the sheets so far."""
    sheets = HandOver.objects.select_related("person", "successor", "by")
    if not request.user.is_manager:
        sheets = sheets.filter(Q(person=request.user) | Q(successor=request.user))
    staff = User.objects.staff().exclude(pk=request.user.pk).select_related("department")
    context = {
        "sheets": sheets[:A_PAGE],
        "staff": staff.order_by("pseudonym") if request.user.is_manager else [],
    }
    return render(request, "accounts/desk/handovers.html", context)


@officer_required
def hand_on(request, pk):
    person = get_object_or_404(User.objects.staff(), pk=pk)
    if not may_hand_over(request.user, person):
        raise PermissionDenied
    form = HandOverForm(request.POST or None, person=person, by=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            handed = hand_over(person=person, by=request.user, **form.cleaned_data)
        except HandOverRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Handed over. Both have been told."))
            return redirect("accounts_desk:handover", handed.pk)
    table = _to_read(table_of(person))
    context = {
        "person": person,
        "form": form,
        "table": table,
        "count": sum(map(len, table.values())),
    }
    status = 422 if form.errors else 200
    return render(request, "accounts/desk/hand_on.html", context, status=status)


@officer_required
def handover(request, pk):
    """인계서: the sheet as it was handed over, for the file and for the successor."""
    row = get_object_or_404(HandOver.objects.select_related("person", "successor", "by"), pk=pk)
    if not (request.user.is_manager or request.user.pk in (row.person_id, row.successor_id)):
        raise PermissionDenied
    context = {"row": row, "table": _to_read(row.sheet)}
    return render(request, "accounts/desk/handover.html", context)


def _to_read(sheet: dict[str, list[dict]]) -> dict[str, list[dict]]:
    """Only the rooms with something in them, and days as days instead of as they are stored."""
    return {
        room: [line | {"due": parse_date(line["due"])} for line in lines]
        for room, lines in sheet.items()
        if lines
    }
