"""업무 화면 of sensors: which there are, their tokens, the limits, and counts typed in by hand."""

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from pilots.desk import runs_pilot
from pilots.devices import registry
from pilots.devices.count import CountedInTheFuture, note_count
from pilots.devices.forms import CountForm, DeviceForm, LimitForm, counted_measures
from pilots.devices.panel import sensors_of
from pilots.devices.receive import PilotEnded
from pilots.devices.set_limit import lift_limit, set_limit
from pilots.models import Alert, Device, Observation, Threshold
from pilots.plan.duties import What, allows

LATEST = 20


@runs_pilot
def devices(request, pilot):
    return render(request, "pilots/devices/desk/devices.html", _context(request, pilot))


def _context(request, pilot) -> dict:
    return {
        "pilot": pilot,
        "sensors": sensors_of(pilot, all_of_them=True),
        "limits": Threshold.objects.filter(measure__pilot=pilot, is_active=True).select_related(
            "measure"
        ),
        "alerts": Alert.objects.filter(threshold__measure__pilot=pilot).select_related(
            "site", "threshold__measure"
        )[:LATEST],
        "sta": request.build_absolute_uri("/sta/v1.1"),
        "api": request.build_absolute_uri("/api/v1/observations/"),
    }


@runs_pilot
def device(request, pilot, device=None):
    row = get_object_or_404(_devices(pilot), pk=device) if device else None
    form = DeviceForm(request.POST or None, instance=row, pilot=pilot)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                if row:
                    registry.change_device(device=row, by=request.user, **form.cleaned_data)
                else:
                    row = registry.register_device(by=request.user, **form.cleaned_data)
        except IntegrityError:  # somebody registered one a moment ago
            form.add_error(None, _("Another sensor measures this here. Look again."))
        else:
            messages.success(request, _("The sensor is saved."))
            return redirect("pilots_desk:devices", pilot.pk)
    context = {"pilot": pilot, "form": form, "row": row}
    return render(request, "pilots/devices/desk/device.html", context)


@require_POST
@never_cache
@runs_pilot
def token(request, pilot, device):
    """Shown in this answer and never again."""
    row = get_object_or_404(_devices(pilot), pk=device, is_active=True)
    context = _context(request, pilot) | {
        "device": row, "token": registry.new_token(device=row, by=request.user),
    }  # fmt: skip
    return render(request, "pilots/devices/desk/token.html", context)


@require_POST
@runs_pilot
def revoke(request, pilot, device):
    registry.revoke_token(device=get_object_or_404(_devices(pilot), pk=device), by=request.user)
    messages.success(request, _("The token was taken back. What it sends is refused from now on."))
    return redirect("pilots_desk:devices", pilot.pk)


@require_POST
@runs_pilot
def retire(request, pilot, device):
    registry.take_out_of_use(device=get_object_or_404(_devices(pilot), pk=device), by=request.user)
    messages.success(request, _("The sensor is out of use. Its values stay."))
    return redirect("pilots_desk:devices", pilot.pk)


@runs_pilot
def limit(request, pilot):
    form = LimitForm(request.POST or None, pilot=pilot)
    if request.method == "POST" and form.is_valid():
        set_limit(by=request.user, **form.cleaned_data)
        messages.success(request, _("The limit is set."))
        return redirect("pilots_desk:devices", pilot.pk)
    return render(request, "pilots/devices/desk/limit.html", {"pilot": pilot, "form": form})


@require_POST
@runs_pilot
def limit_off(request, pilot, threshold):
    row = get_object_or_404(Threshold, pk=threshold, measure__pilot=pilot)
    lift_limit(threshold=row, by=request.user)
    messages.success(request, _("Nobody is alerted by this limit any more."))
    return redirect("pilots_desk:devices", pilot.pk)


@allows(What.ENTER)
def count(request, pilot):
    form = CountForm(request.POST or None, pilot=pilot)
    if request.method == "POST" and form.is_valid():
        try:
            kept = note_count(by=request.user, **form.cleaned_data)
        except CountedInTheFuture:
            form.add_error("counted_at", _("This time has not come yet."))
        except PilotEnded:
            form.add_error(None, _("This pilot has ended; its observations stay as they were."))
        else:
            messages.success(
                request,
                _("The number was corrected. The earlier one is kept.")
                if kept.corrected
                else _("The number is noted."),
            )
            return redirect("pilots_desk:count", pilot.pk)
    measures = counted_measures(pilot)
    counted = Observation.objects.filter(measure__in=measures).select_related("measure", "site")
    context = {
        "pilot": pilot, "form": form, "measures": measures,
        "counted": counted.prefetch_related("versions").order_by("-at", "-pk")[:LATEST],
    }  # fmt: skip
    return render(request, "pilots/devices/desk/count.html", context)


def _devices(pilot):
    return Device.objects.of_pilot(pilot)
