"""The settings' form of a kind of report: what it is about, what it shows, whether it is in use."""

from datetime import datetime

from django.db.models import Max
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.settings_form import RowForm
from reports.make.choosing import SECTIONS, choices_of_kind
from reports.make.contents_form import ChoiceOfContents
from reports.models import ReportKind

About, Period = ReportKind.About, ReportKind.Period
LONGEST_NAME = 40


def _listed(names: dict) -> str:
    return ", ".join(str(name) for name in names.values())


def _figures_in_words(keys: list[str]) -> str:
    return _listed({key: name for key, name in choices_of_kind()[0] if key in keys or not keys})


def _charts_in_words(keys: list[str]) -> str:
    return _listed({key: name for key, name in choices_of_kind()[1] if key in keys or not keys})


def _sections_in_words(names: list[str]) -> str:
    return _listed({name: SECTIONS[name] for name in names if name in SECTIONS})


class KindForm(RowForm, ChoiceOfContents):
    """What is changed here counts for new reports; those that are there keep what they have."""

    fixed = ("about", "period")
    in_words = {
        "figures": _figures_in_words,
        "charts": _charts_in_words,
        "sections": _sections_in_words,
    }

    class Meta:
        model = ReportKind
        fields = (
            "name", "about", "period", "drafts_itself", "figures", "charts", "sections", "is_open",
        )  # fmt: skip
        labels = {
            "drafts_itself": gettext_lazy(
                "Draft it by itself when the period, call or pilot has ended"
            )
        }
        help_texts = {
            "about": gettext_lazy("Stays as it is afterwards."),
            "period": gettext_lazy("Stays as it is afterwards."),
            "is_open": gettext_lazy(
                "Off: it is not offered any more, and nothing is drafted. Its reports stay."
            ),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        kind = self.instance
        if kind.pk and kind.about == About.PILOT:  # its report shows all that was measured
            for name in ("figures", "charts", "sections"):
                del self.fields[name]
            return
        self.offer(*choices_of_kind(), (kind.figures, kind.charts))
        self.offer_sections(SECTIONS, SECTIONS if kind.sections is None else kind.sections)
        for name in ("figures", "charts", "sections"):
            self.initial[name] = self.fields[name].initial

    @classmethod
    def line(cls, row):
        drafts = _("drafted by itself") if row.drafts_itself else ""
        closed = "" if row.is_open else _("not in use")
        return [row.get_about_display(), row.get_period_display(), drafts, closed]

    def clean_figures(self) -> list[str]:
        return _some(self.cleaned_data["figures"], choices_of_kind()[0])

    def clean_charts(self) -> list[str]:
        return _some(self.cleaned_data["charts"], choices_of_kind()[1])

    def clean_sections(self) -> list[str] | None:
        chosen = self.cleaned_data["sections"]
        return None if set(chosen) == set(SECTIONS) else chosen

    def clean(self):
        cleaned = super().clean() or {}
        about, period = cleaned.get("about"), cleaned.get("period")
        if about == About.PILOT:
            cleaned |= {"figures": [], "charts": [], "sections": None}
            if period:
                self.add_error("period", _("A report on a pilot covers all of it: no period."))
        elif cleaned.get("drafts_itself") and not period and about != About.CALL:
            sentence = _("Without a period nothing ends. Choose a period, or draft it by hand.")
            self.add_error("drafts_itself", sentence)
        return cleaned

    def keep(self, at: datetime) -> None:
        if not self.instance.pk:
            last = ReportKind.objects.aggregate(last=Max("position"))["last"]
            self.instance.slug, self.instance.position = _free_slug(self.instance), (last or 0) + 1
        self.instance.save()


def _some(chosen: list[str], choices: list) -> list[str]:
    """In the order of the page. All are said by none: a kind also shows what is counted one day."""
    kept = [key for key, _name in choices if key in chosen]
    return [] if len(kept) == len(choices) else kept


def _free_slug(kind: ReportKind) -> str:
    """The first word of its reports' addresses: of its English name, or kind."""
    name = slugify(kind.name.get("en", ""))[:LONGEST_NAME].strip("-") or "kind"
    taken = set(ReportKind.objects.values_list("slug", flat=True))
    number = 1
    while (found := name if number == 1 else f"{name}-{number}") in taken:
        number += 1
    return found
