"""Public pages of events: the list, one of them with signing up, and the calendars."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.guards import refused_page
from accounts.roles import Right
from pilots.events.calendar import as_calendar
from pilots.events.come import SignUpRefused, come_with_code, free_places, sign_off, sign_up
from pilots.events.forms import CodeForm
from pilots.models import Event, EventPlace
from pilots.own_place import REFUSED
from pilots.permissions import can_run, can_see

PAGE = 20
IN_CALENDAR = 500


def events(request):
    """What comes next on top; what is over, with its minutes, below."""
    now = timezone.now()
    public = Event.objects.select_related("pilot").exclude(pilot__stage="draft")
    past = public.filter(ends_at__lte=now, cancelled_at__isnull=True).order_by("-starts_at", "-pk")
    return render(
        request,
        "pilots/events/index.html",
        {
            "coming": public.filter(ends_at__gt=now),
            "page": Paginator(past, PAGE).get_page(request.GET.get("page")),
        },
    )


def event(request, pk, number):
    event = _event(request, pk, number)
    place = own_place_at(event, request.user)
    return _show(request, event, place, CodeForm())


def _event(request, pk: int, number: int) -> Event:
    found = get_object_or_404(Event.objects.select_related("pilot"), pk=number, pilot=pk)
    if not can_see(request.user, found.pilot):
        raise Http404
    return found


def own_place_at(event: Event, person) -> EventPlace | None:
    if not person.is_authenticated:
        return None
    return EventPlace.objects.filter(event=event, person=person).first()


def _show(request, event: Event, place: EventPlace | None, form: CodeForm):
    now = timezone.now()
    counts = event.places.aggregate(
        coming=Count("pk", filter=Q(has_place=True)), waiting=Count("pk", filter=Q(has_place=False))
    )
    return render(
        request,
        "pilots/events/detail.html",
        {
            "event": event,
            "pilot": event.pilot,
            "place": place,
            "form": form,
            "free": free_places(event),
            "counts": counts,
            "is_over": event.ends_at <= now,
            "is_today": timezone.localdate(event.starts_at) == timezone.localdate(now),
            "can_run": can_run(request.user, event.pilot),
        },
        status=REFUSED if form.errors else 200,
    )


@login_required
@require_POST
def join(request, pk, number):
    event = _event(request, pk, number)
    if refused := refused_page(request, Right.JOIN):
        return refused
    try:
        place = sign_up(event=event, by=request.user)
        messages.success(
            request,
            _("You are signed up.") if place.has_place
            else _("All places are taken. You are on the waiting list."),
        )  # fmt: skip
    except SignUpRefused as refusal:
        messages.error(request, str(refusal))
    return redirect(event)


@login_required
@require_POST
def leave(request, pk, number):
    event = _event(request, pk, number)
    sign_off(event=event, by=request.user)
    messages.success(request, _("You are signed off."))
    return redirect(event)


@login_required
@require_POST
def come(request, pk, number):
    event = _event(request, pk, number)
    if refused := refused_page(request, Right.JOIN):
        return refused
    form = CodeForm(request.POST)
    if form.is_valid():
        try:
            come_with_code(event=event, code=form.cleaned_data["code"], by=request.user)
            messages.success(request, _("Good that you are here."))
            return redirect(event)
        except SignUpRefused as refusal:
            form.add_error("code", str(refusal))
    return _show(request, event, own_place_at(event, request.user), form)


def event_calendar(request, pk, number):
    return _calendar(request, [_event(request, pk, number)], f"event-{number}.ics")


def all_events_calendar(request):
    """Everything announced, for subscribing; the newest where there are very many."""
    public = Event.objects.exclude(pilot__stage="draft").select_related("pilot")
    return _calendar(request, public.order_by("-starts_at")[:IN_CALENDAR], "events.ics")


def _calendar(request, events, name: str) -> HttpResponse:
    address = f"{request.scheme}://{request.get_host()}"
    response = HttpResponse(
        as_calendar(events, address=address), content_type="text/calendar; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
