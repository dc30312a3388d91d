"""Forms of officers: protocol, sites, measures, moves, imports, conclusion."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from city.choices import RowsField
from city.models import Department
from city.words import WordsFormField
from maps.forms import ShapeForm
from pilots.amend import needs_reason
from pilots.columns import Columns
from pilots.drawn import as_feature
from pilots.models import Pilot, ProgrammeTask, Site
from pilots.permissions import can_run
from pilots.plan import services
from pilots.workflow import Stage, Verdict
from proposals.models import Proposal, Solution
from surveys.models import Survey

DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class AmendingForm(forms.ModelForm):
    """Asks for a public reason once the baseline has opened."""

    def __init__(self, *args, pilot: Pilot, **kwargs):
        super().__init__(*args, **kwargs)
        self.pilot = pilot
        for field in self.fields.values():
            if isinstance(field, forms.DateField):
                field.widget = DATE
        if needs_reason(pilot):
            self.fields["reason"] = forms.CharField(
                label=_("Public reason for the change"), max_length=2000,
                help_text=_("The pilot has begun: residents read what was changed, and why."),
                widget=forms.Textarea(attrs={"rows": 3}),
            )  # fmt: skip

    @property
    def values(self) -> dict:
        """What the verb gets; the reason goes to it apart."""
        return {name: value for name, value in self.cleaned_data.items() if name != "reason"}

    @property
    def public_reason(self) -> str:
        return self.cleaned_data.get("reason", "")


class PilotForm(AmendingForm):
    class Meta:
        model = Pilot
        fields = [
            "title", "summary", "question", "hypothesis", "what_changes", "origin", "department",
            "manager", "task", "starts_on", "ends_on", "baseline_from", "takes_participants",
            "children_may_join", "apply_until", "seats", "consent_days", "diary_rhythm", "thanks_kind",
            "thanks_amount", "thanks_rule", "has_budget", "ethics", "ethics_board",
            "ethics_number", "ethics_reason", "privacy_sheet", "risk_sheet", "stop_rule",
            "needs_permit",
        ]  # fmt: skip
        labels = {"baseline_from": _("measured before from")}
        help_texts = {
            "question": _("One question that the pilot can answer with yes, no or a number."),
            "hypothesis": _("What you expect, with a number if you can."),
            "baseline_from": _(
                "Leave it open to count from the day the baseline opens; give an earlier day when "
                "sensors have measured for longer."
            ),
            "ends_on": _("After this day without a result, the public sees the pilot as overdue."),
            "needs_permit": _("The permit itself has a page of its own."),
            "has_budget": _("Without a tick the pilot needs no budget of its own."),
            "ethics": _("With participants a review board approves the plan or exempts it."),
            "thanks_rule": _("The same for all; it never depends on what somebody answers."),
        }

    SECTIONS = [
        (_("What is tested"), ["title", "summary", "question", "hypothesis", "what_changes",
                               "origin", "department", "manager", "task"]),
        (_("Period"), ["starts_on", "ends_on", "baseline_from"]),
        (_("People"), ["takes_participants", "children_may_join", "apply_until", "seats",
                       "consent_days", "diary_rhythm"]),
        (_("Thanks"), ["thanks_kind", "thanks_amount", "thanks_rule"]),
        (_("Ethics"), ["ethics", "ethics_board", "ethics_number", "ethics_reason"]),
        (_("Safeguards"), ["privacy_sheet", "risk_sheet", "stop_rule"]),
        (_("Money and permit"), ["has_budget", "needs_permit"]),
    ]  # fmt: skip
    # A co-investigator writes what is tested; who answers for it and pays is the city's to say.
    THE_CITYS = ("origin", "department", "manager", "task", "has_budget", "needs_permit",
                 "thanks_kind", "thanks_amount", "thanks_rule")  # fmt: skip

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["manager"].queryset = User.objects.staff()
        self.fields["consent_days"].required = False
        self.fields["task"].queryset = ProgrammeTask.objects.select_related("programme")
        if self.pilot.stage != Stage.DRAFT:
            del self.fields["takes_participants"]
        if not can_run(by, self.pilot):
            for name in self.THE_CITYS:
                del self.fields[name]

    def clean_consent_days(self):
        return self.cleaned_data["consent_days"] or self.instance.consent_days

    def sections(self):
        for title, names in self.SECTIONS:
            yield title, [self[name] for name in names if name in self.fields]
        if "reason" in self.fields:
            yield _("Announcement"), [self["reason"]]

    def clean(self):
        super().clean()
        cleaned = self.cleaned_data
        starts, ends = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", _("A pilot cannot end before it starts."))
        for name, sentence in self._missing(cleaned):
            self.add_error(name, sentence)
        return cleaned

    def _missing(self, cleaned):
        """What belongs to an answer given above it."""
        ethics, kinds = cleaned.get("ethics"), Pilot.Ethics
        if ethics == kinds.APPROVED and not cleaned.get("ethics_number"):
            yield "ethics_number", _("Give the number of the approval.")
        if ethics in (kinds.EXEMPT, kinds.NOT_NEEDED) and not cleaned.get("ethics_reason"):
            yield "ethics_reason", _("Say why no review is needed.")
        if cleaned.get("thanks_kind") and not cleaned.get("thanks_amount"):
            yield "thanks_amount", _("Say how much.")


class NewPilotForm(forms.Form):
    title = WordsFormField(label=_("Title"), max_length=80)
    service = forms.ChoiceField(
        label=_("Begin with"), required=False,
        choices=lambda: [("", _("an empty plan")), *services.choices()],
        help_text=_("Measures, risks, privacy and consent to begin from. All of it can be rewritten."),
    )  # fmt: skip
    origin = forms.ChoiceField(label=_("Origin"), choices=Pilot.Origin.choices)
    department = forms.ModelChoiceField(
        label=_("Department"), queryset=Department.objects.all(), empty_label=None
    )
    takes_participants = forms.TypedChoiceField(
        label=_("Participants"), widget=forms.RadioSelect, coerce=lambda value: value == "yes",
        choices=[("yes", _("People apply, consent and take part")),
                 ("no", _("Measured without participants"))],
    )  # fmt: skip
    proposals = RowsField(
        label=_("Proposals taken up"), queryset=Proposal.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Accepted proposals. A pilot of the city’s own takes up none."),
    )  # fmt: skip

    def __init__(self, *args, accepted, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["proposals"].queryset = accepted


class SiteForm(ShapeForm, AmendingForm):
    """A spot, a street or an area, drawn on the map; or only its district."""

    class Meta:
        model = Site
        fields = [
            "name",
            "arm",
            "alternative",
            "key",
            "lon",
            "lat",
            "district",
            "place_note",
            "shape",
        ]
        help_texts = {
            "key": _("How files of measurements call this site, if not by its name."),
        }

    def __init__(self, *args, instance, **kwargs):
        start = {"district": instance.district, "shape": instance.shape}
        super().__init__(*args, instance=instance, initial=start, **kwargs)
        self.fields["alternative"].queryset = self.pilot.alternatives.all()

    @property
    def values(self) -> dict:
        said = {name: self.cleaned_data[name] for name in ("name", "arm", "alternative", "key")}
        return said | self.cleaned_data["place"]

    def others(self) -> list[dict]:
        """The other sites of the pilot, so that nobody draws one twice."""
        return [as_feature(site) for site in self.pilot.sites.exclude(pk=self.instance.pk)]


class ProposalsForm(forms.Form):
    """What the pilot takes up, and which of the solutions offered there it tests."""

    proposals = RowsField(
        label=_("Proposals taken up"), queryset=Proposal.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    solutions = RowsField(
        label=_("Solutions tested"), queryset=Solution.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Public reason for the change"), max_length=2000, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    def __init__(self, *args, pilot: Pilot, choices, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["proposals"].queryset = choices
        self.fields["solutions"].queryset = Solution.objects.filter(
            proposal__in=pilot.proposals.values("pk"), hidden_at__isnull=True
        )
        if not needs_reason(pilot):
            del self.fields["reason"]


class SurveyForm(forms.Form):
    survey = forms.ModelChoiceField(
        label=_("Survey"), queryset=Survey.objects.none(),
        help_text=_("Surveys that are not open to everybody and belong to no other pilot."),
    )  # fmt: skip

    def __init__(self, *args, pilot: Pilot, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["survey"].queryset = Survey.objects.filter(
            Q(pilot__isnull=True, is_public=False) | Q(pilot=pilot)
        )


class MoveForm(forms.Form):
    reason = forms.CharField(
        label=_("Public reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Residents read it on the pilot’s page."),
    )  # fmt: skip


class RemovalForm(forms.Form):
    """Why something leaves the plan: asked once the pilot has begun, and then public."""

    reason = forms.CharField(
        label=_("Public reason for the change"), max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("The pilot has begun: say why this is removed.")},
    )  # fmt: skip
    use_required_attribute = False

    def __init__(self, *args, is_asked: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if not is_asked:
            del self.fields["reason"]

    @property
    def public_reason(self) -> str:
        return self.cleaned_data.get("reason", "")


class FileForm(forms.Form):
    file = forms.FileField(
        label=_("CSV file"), widget=forms.FileInput(attrs={"accept": ".csv,.txt,text/csv"}),
        help_text=_("UTF-8, CP949, EUC-KR or UTF-16; one row a value, or one column a measure."),
    )  # fmt: skip


class ColumnsForm(forms.Form):
    """What each column means. Nothing is loaded before somebody has looked at it."""

    at = forms.ChoiceField(label=_("Date (with time, if there)"))
    time = forms.ChoiceField(label=_("Time, where it stands apart"), required=False)
    site = forms.ChoiceField(label=_("Site"), required=False)
    measure = forms.ChoiceField(label=_("Name of the measure"), required=False)
    value = forms.ChoiceField(label=_("Value"), required=False)
    skip_other_sites = forms.BooleanField(
        label=_("Leave out rows of places that are no sites of this pilot"), required=False
    )
    all_or_nothing = forms.BooleanField(
        label=_("Load nothing if any row is refused"), required=False
    )
    replace = forms.BooleanField(label=_("Replace values that are there already"), required=False)

    LONG = ("measure", "value")

    def __init__(self, *args, headers, measures, guess: Columns, **kwargs):
        super().__init__(*args, **kwargs)
        choices = [("", _("not in this file")), *((name, name) for name in headers)]
        for name in ("at", "time", "site", "measure", "value"):
            self.fields[name].choices = choices
            self.fields[name].initial = getattr(guess, name)
        column_of = {code: column for column, code in guess.values.items()}
        self.wide = [f"column_{measure.pk}" for measure in measures]
        self.codes = {f"column_{measure.pk}": measure.code for measure in measures}
        for measure in measures:
            self.fields[f"column_{measure.pk}"] = forms.ChoiceField(
                label=str(measure.name), choices=choices, required=False,
                initial=column_of.get(measure.code, ""),
            )  # fmt: skip

    def wide_fields(self):
        return [self[name] for name in self.wide]

    @property
    def columns(self) -> dict:
        said = {
            name: self.cleaned_data[name] for name in ("at", "time", "site", "measure", "value")
        }
        said["values"] = {
            column: self.codes[name] for name in self.wide if (column := self.cleaned_data[name])
        }
        if said["values"]:
            said["measure"] = said["value"] = ""
        return said

    def clean(self):
        super().clean()
        cleaned = self.cleaned_data
        chosen = [cleaned[name] for name in self.wide if cleaned.get(name)]
        if len(chosen) != len(set(chosen)):
            raise forms.ValidationError(_("One column cannot hold two measures."))
        return cleaned


class ConclusionForm(forms.Form):
    verdict = forms.ChoiceField(
        label=_("Result"), choices=Verdict.choices, widget=forms.RadioSelect
    )
    reasons = WordsFormField(label=_("Reasons"), long=True, max_length=2000)
    learned = WordsFormField(
        label=_("What was learned"), long=True, max_length=4000, required=False
    )
