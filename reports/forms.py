"""The desk's forms: a new report of a kind, its words and figures, a correction."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from city.words import WordsFormField
from maps.models import District
from pilots.models import Pilot
from proposals.models import Call, Proposal
from reports.make.choosing import choices_of, sections_in, sections_of
from reports.make.contents_form import ChoiceOfContents
from reports.make.periods import MONTH, WEEK, YEAR, ended, read
from reports.models import Report, ReportKind

About = ReportKind.About
PERIODS = {
    WEEK: (_("Week"), _("Choose a week that has ended.")),
    MONTH: (_("Month"), _("Choose a month that has ended.")),
    YEAR: (_("Year"), _("Choose a year that has ended.")),
}


class NewReportForm(forms.Form):
    """Asks only for what a kind needs: which days that have ended, which district, call or pilot."""

    title = WordsFormField(
        label=_("Title"), max_length=120, required=False,
        help_text=_("Left empty, it says the kind and what it is about."),
    )  # fmt: skip
    slug = forms.SlugField(
        label=_("Address"), max_length=80, allow_unicode=True, required=False,
        help_text=_("The last part of its address. Left empty, it is made from the kind."),
        error_messages={"invalid": _("Write an address of letters and numbers.")},
    )  # fmt: skip

    def __init__(self, *args, kind: ReportKind, **kwargs):
        super().__init__(*args, **kwargs)
        self.kind = kind
        if kind.period:
            self.fields["period"] = _period_field(kind.period)
        if kind.about != About.CITY:
            self.fields[kind.about] = _about_field(kind)
        self.order_fields(["period", kind.about, "title", "slug"])

    def clean_slug(self) -> str:
        return self.cleaned_data["slug"].lower()

    def asked(self) -> dict[str, Any]:
        """What the verb takes."""
        data = dict(self.cleaned_data)
        period = read(self.kind.period, data.pop("period")) if self.kind.period else None
        days = {"since": period.since, "until": period.until} if period else {}
        return {"kind": self.kind.pk, **data, **days}

    def refuse(self, field: str, why: str) -> None:
        self.add_error(field if field in self.fields else None, why)


def _period_field(length: str) -> forms.ChoiceField:
    label, otherwise = PERIODS[ReportKind.Period(length)]
    today = timezone.localdate()
    first = Proposal.objects.order_by("created_at").values_list("created_at", flat=True).first()
    found = ended(length, today, timezone.localdate(first) if first else today)
    return forms.ChoiceField(
        label=label,
        choices=[(period.key, str(period.name)) for period in found],
        error_messages={"required": otherwise, "invalid_choice": otherwise},
        help_text="" if found else _("None has ended yet since the first proposal."),
    )


class DistrictField(forms.ModelChoiceField):
    """Two districts may have had one name; the one that has gone says until when."""

    def label_from_instance(self, district) -> str:
        return f"{district} (~{district.valid_to})" if district.valid_to else str(district)


def _about_field(kind: ReportKind) -> forms.ModelChoiceField:
    label, rows, otherwise = {
        About.DISTRICT: (
            _("District"), _districts(kind), _("Choose the district that this report is about.")
        ),
        About.CALL: (
            _("Call"), Call.objects.filter(closes_at__lte=timezone.now()),
            _("Choose a call that is over."),
        ),
        About.PILOT: (
            _("Pilot"), Pilot.objects.public().order_by("-created_at"),
            _("Choose the pilot that this report is about."),
        ),
    }[About(kind.about)]  # fmt: skip
    field = DistrictField if kind.about == About.DISTRICT else forms.ModelChoiceField
    return field(
        label=label, queryset=rows, empty_label=_("Choose"),
        help_text="" if rows.exists() else _("There is none yet to report on."),
        error_messages={"required": otherwise, "invalid_choice": otherwise},
    )  # fmt: skip


def _districts(kind: ReportKind):
    """Those of today; for days that have passed also those that were there then."""
    rows = District.objects.without_outline().order_by("code", "valid_from")
    return rows if kind.period else rows.current()


class WordsForm(forms.ModelForm):
    title = WordsFormField(label=_("Title"), max_length=200)

    class Meta:
        model = Report
        fields = ["title", "summary", "words"]
        help_texts = {
            "summary": _("Two or three sentences: what was found. Needed before publishing."),
            "words": _("What the figures mean, and what they do not show. No names of residents."),
        }


class ChooseForm(ChoiceOfContents):
    def __init__(self, *args, report: Report, **kwargs):
        super().__init__(*args, **kwargs)
        kind = report.kind
        figures = kind.figures if report.figures is None else report.figures
        charts = kind.charts if report.charts is None else report.charts
        self.offer(*choices_of(report), (figures, charts))
        self.offer_sections(sections_in(report.frozen), sections_of(report))


class CorrectionForm(forms.Form):
    reason = WordsFormField(
        label=_("What was wrong, and what is right now?"), long=True, max_length=1000,
        help_text=_("Readers see this at the top of the new version."),
    )  # fmt: skip


class PublishForm(forms.Form):
    """In the months before an election: what allows a city to publish what it did."""

    legal_basis = forms.CharField(
        label=_("Legal basis"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("An election is near. Readers see on which legal basis this is published now."),
        error_messages={
            "required": _("An election is near. Write on which legal basis this is published now."),
        },
    )  # fmt: skip
