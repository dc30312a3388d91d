"""/me/residence/: which level I am on, what that lets me do, and how the city comes to know me."""

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.entrance_forms import lives_elsewhere_label
from accounts.levels import may
from accounts.models import ResidenceRequest
from accounts.residence import ResidenceRefused, say_where_one_lives, step, steps
from accounts.residence_codes import use_residence_code
from accounts.residence_desk import ask_desk, take_request_back
from accounts.residence_forms import ResidenceCodeForm
from accounts.roles import Level, Right

REFUSED = 422


@login_required
def residence(request, **wrong):
    """`wrong` maps a step to its form that came back with something to look at again."""
    person = request.user
    is_verified = person.level == Level.VERIFIED
    shown = [] if is_verified else [(each, _shown(each, request, wrong)) for each in steps()]
    context = {
        "rights": [(right.label, may(person, right)) for right in Right],
        "latest": person.residences.select_related("district").first(),
        "steps": [(each, html_context) for each, html_context in shown if html_context is not None],
        "elsewhere_label": lives_elsewhere_label(),
    }
    status = REFUSED if wrong else 200
    return render(request, "accounts/residence.html", context, status=status)


@require_POST
@login_required
def take(request, method):
    asked = step(method)
    if asked is None:
        raise Http404
    if request.user.level == Level.VERIFIED:
        return redirect("residence")
    wrong = asked.receive(request)
    return residence(request, **{method: wrong}) if wrong else redirect("residence")


@require_POST
@login_required
def elsewhere(request):
    say_where_one_lives(person=request.user, elsewhere=request.POST.get("elsewhere") == "yes")
    messages.success(request, _("Saved."))
    return redirect("residence")


def _shown(asked, request, wrong) -> dict | None:
    return asked.context(request, wrong.get(asked.name))


# ── The two steps that come with the portal ──────────────────────────────────────────────────


def show_code(request, wrong) -> dict:
    return {"form": wrong or ResidenceCodeForm()}


def take_code(request):
    form = ResidenceCodeForm(request.POST)
    if not form.is_valid():
        return form
    if not ratelimit.consume(request, action="residence_code"):
        form.add_error("code", _("Too many codes were tried. Please wait an hour."))
        return form
    try:
        use_residence_code(person=request.user, typed=form.cleaned_data["code"])
    except ResidenceRefused as refusal:
        form.add_error("code", str(refusal))
        return form
    messages.success(request, _("Thank you: you are now known to live here."))
    return None


def show_desk(request, wrong) -> dict:
    return {"request_made": ResidenceRequest.objects.filter(person=request.user).last()}


def take_desk(request):
    if "take_back" in request.POST:
        take_request_back(person=request.user)
        messages.success(request, _("Your request is taken back."))
    else:
        ask_desk(person=request.user)
        messages.success(request, _("Your request has arrived. Please come by with your ID."))
