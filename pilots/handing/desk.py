"""The desk page on which a pilot of another city is taken over."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.guards import officer_required
from pilots.handing.file import FileRefused
from pilots.handing.forms import HandoverForm
from pilots.handing.take_over import take_over
from pilots.models import TakenOver

PAGE = 30


@officer_required
def take_over_pilot(request):
    form = HandoverForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            taken = take_over(
                file=form.content, by=request.user, as_draft=form.cleaned_data["as_draft"],
                department=form.cleaned_data["department"],
            )  # fmt: skip
        except FileRefused as refusal:
            form.add_error("file", str(refusal))
        else:
            if taken.pilot:
                messages.success(request, _("The pilot is a draft now. Only staff can see it."))
                return redirect("pilots_desk:detail", taken.pilot.pk)
            messages.success(request, _("The results are kept and pooled with ours."))
            return redirect("pilots_desk:take_over")
    rows = TakenOver.objects.select_related("pilot").defer("content")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render(request, "pilots/handing/take_over.html", {"form": form, "page": page})
