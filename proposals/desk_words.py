"""The desk's page for proposals whose authors have left."""

from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.guards import officer_required
from proposals.city_words import write_city_words
from proposals.models import Proposal
from proposals.privacy import waiting_for_city_words
from proposals.privacy_scan import refuse_private


class CityWordsForm(forms.Form):
    title = forms.CharField(
        label=gettext_lazy("Title in the city’s words"), max_length=80, validators=[refuse_private]
    )
    text = forms.CharField(
        label=gettext_lazy("Summary in the city’s words"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        validators=[refuse_private],
        help_text=gettext_lazy(
            "What the proposal asks for, without anything that could tell who made it."
        ),
    )


@officer_required
def waiting(request):
    rows = waiting_for_city_words().select_related("category", "district")
    return render(request, "proposals/desk/words_waiting.html", {"proposals": rows})


@officer_required
def write(request, pk):
    proposal = get_object_or_404(
        Proposal.objects.select_related("author"), pk=pk, author__erased_at__isnull=False
    )
    form = CityWordsForm(
        request.POST or None,
        initial={"title": proposal.city_title, "text": proposal.city_text},
    )
    if request.method == "POST" and form.is_valid():
        write_city_words(proposal=proposal, by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved. The proposal goes on in the city’s words."))
        return redirect("proposals_desk:proposal", pk)
    return render(request, "proposals/desk/words.html", {"proposal": proposal, "form": form})
