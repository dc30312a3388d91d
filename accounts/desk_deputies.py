"""대직: everybody at the desk names who stands in for them; managers for colleagues too."""

from typing import cast

from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.deputise import DeputyRefused, end_deputy, may_name_deputy, name_deputy
from accounts.guards import officer_required
from accounts.models import Deputy, User

NO_LONGER = 422
SHOWN = 100


class DayField(forms.DateField):
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class DeputyForm(forms.Form):
    person = forms.ModelChoiceField(
        label=gettext_lazy("Who is away?"), queryset=User.objects.none(), empty_label=None
    )
    deputy = forms.ModelChoiceField(
        label=gettext_lazy("Who stands in?"),
        queryset=User.objects.staff().select_related("department").order_by("pseudonym"),
        empty_label=gettext_lazy("Choose a colleague"),
    )
    first_day = DayField(label=gettext_lazy("First day"))
    last_day = DayField(label=gettext_lazy("Last day"))

    def __init__(self, *args, by: User, **kwargs):
        super().__init__(*args, **kwargs)
        staff = User.objects.staff().order_by("pseudonym")
        person = cast(forms.ModelChoiceField, self.fields["person"])
        person.queryset = staff if by.is_manager else staff.filter(pk=by.pk)
        person.initial = by.pk
        self.fields["first_day"].initial = self.fields["last_day"].initial = timezone.localdate()


@officer_required
def deputies(request):
    form = DeputyForm(request.POST or None, by=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            name_deputy(by=request.user, **form.cleaned_data)
        except DeputyRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The deputy is named and has been told."))
            return redirect("accounts_desk:deputies")
    rows = Deputy.objects.filter(last_day__gte=timezone.localdate()).select_related(
        "person", "deputy"
    )
    today = timezone.localdate()
    context = {
        "form": form,
        "rows": [
            {
                "row": row,
                "is_today": row.first_day <= today,
                "may_end": may_name_deputy(request.user, row.person),
            }
            for row in rows.order_by("first_day", "pk")[:SHOWN]
        ],
    }
    status = NO_LONGER if form.is_bound else 200
    return render(request, "accounts/desk/deputies.html", context, status=status)


@officer_required
def end(request, pk):
    row = get_object_or_404(Deputy.objects.select_related("person"), pk=pk)
    if request.method == "POST":
        try:
            end_deputy(row=row, by=request.user)
            messages.success(request, _("From today nobody stands in any more."))
        except DeputyRefused as refusal:
            messages.error(request, str(refusal))
    return redirect("accounts_desk:deputies")
