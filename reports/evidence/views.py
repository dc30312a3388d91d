"""업무 화면 of evidence packs: asked for, followed, read, downloaded. For staff only."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.guards import manager_required, officer_required
from reports.evidence.ask import PackRefused, ask_for_days, ask_for_pilot, make_again
from reports.evidence.build import MEDIA_TYPES, Kind, as_json, name_of, path_of
from reports.evidence.forms import PackForm, PilotPackForm
from reports.evidence.paper import page_of, title_of
from reports.evidence.progress import progress_of
from reports.models import EvidencePack, EvidencePackFile, Indicator

ON_A_PAGE = 30


@officer_required
def index(request):
    """Packs, newest first, and the two forms that ask for another."""
    forms = {"days": PackForm(initial=_this_year()), "pilot": PilotPackForm(initial=request.GET)}
    status = 200
    if request.method == "POST":
        about = "pilot" if request.POST.get("about") == "pilot" else "days"
        pack = _asked(request, forms, about)
        if pack:
            return redirect(pack)
        status = 422
    packs = EvidencePack.objects.defer("data").select_related("pilot", "asked_by")
    page = Paginator(packs, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page, "forms": forms, "titles": [(pack, title_of(pack)) for pack in page],
        "indicators": Indicator.objects.in_use().count(),
    }  # fmt: skip
    return render(request, "reports/evidence/index.html", context, status=status)


@manager_required
def _asked(request, forms: dict[str, Any], about: str) -> EvidencePack | None:
    verb, form_class = (
        (ask_for_pilot, PilotPackForm) if about == "pilot" else (ask_for_days, PackForm)
    )
    form = forms[about] = form_class(request.POST)
    if not form.is_valid():
        return None
    try:
        return verb(**form.cleaned_data, by=request.user)
    except PackRefused as refusal:
        form.add_error(refusal.field, str(refusal))
        return None


def _this_year() -> dict[str, Any]:
    today = timezone.localdate()
    return {"since": today.replace(month=1, day=1), "until": today}


def _pack(pk, *defer: str) -> EvidencePack:
    rows = EvidencePack.objects.select_related("pilot", "run", "asked_by").defer(*defer)
    return get_object_or_404(rows, pk=pk)


@require_safe
@officer_required
def show(request, pack):
    pack = _pack(pack)
    files = list(pack.files.order_by("-language", "pk"))
    context: dict[str, Any] = {
        "pack": pack, "title": title_of(pack), "progress": progress_of(pack), "files": files,
        "without_pdf": bool(files) and Kind.PDF not in {file.kind for file in files},
    }  # fmt: skip
    if pack.built_at:
        context |= page_of(pack)
    return render(request, "reports/evidence/pack.html", context)


@require_safe
@officer_required
def progress(request, pack):
    """Asked again and again by the page until all files are there."""
    pack = _pack(pack, "data")
    far = progress_of(pack)
    response = render(request, "reports/evidence/_progress.html", {"pack": pack, "progress": far})
    if not far.goes_on:
        response["HX-Trigger"] = "report-ended"
    return response


@require_POST
@manager_required
def again(request, pack):
    make_again(pack=_pack(pack, "data"), by=request.user)
    return redirect("reports_desk:pack", pack)


@require_safe
@officer_required
def file_of(request, pack, language, kind):
    row = get_object_or_404(
        EvidencePackFile.objects.select_related("pack__pilot"),
        pack=pack,
        language=language,
        kind=kind,
    )
    try:
        opened = path_of(row.pack, kind, language).open("rb")
    except FileNotFoundError:
        raise Http404 from None
    return FileResponse(
        opened, as_attachment=True, filename=name_of(row.pack, kind, language),
        content_type=MEDIA_TYPES[kind],
    )  # fmt: skip


@require_safe
@officer_required
def data(request, pack):
    """The frozen data: its bytes have the SHA-256 that the pack states."""
    pack = _pack(pack)
    if pack.built_at is None:
        messages.info(request, _("This pack is still being made."))
        return redirect("reports_desk:pack", pack.pk)
    return HttpResponse(as_json(pack), content_type="application/json")
