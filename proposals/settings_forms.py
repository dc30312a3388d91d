"""The forms of /desk/settings/ for this room's rows, and for the delegation rows, whose statuses it knows."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.roles import Role
from accounts.settings_city import open_departments
from accounts.settings_form import RowForm
from city.models import Category, Delegation
from maps.models import District
from proposals import delegated, wording
from proposals.desk_moves import MOVES
from proposals.models import AnswerTemplate, AssignmentRule, Call, Criterion, DistrictThreshold
from proposals.workflow import label_of

# What an officer may decide, in the desk's own order.
DECISIONS = {move.code: move.after for move in MOVES.values() if move.after}
MOMENT = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
OWN_THRESHOLD = {"support_threshold": (1, 100_000), "support_days": (1, 365)}
POSITION = {"position": (0, 1000)}


class DelegationForm(RowForm):
    """전결: from which size on a decision needs whose approval."""

    also_kept = ("status", "outcome")
    approver = forms.ChoiceField(
        label=gettext_lazy("Approved by"),
        choices=[(role, Role(role).label) for role in (Role.MANAGER, Role.ADMIN)],
    )
    decision = forms.ChoiceField(label=gettext_lazy("Decision"))

    class Meta:
        model = Delegation
        fields = ("from_amount", "from_support", "approver")
        labels = {
            "from_amount": gettext_lazy("From this amount (won)"),
            "from_support": gettext_lazy("From this many supporters"),
        }
        help_texts = {
            "from_amount": gettext_lazy(
                "What is promised, or what a pilot was planned to cost. 0 where it does not matter."
            ),
            "from_support": gettext_lazy(
                "Of the proposal, or of all that a pilot tests. 0 where it does not matter."
            ),
        }

    field_order = ["decision", "from_amount", "from_support", "approver"]
    in_words = {
        "status": lambda value: delegated.name_of((value, "")),
        "outcome": delegated.name_of_outcome,
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        decisions = [(_code(state), delegated.name_of(state)) for state in delegated.decisions()]
        self.fields["decision"].choices = [("", _("Please choose")), *decisions]
        if self.instance.pk:
            self.initial["decision"] = _code((self.instance.status, self.instance.outcome))

    def clean(self):
        cleaned = super().clean() or {}
        if "decision" in cleaned:
            status, _colon, outcome = cleaned["decision"].partition(":")
            self.instance.status, self.instance.outcome = status, outcome
        return cleaned

    def _get_validation_exclusions(self):
        # Filled in by clean(): whether such a row is there already is asked of them too.
        known = {"status", "outcome"} if "decision" in self.cleaned_data else set()
        return super()._get_validation_exclusions() - known  # type: ignore[misc]

    def called(self) -> str:
        return delegated.name_of((self.instance.status, self.instance.outcome))

    @classmethod
    def rows(cls):
        return Delegation.objects.order_by("status", "outcome", "from_amount", "from_support")

    @classmethod
    def line(cls, row):
        return [
            _("from %(amount)s won") % {"amount": f"{row.from_amount:,}"} if row.from_amount else "",
            _("from %(count)s supporters") % {"count": f"{row.from_support:,}"}
            if row.from_support else "",
            str(Role(row.approver).label) if row.approver in Role.values else row.approver,
        ]  # fmt: skip


class CallForm(RowForm):
    fixed = ("slug",)
    limits = OWN_THRESHOLD

    class Meta:
        model = Call
        fields = (
            "slug", "title", "text", "opens_at", "closes_at", "support_threshold", "support_days",
        )  # fmt: skip
        labels = {"slug": gettext_lazy("Short name for the address")}
        widgets = {"opens_at": MOMENT, "closes_at": MOMENT}
        help_texts = {
            "slug": gettext_lazy("Letters and hyphens, such as winter-2027; stays as it is."),
            "support_threshold": gettext_lazy("Empty: as the city asks everywhere."),
            "support_days": gettext_lazy("Empty: as the city asks everywhere."),
        }

    def clean(self):
        cleaned = super().clean() or {}
        opens, closes = cleaned.get("opens_at"), cleaned.get("closes_at")
        if opens and closes and closes <= opens:
            self.add_error("closes_at", _("It has to close after it opens."))
        return cleaned


class DistrictThresholdForm(RowForm):
    limits = OWN_THRESHOLD

    class Meta:
        model = DistrictThreshold
        fields = ("district", "support_threshold", "support_days")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["district"].queryset = _districts(self.instance.district_id)

    @classmethod
    def rows(cls):
        return DistrictThreshold.objects.select_related("district").defer("district__outline")

    def clean(self):
        cleaned = super().clean() or {}
        if not self.errors and not (cleaned["support_threshold"] or cleaned["support_days"]):
            raise forms.ValidationError(_("Write down what is different in this district."))
        return cleaned

    def called(self):
        return str(self.instance.district)

    @classmethod
    def line(cls, row):
        return [
            _("%(count)s supporters") % {"count": row.support_threshold}
            if row.support_threshold else "",
            _("%(days)s days") % {"days": row.support_days} if row.support_days else "",
        ]  # fmt: skip


class AssignmentRuleForm(RowForm):
    class Meta:
        model = AssignmentRule
        fields = ("category", "district", "department", "officer")
        help_texts = {
            "officer": gettext_lazy("Empty: whoever of the department takes it."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        category, district = self.fields["category"], self.fields["district"]
        category.queryset = Category.objects.open() | Category.objects.filter(
            pk=self.instance.category_id
        )
        district.queryset = _districts(self.instance.district_id)
        category.empty_label, district.empty_label = _("Every category"), _("Every district")
        self.fields["department"].queryset = open_departments(self.instance.department_id)
        self.fields["officer"].queryset = User.objects.staff().order_by("pseudonym")

    @classmethod
    def rows(cls):
        rows = AssignmentRule.objects.select_related(
            "category", "district", "department", "officer"
        )
        return rows.defer("district__outline").order_by(
            "category__position", "district__name", "pk"
        )

    def called(self):
        category, district = self.instance.category, self.instance.district
        return f"{category or _('Every category')} · {district or _('Every district')}"

    @classmethod
    def line(cls, row):
        return [str(row.department), str(row.officer or "")]


class AnswerTemplateForm(RowForm):
    limits = POSITION
    beside_page = "proposals/desk/_placeholders.html"
    move = forms.ChoiceField(label=gettext_lazy("For which decision"), required=False)

    class Meta:
        model = AnswerTemplate
        fields = ("name", "move", "department", "text", "is_open", "position")
        widgets = {"text": forms.Textarea(attrs={"rows": 10})}
        help_texts = {
            "text": gettext_lazy("In braces stands what is filled in for each proposal: {title}."),
            "department": gettext_lazy("Empty: every department may use it."),
        }

    in_words = {"move": lambda value: dict(_decisions()).get(value, value)}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["move"].choices = [("", _("Any decision")), *_decisions()]
        self.fields["department"].queryset = open_departments(self.instance.department_id)

    def clean_text(self):
        return wording.clean(self.cleaned_data["text"])

    @classmethod
    def beside(cls):
        return {"placeholders": wording.PLACEHOLDERS.items()}

    @classmethod
    def line(cls, row):
        return [dict(_decisions()).get(row.move, ""), "" if row.is_open else _("closed")]


class CriterionForm(RowForm):
    limits = POSITION

    class Meta:
        model = Criterion
        fields = ("name", "meaning", "is_open", "position")

    @classmethod
    def line(cls, row):
        return [str(row.meaning), "" if row.is_open else _("closed")]


def _code(state: tuple[str, str]) -> str:
    return ":".join(state)


def _districts(chosen: int | None):
    current = District.objects.current() | District.objects.filter(pk=chosen or 0)
    return current.without_outline()


def _decisions() -> list[tuple[str, str]]:
    return [(code, label_of(state)) for code, state in DECISIONS.items()]
