"""/me/: by what and how often news goes out, and which threads have been heard of enough."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from accounts.forms_told import NewsForm
from accounts.mail import person_of_token
from accounts.models import Delivery, Update
from accounts.rhythm import Rhythm
from accounts.told import choose_news, mute, stop_news, unmute, write_less_often
from accounts.views import settings_page


@require_POST
@login_required
def news(request):
    if request.POST.get("rhythm") == Rhythm.NEVER:  # a no needs no further answer
        stop_news(person=request.user)
        messages.success(request, _("Nothing is sent to you any more. News stays in your inbox."))
        return redirect("my_settings")
    form = NewsForm(request.POST, person=request.user)
    if not form.is_valid():
        return settings_page(request, news_form=form)
    choose_news(person=request.user, **form.cleaned_data)
    messages.success(request, _("Saved. That is how you will hear from us."))
    return redirect("my_settings")


@require_POST
@login_required
def mute_thread(request, pk):
    """From a piece of news: no more of this, or again after all."""
    delivery = get_object_or_404(
        Delivery.objects.select_related("update_told"), pk=pk, person=request.user
    )
    thread = delivery.update_told.thread
    if request.POST.get("again"):
        unmute(person=request.user, thread=thread)
        messages.success(request, _("You will hear of this again."))
    else:
        mute(person=request.user, thread=thread)
        messages.success(request, _("You will hear no more of this."))
    return redirect("inbox")


@csrf_exempt  # mail programs post here without a session (RFC 8058); all it can do is send less
@never_cache
def unsubscribe(request, token):
    """Looking changes nothing: scanners of mail follow links. A press, or a mail program, does."""
    person = person_of_token(token)
    if person is None:
        raise Http404
    done = _write_less(request, person) if request.method == "POST" else ""
    thread = request.GET.get("thread", "")
    context = {
        "token": token,
        "done": done,
        "asked": request.GET.get("rhythm", ""),
        "is_weekly": person.rhythm == Rhythm.WEEKLY,
        "has_stopped": person.rhythm == Rhythm.NEVER,
        "about": Update.objects.filter(thread=thread, deliveries__person=person).first()
        if thread and "\x00" not in thread
        else None,
    }
    return render(request, "accounts/unsubscribe.html", context)


def _write_less(request, person) -> str:
    rhythm, thread = request.POST.get("rhythm"), request.POST.get("thread", "")
    if rhythm in (Rhythm.DAILY, Rhythm.WEEKLY):
        write_less_often(person=person, rhythm=rhythm)
        return person.rhythm
    if thread and Delivery.objects.filter(person=person, update_told__thread=_clean(thread)):
        mute(person=person, thread=_clean(thread))
        return "mute"
    stop_news(person=person)
    return Rhythm.NEVER


def _clean(thread: str) -> str:
    return thread.replace("\x00", "")
