"""The desk of this room: reported texts for officers; staff and the access log for administrators."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.access import WHAT_WAS_DONE, broken_seals, note_access
from accounts.appoint import AppointmentRefused, appoint
from accounts.forms import AppointForm, CaseForm
from accounts.guards import admin_required, officer_required
from accounts.models import AccessLog, AccessSeal, ModerationAct, User
from accounts.moderation import (
    author_of,
    decide_case,
    kinds,
    model_of,
    page_of,
    rows_of,
    waiting_cases,
)

ACTS_SHOWN = 20
LINES_SHOWN = 50
FOUND_SHOWN = 20


@officer_required
def moderation(request):
    cases = waiting_cases()
    rows = rows_of(cases)
    queue = [
        {"case": case, **_shown(case.kind, rows[key])}
        for case in cases
        if (key := (case.kind, case.target)) in rows
    ]
    acts = ModerationAct.objects.select_related("by").order_by("-at", "-pk")[:ACTS_SHOWN]
    decided = [{"act": act, "label": model_of(act.kind)._meta.verbose_name} for act in acts]
    return render(request, "accounts/desk/moderation.html", {"queue": queue, "decided": decided})


@officer_required
def decide(request, kind, target):
    if kind not in kinds():
        raise Http404
    row = get_object_or_404(model_of(kind), pk=target)
    form = CaseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        decide_case(
            kind=kind,
            target=target,
            hide=form.cleaned_data["decision"] == "hide",
            reason=form.cleaned_data["reason"],
            by=request.user,
        )
        messages.success(request, _("Decided. If something changed, the author has been told why."))
        return redirect("accounts_desk:moderation")
    reports = [case for case in waiting_cases() if (case.kind, case.target) == (kind, target)]
    acts = ModerationAct.objects.filter(kind=kind, target=target).select_related("by")
    context = {
        "form": form,
        "reasons": reports[0].reasons if reports else [],
        "acts": acts.order_by("-at", "-pk"),
        **_shown(kind, row),
    }
    return render(request, "accounts/desk/decide.html", context)


def _shown(kind: str, row) -> dict:
    """What an officer needs to judge a text; who reported it stays out of sight."""
    return {
        "kind": row._meta.verbose_name,
        "title": getattr(row, "title", ""),
        "text": getattr(row, "text", ""),
        "author": author_of(kind, row),
        "page": page_of(kind, row),
        "hidden_at": row.hidden_at,
    }


@admin_required
def people(request):
    """Staff at once; anybody else only by their whole e-mail address or display name."""
    asked = request.GET.get("q", "").strip()
    found = User.objects.filter(erased_at=None).select_related("department")
    if asked:
        found = found.filter(email__iexact=asked) | found.filter(pseudonym__iexact=asked)
        for person in found:
            note_access(staff=request.user, action="look-up", subject=person)
    staff = User.objects.exclude(role="resident").filter(is_active=True)
    return render(
        request,
        "accounts/desk/people.html",
        {
            "q": asked,
            "found": found[:FOUND_SHOWN] if asked else [],
            "staff": staff.select_related("department").order_by("role", "pseudonym"),
        },
    )


@admin_required
def person(request, pk):
    somebody = get_object_or_404(User, pk=pk, erased_at=None)
    initial = {"role": somebody.role, "department": somebody.department_id}
    form = AppointForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            appoint(person=somebody, by=request.user, **form.cleaned_data)
        except AppointmentRefused as refusal:
            form.add_error("role", str(refusal))
        else:
            messages.success(request, _("Saved. The person has been told."))
            return redirect("accounts_desk:people")
    if request.method == "GET":
        note_access(staff=request.user, action="view-account", subject=somebody)
    return render(request, "accounts/desk/person.html", {"somebody": somebody, "form": form})


@admin_required
def access_log(request):
    log = AccessLog.objects.select_related("staff", "subject")
    page = Paginator(log, LINES_SHOWN).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": [(line, WHAT_WAS_DONE.get(line.action, line.action)) for line in page],
        "broken": broken_seals(),
        "last_seal": AccessSeal.objects.order_by("-last").first(),
    }
    return render(request, "accounts/desk/access.html", context)
