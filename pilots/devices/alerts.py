"""Alerts: told once when a limit is crossed, over when the value has come back far enough."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.tell import tell
from pilots.devices.quality import silent_since
from pilots.models import Alert, Device, Observation, Pilot, Threshold
from pilots.notify import in_both
from pilots.say import with_unit
from pilots.workflow import ENDED

# A value that comes later than this is history: it begins no alert.
NEWS = timedelta(hours=6)
SHOWN = timedelta(days=7)


def watch(*, series: set[tuple[int, int]], at: datetime) -> list[Alert]:
    """Looks at the newest good value of each series (measure, site): the alerts that began."""
    watched = Threshold.objects.filter(
        measure__in={measure for measure, _site in series}, is_active=True
    ).exclude(measure__pilot__stage__in=ENDED)
    thresholds = list(watched.select_related("measure__pilot"))
    if not thresholds:
        return []
    newest = _newest_values(series, at)
    open_alerts = {
        (alert.threshold_id, alert.site_id): alert
        for alert in Alert.objects.filter(threshold__in=thresholds, ended_at__isnull=True)
    }
    began = []
    for threshold in thresholds:
        for (measure, site), value in newest.items():
            if measure != threshold.measure_id:
                continue
            alert = open_alerts.get((threshold.pk, site))
            if alert and value.at >= alert.began_at and threshold.is_over_at(value.value):
                Alert.objects.filter(pk=alert.pk).update(ended_at=value.at)
            elif not alert and at - value.at <= NEWS and threshold.is_crossed_by(value.value):
                began.append(_begin(threshold, value, at))
    return began


def _newest_values(
    series: set[tuple[int, int]], at: datetime
) -> dict[tuple[int, int], Observation]:
    """One look into the index for each series, however many values there are."""
    newest = {}
    for measure, site in sorted(series):
        values = Observation.objects.good().filter(measure=measure, site=site, at__lte=at)
        if value := values.select_related("site").order_by("-at").first():
            newest[measure, site] = value
    return newest


def _begin(threshold: Threshold, value: Observation, at: datetime) -> Alert:
    assert value.site is not None
    alert = Alert.objects.create(
        threshold=threshold, site=value.site, value=value.value, began_at=value.at, at=at
    )
    pilot = threshold.measure.pilot
    tell(
        people=[pilot.manager_id], asks=[pilot.manager_id], kind="sensor-alert",
        thread=pilot.thread,
        url=reverse("pilots_desk:devices", args=[pilot.pk]),
        title=in_both(lambda: sentence(alert)),
        body=in_both(lambda: _("Of the pilot “%(title)s”. You will hear of this limit again once "
                               "the value has come back and crosses it anew.")
                     % {"title": pilot.title}),
        at=at,
    )  # fmt: skip
    return alert


def sentence(alert: Alert) -> str:
    """“가람천 수위: 하천 수위 1.8m, 기준 1.5m 초과”"""
    threshold, measure = alert.threshold, alert.threshold.measure
    words = {
        "site": alert.site,
        "measure": measure.name,
        "value": with_unit(alert.value, measure.unit),
        "limit": with_unit(threshold.limit, measure.unit),
    }
    if threshold.side == Threshold.Side.ABOVE:
        return _("%(site)s: %(measure)s %(value)s, above the limit of %(limit)s") % words
    return _("%(site)s: %(measure)s %(value)s, below the limit of %(limit)s") % words


def public_alerts(pilot: Pilot | None = None, at: datetime | None = None):
    """What everybody may read: open alerts, and those of the last days; the newest first."""
    alerts = Alert.objects.filter(
        threshold__is_public=True, threshold__measure__pilot__in=Pilot.objects.public()
    )
    if pilot:
        alerts = alerts.filter(threshold__measure__pilot=pilot)
    lately = Q(at__gt=(at or timezone.now()) - SHOWN)
    return alerts.filter(lately | Q(ended_at__isnull=True)).select_related(
        "site", "threshold__measure__pilot"
    )


@transaction.atomic
def tell_of_silence(at: datetime | None = None) -> int:
    """Once for each silence: the manager hears that a sensor has stopped sending."""
    at = at or timezone.now()
    devices = (
        Device.objects.select_for_update(of=("self",))
        .filter(is_active=True, every_minutes__isnull=False, seen_at__isnull=False)
        .exclude(measure__pilot__stage__in=ENDED)
        .exclude(silence_told_at__isnull=False)
        .select_related("measure__pilot", "site")
    )
    silent = [device for device in devices if silent_since(device, at)]
    for device in silent:
        _tell_silent(device, at)
    Device.objects.filter(pk__in=[device.pk for device in silent]).update(silence_told_at=at)
    return len(silent)


def _tell_silent(device: Device, at: datetime) -> None:
    pilot = device.measure.pilot
    tell(
        people=[pilot.manager_id], kind="sensor-silent", thread=pilot.thread,
        url=reverse("pilots_desk:devices", args=[pilot.pk]),
        title=in_both(lambda: _("The sensor “%(name)s” has stopped sending")
                      % {"name": device.name}),
        body=in_both(lambda: _("It measures at %(site)s in the pilot “%(title)s”. What it does not "
                               "send stays a gap.")
                     % {"site": device.site, "title": pilot.title}),
        at=at,
    )  # fmt: skip
