"""Forms of managers: a programme and its tasks."""

from django import forms
from django.utils.translation import gettext_lazy as _

from pilots.models import Programme, ProgrammeTask

EARLIEST, LATEST = 2000, 2100


class YearsForm(forms.ModelForm):
    """The last year is not before the first, and both are years."""

    YEARS: tuple[str, str]

    def clean(self):
        super().clean()
        first, last = (self.cleaned_data.get(name) for name in self.YEARS)
        for name, year in zip(self.YEARS, (first, last), strict=True):
            if year is not None and not EARLIEST <= year <= LATEST:
                self.add_error(name, _("Give the year with four digits."))
        if first and last and last < first:
            self.add_error(self.YEARS[1], _("The last year cannot be before the first."))
        return self.cleaned_data


class ProgrammeForm(YearsForm):
    YEARS = ("starts_year", "ends_year")

    class Meta:
        model = Programme
        fields = ["name", "summary", "source", "starts_year", "ends_year"]
        help_texts = {"source": _("The document or address where the programme was decided.")}


class TaskForm(YearsForm):
    YEARS = ("from_year", "until_year")

    class Meta:
        model = ProgrammeTask
        fields = ["position", "area", "name", "summary", "department", "from_year", "until_year"]
        help_texts = {"area": _("Tasks of one area stand together, such as “Mobility”.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["position"].required = False
