"""The desk's part of telling people: letters to print, people to call, what failed, what it cost."""

from django.contrib import messages
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.access import note_access
from accounts.forms_told import DeskContactForm
from accounts.guards import officer_required
from accounts.models import DeskContact, User
from accounts.outgoing import (
    ContactRefused,
    costs_by_month,
    latest_failures,
    letters_are_printed,
    letters_to_print,
    people_to_call,
    person_was_called,
    tell_by_desk,
    waiting_at_the_desk,
)

FOUND_SHOWN = 20


@officer_required
def overview(request):
    """Costs are for managers; what waits is for everybody at the desk."""
    asked = request.GET.get("q", "").strip().replace("\x00", "")
    found = list(_called(asked)[:FOUND_SHOWN]) if asked else []
    for person in found:
        note_access(staff=request.user, action="look-up", subject=person)
    context = waiting_at_the_desk() | {"problems": latest_failures(), "q": asked, "found": found}
    if request.user.is_manager:
        context["months"] = costs_by_month()
    return render(request, "accounts/desk/messages.html", context)


def _called(words: str):
    """Somebody is found by the whole e-mail address or display name only."""
    people = User.objects.filter(erased_at=None, is_active=True)
    return people.filter(Q(email__iexact=words) | Q(pseudonym__iexact=words))


@officer_required
def letters(request):
    """One printed page each; afterwards exactly these are marked as sent."""
    if request.method == "POST":
        keys = [
            int(key) for key in request.POST.getlist("letter") if key.isascii() and key.isdigit()
        ]
        count = letters_are_printed(keys=[key for key in keys if key < 2**63], by=request.user)
        said = ngettext(
            "%(n)s letter is marked as sent.", "%(n)s letters are marked as sent.", count
        )
        messages.success(request, said % {"n": count})
        return redirect("accounts_desk:messages")
    return render(
        request, "accounts/desk/letters.html", {"letters": letters_to_print(by=request.user)}
    )


@officer_required
def calls(request):
    if request.method == "POST":
        key = request.POST.get("call", "")
        reached = request.POST.get("reached") == "yes"
        if not (key.isascii() and key.isdigit() and len(key) < 19) or not person_was_called(
            key=int(key), reached=reached, by=request.user
        ):
            messages.info(request, _("Somebody else has already dealt with this call."))
        elif reached:
            messages.success(request, _("Noted: the person has been told."))
        else:
            messages.success(request, _("Noted. The call comes back tomorrow."))
        return redirect("accounts_desk:calls")
    return render(request, "accounts/desk/calls.html", {"calls": people_to_call(by=request.user)})


@officer_required
def contact(request, pk):
    """Set by an officer for a person who came by desk, telephone or paper."""
    person = get_object_or_404(User, pk=pk, erased_at=None, is_active=True)
    known = DeskContact.objects.filter(person=person).first()
    initial = {"told_by": person.told_by, "rhythm": person.rhythm} if known else {}
    if known:
        initial |= {"name": known.name, "phone": known.phone, "address": known.address}
    form = DeskContactForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = {name: value for name, value in form.cleaned_data.items() if name != "agreed"}
        try:
            tell_by_desk(person=person, by=request.user, **given)
        except ContactRefused as refusal:
            form.add_error("address" if given["told_by"] == "letter" else "phone", str(refusal))
        else:
            messages.success(request, _("Saved. The desk will tell this person."))
            return redirect("accounts_desk:messages")
    if request.method == "GET" and known:
        note_access(staff=request.user, action="desk-contact", subject=person)
    return render(
        request, "accounts/desk/contact.html", {"form": form, "somebody": person},
        status=422 if form.errors else None,
    )  # fmt: skip
