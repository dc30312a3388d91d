"""업무 화면 of the open data: the newest releases, what failed, and taking a file away."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.guards import manager_required, officer_required
from jobs.models import Job
from reports.models import Dataset, Release, ReleaseFile, Withdrawal
from reports.opendata.forms import WithdrawForm
from reports.opendata.withdraw import NoReason, copies_of, others_of_table, withdraw_file

RELEASES_ON_A_PAGE = 30


@officer_required
def index(request):
    releases = Release.objects.select_related("dataset").order_by("-as_of", "dataset__position")
    withdrawn = Withdrawal.objects.select_related("file__release__dataset").order_by("-at")
    return render(
        request,
        "reports/opendata/desk/index.html",
        {
            "page": Paginator(releases, RELEASES_ON_A_PAGE).get_page(request.GET.get("page")),
            "withdrawn": withdrawn[:RELEASES_ON_A_PAGE],
            "job": Job.objects.filter(kind="reports.release").order_by("-pk").first(),
        },
    )


@officer_required
def release(request, slug, name):
    dataset = get_object_or_404(Dataset, slug=slug)
    shown = get_object_or_404(dataset.releases, name=name)
    files = shown.files.select_related("withdrawal").order_by("name")
    return render(
        request,
        "reports/opendata/desk/release.html",
        {"dataset": dataset, "release": shown, "files": files},
    )


@manager_required
def withdraw(request, pk):
    """Asks once more before the bytes go; a second time finds them gone already."""
    rows = ReleaseFile.objects.select_related("release__dataset", "withdrawal")
    file = get_object_or_404(rows, pk=pk)
    address = (file.release.dataset.slug, file.release.name)
    if file.is_withdrawn:
        messages.info(request, _("This file is withdrawn already."))
        return redirect("reports_desk:data_release", *address)
    others = others_of_table(file)
    copies = copies_of([file, *others])
    form = WithdrawForm(request.POST or None, others=bool(others), copies=bool(copies))
    if request.method == "POST" and form.is_valid():
        chosen = [file, *(others if form.cleaned_data.get("with_others") else ())]
        chosen += copies_of(chosen) if form.cleaned_data.get("with_copies") else []
        try:
            with transaction.atomic():
                for each in chosen:
                    withdraw_file(file=each, reason=form.cleaned_data["reason"], by=request.user)
        except NoReason as missing:
            form.add_error("reason", str(missing))
        else:
            messages.success(request, _("The content is deleted; name, checksum and reason stay."))
            return redirect("reports_desk:data_release", *address)
    return render(
        request,
        "reports/opendata/desk/withdraw.html",
        {"file": file, "others": others, "copies": copies, "form": form},
    )
