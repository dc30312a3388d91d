"""While somebody writes: what others have already proposed about it, and one tap to back theirs."""

from django.shortcuts import render
from django.views.decorators.http import require_POST

from proposals.danger import sounds_urgent
from proposals.drafts import keep_draft, may_begin
from proposals.models import Support
from proposals.new_forms import ProposalForm
from proposals.similar import similar_proposals


@require_POST
def similar(request):
    """A fragment for the page; what was typed so far is kept, so that a look is no risk."""
    form = ProposalForm(request.POST)
    if may_begin(request):
        keep_draft(session=request.session, person=request.user, form=form)
    context = similar_to_form(form, request.user) | {"danger": sounds_urgent(form)}
    return render(request, "proposals/_similar.html", context)


def similar_to_form(form: ProposalForm, person) -> dict:
    """Works with half a form: whatever is there and good is compared."""
    if not form.is_bound:
        form = ProposalForm(form.initial)
    form.is_valid()
    words = form.cleaned_data
    place = words.get("place") or {}
    found = similar_proposals(
        title=words.get("title") or "", text=words.get("text") or "",
        category=words.get("category"), lon=place.get("lon"), lat=place.get("lat"),
        district=place.get("district"),
    )  # fmt: skip
    backed = set()
    if found and person.is_authenticated:
        mine = Support.objects.filter(supporter=person, proposal__in=[s.proposal for s in found])
        backed = set(mine.values_list("proposal_id", flat=True))
    return {"similar": found, "backed": backed}
