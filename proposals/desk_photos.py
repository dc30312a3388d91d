"""An officer covers a face or a number plate; the pixels under it are gone for good."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.guards import officer_required
from photos.clean import PhotoRefused
from photos.keep import cover_photo
from proposals.desk_forms import CoverForm
from proposals.models import ProposalPhoto

NO_LONGER = 422


@officer_required
def cover(request, pk, photo_pk):
    row = get_object_or_404(
        ProposalPhoto.objects.select_related("photo", "proposal"), proposal=pk, photo=photo_pk
    )
    form = CoverForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            cover_photo(photo=row.photo, covers=(form.rectangle(),))
            messages.success(request, _("Covered. Nobody can bring back what was under it."))
            return redirect("proposals_desk:proposal", pk)
        except PhotoRefused as refusal:
            form.add_error(None, str(refusal))
    return render(
        request,
        "proposals/desk/cover.html",
        {"proposal": row.proposal, "photo": row.photo, "form": form},
        status=NO_LONGER if form.is_bound else 200,
    )
