"""/me/: the inbox and the settings of the signed-in person."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.consent import current_text, has_consented, withdraw_consent
from accounts.forms import YES, DisplayNameForm, LanguageForm, ProfileForm
from accounts.forms_told import NewsForm
from accounts.models import Delivery, Mute
from accounts.profile import (
    NameRefused,
    choose_display_name,
    draw_display_name,
    keep_profile,
)


@login_required
def inbox(request):
    news = Delivery.objects.filter(person=request.user).select_related("update_told")
    page = Paginator(news, 20).get_page(request.GET.get("page"))
    muted = set(Mute.objects.filter(person=request.user).values_list("thread", flat=True))
    return render(request, "accounts/inbox.html", {"page": page, "muted": muted})


@login_required
def open_update(request, pk):
    """Goes where the news happened, and remembers that it was read."""
    delivery = get_object_or_404(
        Delivery.objects.select_related("update_told"), pk=pk, person=request.user
    )
    if delivery.read_at is None:
        delivery.read_at = timezone.now()
        delivery.save(update_fields=["read_at"])
    return redirect(delivery.update_told.url)


@require_POST
@login_required
def read_all(request):
    Delivery.objects.unread_of(request.user).update(read_at=timezone.now())
    return redirect("inbox")


@login_required
def settings_page(request, **wrong):
    """`wrong` is a form that came back with something to look at again."""
    person = request.user
    text = current_text("profile")
    agreed = has_consented(person, text)
    context = {
        "name_form": DisplayNameForm(initial={"pseudonym": person.pseudonym}),
        "news_form": NewsForm(person=person),
        "has_contact": has_consented(person, current_text("contact")),
        "language_form": LanguageForm(initial={"language": person.language}),
        "profile_form": ProfileForm(
            initial={
                "birth_year": person.birth_year,
                "sex": person.sex,
                "home_district": person.home_district_id,
                "profile": YES if agreed else None,
            }
        ),
        "profile_text": text,
        "has_profile": agreed,
        "contact_text": current_text("contact"),
    }
    return render(request, "accounts/settings.html", context | wrong, status=422 if wrong else None)


@require_POST
@login_required
def name(request):
    form = DisplayNameForm(request.POST)
    if form.is_valid():
        try:
            choose_display_name(person=request.user, name=form.cleaned_data["pseudonym"])
        except NameRefused as refusal:
            form.add_error("pseudonym", str(refusal))
        else:
            return _done(request, _("Your display name is now “%s”.") % request.user.pseudonym)
    return settings_page(request, name_form=form)


@require_POST
@login_required
def new_name(request):
    draw_display_name(person=request.user)
    return _done(request, _("Your display name is now “%s”.") % request.user.pseudonym)


@require_POST
@login_required
def language(request):
    form = LanguageForm(request.POST)
    if not form.is_valid():
        return settings_page(request, language_form=form)
    request.user.language = form.cleaned_data["language"]
    request.user.save(update_fields=["language"])
    return _done(request, _("Saved."))


@require_POST
@login_required
def profile(request):
    form = ProfileForm(request.POST)
    if not form.is_valid():
        return settings_page(request, profile_form=form)
    if form.cleaned_data["profile"] == YES:
        keep_profile(person=request.user, **form.details)
        return _done(request, _("Saved. Thank you: this helps to see whose voice is missing."))
    withdraw_consent(person=request.user, text=current_text("profile"))
    return _done(request, _("Your details have been erased."))


def _done(request, sentence: str):
    messages.success(request, sentence)
    return redirect("my_settings")
