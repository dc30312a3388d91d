"""Many answered at once: choose the words, look at each answer, publish, read what happened."""

from collections.abc import Iterable
from typing import NamedTuple, cast

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.guards import officer_required
from city.models import City
from proposals import wording
from proposals.answer_many import MOVES, Answer, in_words, moves_for, why_not
from proposals.answer_many import answer_many as answer_them
from proposals.desk_forms import LONG, read_seen
from proposals.desk_moves import MOVES as DESK_MOVES
from proposals.models import AnswerTemplate, Proposal

AT_ONCE = 50  # as many as one page of the queue holds
NO_LONGER = 422


class WordsForm(forms.Form):
    """The decision and the words for all; what stands in braces is filled for each."""

    move = forms.ChoiceField(
        label=gettext_lazy("Decision"),
        error_messages={
            "invalid_choice": gettext_lazy("None of the chosen proposals can be answered so.")
        },
    )
    wording = forms.ModelChoiceField(
        label=gettext_lazy("Wording"),
        queryset=AnswerTemplate.objects.none(),
        required=False,
        empty_label=gettext_lazy("None: I write it myself"),
    )
    text = forms.CharField(
        label=gettext_lazy("What the city answers"),
        required=False,
        max_length=4000,
        help_text=gettext_lazy("Left empty, the chosen wording stands here."),
        widget=forms.Textarea(attrs=LONG),
    )
    referred_to = forms.CharField(
        label=gettext_lazy("To which body?"), max_length=120, required=False
    )
    receipt = forms.CharField(label=gettext_lazy("Receipt number"), max_length=60, required=False)
    link = forms.URLField(
        label=gettext_lazy("Link"), required=False, assume_scheme="https", max_length=200
    )

    def __init__(self, *args, person, moves: Iterable[str] = MOVES, **kwargs):
        super().__init__(*args, **kwargs)
        choices = cast(forms.ModelChoiceField, self.fields["wording"])
        choices.queryset = wording.templates_of(person)
        decisions = cast(forms.ChoiceField, self.fields["move"])
        decisions.choices = [(code, DESK_MOVES[code].label) for code in moves]

    def clean_text(self) -> str:
        return wording.clean(self.cleaned_data["text"])

    def clean(self):
        data = super().clean() or {}
        if not data.get("text") and not data.get("wording") and "text" not in self.errors:
            self.add_error("text", _("Choose a wording or write the answer."))
        if data.get("move") == "referred" and not data.get("referred_to"):
            self.add_error("referred_to", _("Name the body to which the proposal goes."))
        return data

    @property
    def words(self) -> str:
        return self.cleaned_data["text"] or self.cleaned_data["wording"].text

    @property
    def details(self) -> dict[str, str]:
        """What a referral says besides."""
        if self.cleaned_data["move"] != "referred":
            return {}
        return {name: self.cleaned_data[name] for name in ("referred_to", "receipt", "link")}


class AnswerForm(forms.Form):
    """One proposal of the preview: take it or not, in these words."""

    take = forms.BooleanField(label=gettext_lazy("Answer this one"), required=False)
    text = forms.CharField(
        label=gettext_lazy("What the city answers"),
        max_length=4000,
        validators=[wording.refuse_unfilled],
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Tell residents why.")},
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.is_bound and not self["take"].value():  # what is left out may read as it likes
            self.fields["text"].required, self.fields["text"].validators = False, []


class Row(NamedTuple):
    proposal: Proposal
    form: AnswerForm | None  # None where this decision is not possible
    why_not: str = ""


@officer_required
def answer_many(request):
    """Three steps on one address; only the last one writes, and each answer for itself."""
    proposals = _chosen(request)
    if request.method != "POST" or not proposals:
        messages.error(request, _("Choose at least one proposal first."))
        return redirect("proposals_desk:queue")
    step = request.POST.get("step")
    # A second click on "publish" may find all answered already, and is told so one by one.
    moves = list(MOVES) if step == "publish" else moves_for(proposals)
    if not moves:
        messages.error(request, _("The chosen proposals cannot be answered together."))
        return redirect("proposals_desk:queue")
    if step not in ("preview", "publish"):
        typed = {name: request.POST.get(name, "") for name in WordsForm.base_fields}
        words = WordsForm(person=request.user, moves=moves, initial=typed)
        return _show_words(request, proposals, words)
    words = WordsForm(request.POST, person=request.user, moves=moves)
    if not words.is_valid():
        return _show_words(request, proposals, words, NO_LONGER)
    if step == "preview":
        return _show_preview(request, words, _filled(words, proposals))
    return _publish(request, words, proposals)


def _chosen(request) -> list[Proposal]:
    typed = request.POST.getlist("proposals")[:AT_ONCE]
    keys = [int(key) for key in typed if key.isdecimal() and len(key) < 16]
    rows = Proposal.objects.for_lists().select_related("author").in_bulk(keys)
    return [rows[key] for key in dict.fromkeys(keys) if key in rows]


def _filled(words: WordsForm, proposals: list[Proposal]) -> list[Row]:
    city, code = City.objects.current(), words.cleaned_data["move"]
    rows = []
    for proposal in proposals:
        refusal = why_not(proposal, code)
        initial = {
            "take": True, "text": wording.fill(words.words, proposal, city),
            "seen": proposal.status_since.isoformat(),
        }  # fmt: skip
        form = None if refusal else AnswerForm(prefix=str(proposal.pk), initial=initial)
        rows.append(Row(proposal, form, refusal))
    return rows


def _publish(request, words: WordsForm, proposals: list[Proposal]) -> HttpResponse:
    forms_of = {
        proposal: AnswerForm(request.POST, prefix=str(proposal.pk))
        for proposal in proposals
        if f"{proposal.pk}-seen" in request.POST
    }
    rows = [Row(proposal, form) for proposal, form in forms_of.items()]
    if [form for form in forms_of.values() if not form.is_valid()]:  # all say what is wrong
        return _show_preview(request, words, rows, NO_LONGER)
    answers = [
        Answer(proposal, form.cleaned_data["text"], read_seen(form.cleaned_data["seen"]))
        for proposal, form in forms_of.items()
        if form.cleaned_data["take"]
    ]
    if not answers:
        messages.error(request, _("Nothing was chosen to be answered."))
        return _show_preview(request, words, rows, NO_LONGER)
    results = answer_them(
        answers=answers, code=words.cleaned_data["move"], by=request.user, **words.details
    )
    context = {"results": [(result, in_words(result)) for result in results]}
    return render(request, "proposals/desk/answered_many.html", context)


def _show_words(
    request, proposals: list[Proposal], form: WordsForm, status: int = 200
) -> HttpResponse:
    context = {
        "proposals": proposals, "form": form, "placeholders": wording.PLACEHOLDERS.items(),
    }  # fmt: skip
    return render(request, "proposals/desk/answer_many.html", context, status=status)


def _show_preview(request, words: WordsForm, rows: list[Row], status: int = 200) -> HttpResponse:
    context = {
        "rows": rows,
        "words": words,
        "move": DESK_MOVES[words.cleaned_data["move"]],
        "possible": sum(row.form is not None for row in rows),
    }
    return render(request, "proposals/desk/answer_preview.html", context, status=status)
