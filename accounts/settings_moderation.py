"""The form of a moderation rule: it is tried on the last thirty days before it is switched on."""

from typing import cast

from django import forms
from django.http import QueryDict
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import ModerationRule
from accounts.moderation import text_of
from accounts.rules import DryRun, dry_run
from accounts.settings_form import RowForm, fingerprint

SHOWN = 10
NEEDS_PHRASES = (ModerationRule.Kind.WORDS, ModerationRule.Kind.EMERGENCY)


class ModerationRuleForm(RowForm):
    limits = {"limit": (2, 200)}
    kind = forms.ChoiceField(
        label=gettext_lazy("what is looked for"), choices=ModerationRule.Kind.choices
    )
    # What the dry run was made with: saving the same again switches it on.
    tried = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    class Meta:
        model = ModerationRule
        fields = ("kind", "effect", "phrases", "limit", "only_new_people", "is_on")
        widgets = {"phrases": forms.Textarea(attrs={"rows": 6, "maxlength": 4000})}
        help_texts = {
            "phrases": gettext_lazy(
                "Only for lists of words and for emergencies. Spaces do not count."
            ),
            "limit": gettext_lazy("Only for “many texts in an hour”: more than so many."),
            "is_on": gettext_lazy(
                "Before it counts you are shown what it would have caught in the last 30 days."
            ),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.was = self.shown()

    @classmethod
    def line(cls, row):
        return [
            str(row.get_effect_display()),
            _("only new people") if row.only_new_people else "",
            _("on") if row.is_on else _("off"),
        ]

    def clean_phrases(self):
        if len(self.cleaned_data["phrases"]) > 4000:
            raise forms.ValidationError(_("Please shorten this list."))
        return self.cleaned_data["phrases"].replace("\r\n", "\n")

    def clean(self):
        cleaned = super().clean() or {}
        needs_words = cleaned.get("kind") in NEEDS_PHRASES and cleaned.get("is_on")
        if needs_words and not cleaned.get("phrases", "").strip():
            self.add_error("phrases", _("Write at least one word before you switch it on."))
        return cleaned

    def _post_clean(self):
        super()._post_clean()  # type: ignore[misc]
        if not self.errors and self.instance.is_on and self.wanted() != self.was:
            self._show_dry_run()

    def _show_dry_run(self) -> None:
        print_of_it = fingerprint(self.wanted())
        if self.cleaned_data.get("tried") == print_of_it:
            return
        data = cast(QueryDict, self.data).copy()
        data[self.add_prefix("tried")] = print_of_it
        self.data = data
        for line in _told(dry_run(self.instance)):
            self.add_error(None, line)


def _told(run: DryRun) -> list[str]:
    """How many and which, with the way to each; then what to do."""
    count = len(run.caught)
    first = ngettext(
        "In the last 30 days this rule would have caught %(count)s text of %(texts)s.",
        "In the last 30 days this rule would have caught %(count)s texts of %(texts)s.",
        count,
    ) % {"count": count, "texts": run.texts}
    lines = [
        format_html(
            '<a href="{}">{}</a>',
            reverse("accounts_desk:decide", args=[kind, row.pk]),
            text_of(row)[:80],
        )
        for kind, row in run.caught[-SHOWN:]
    ]
    return [first, *lines, _("Save once more to switch it on.")]
