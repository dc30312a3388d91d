"""The desk of this room for administrators: the staff, and who looked at whose data."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.access import WHAT_WAS_DONE, broken_seals, note_access
from accounts.appoint import AppointmentRefused, appoint
from accounts.forms import AppointForm
from accounts.guards import admin_required
from accounts.models import AccessLog, AccessSeal, User

LINES_SHOWN = 50
FOUND_SHOWN = 20


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
