"""The file of another city’s pilot."""

from django import forms
from django.utils.translation import gettext_lazy as _

from city.models import Department
from pilots.handing.file import MAX_BYTES


class HandoverForm(forms.Form):
    file = forms.FileField(
        label=_("File of the pilot (JSON)"),
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
        help_text=_("From the page of a concluded pilot: “Hand it to another city”."),
    )  # fmt: skip
    as_draft = forms.TypedChoiceField(
        label=_("What to do with it"), widget=forms.RadioSelect, initial="yes",
        choices=[("yes", _("Prepare the same pilot here, as a draft")),
                 ("no", _("Only keep its results, to pool them with ours"))],
        coerce=lambda value: value == "yes",
    )  # fmt: skip
    department = forms.ModelChoiceField(
        label=_("Department"), queryset=Department.objects.filter(is_open=True), required=False,
        empty_label=_("the one that is called like theirs, or mine"),
    )  # fmt: skip

    @property
    def content(self) -> bytes:
        """One byte more than allowed at most, so that a huge file cannot fill the memory."""
        return self.cleaned_data["file"].read(MAX_BYTES + 1)
