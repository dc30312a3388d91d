"""The desk's forms: a new report, its words, a correction."""

from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from city.words import WordsFormField
from pilots.models import Pilot
from reports.models import Report, ReportKind


class NewReportForm(forms.Form):
    kind = forms.ModelChoiceField(
        label=_("Kind"), queryset=ReportKind.objects.all(), widget=forms.RadioSelect,
        initial="city", empty_label=None,
    )  # fmt: skip
    pilot = forms.ModelChoiceField(
        label=_("Pilot"), queryset=Pilot.objects.none(), required=False,
        empty_label=_("Choose a pilot"),
        help_text=_("Only for a report about one pilot."),
    )  # fmt: skip
    title = WordsFormField(label=_("Title"), max_length=120)
    slug = forms.SlugField(
        label=_("Address"), max_length=80, allow_unicode=True, required=False,
        help_text=_("The last part of its address. Left empty, it is made from the title."),
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        pilots: Any = self.fields["pilot"]
        pilots.queryset = Pilot.objects.public().order_by("-created_at")

    def clean(self):
        super().clean()
        data = self.cleaned_data
        kind = data.get("kind")
        is_of_pilot = kind is not None and kind.about == ReportKind.About.PILOT
        if is_of_pilot and not data.get("pilot"):
            self.add_error("pilot", _("Choose the pilot that this report is about."))
        if not is_of_pilot:
            data["pilot"] = None
        data["kind"] = kind.pk if kind else None
        if "slug" in data and data.get("title"):
            data["slug"] = data["slug"] or slugify(data["title"]["ko"], allow_unicode=True)[:80]
            if not data["slug"]:
                self.add_error("slug", _("Write an address of letters and numbers."))
            elif Report.objects.filter(slug=data["slug"]).exists():
                self.add_error(
                    "slug", _("There is a report at this address. Choose another address.")
                )
        return data


class WordsForm(forms.ModelForm):
    class Meta:
        model = Report
        fields = ["title", "summary", "words"]
        help_texts = {
            "summary": _("Two or three sentences: what was found. Needed before publishing."),
            "words": _("What the figures mean, and what they do not show. No names of residents."),
        }


class CorrectionForm(forms.Form):
    reason = WordsFormField(
        label=_("What was wrong, and what is right now?"), long=True, max_length=1000,
        help_text=_("Readers see this at the top of the new version."),
    )  # fmt: skip
