"""What pages say of sensors: how long ago, and an alert in one sentence."""

from datetime import datetime, timedelta

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from pilots.devices.alerts import sentence

register = template.Library()
register.filter("alert_sentence", sentence)


@register.filter
def ago(at: datetime) -> str:
    """“5분 전”; what is older than a day has its date."""
    age = timezone.now() - at
    minutes = int(age.total_seconds() // 60)
    if minutes < 1:
        return _("just now")
    if minutes < 60:
        return _("%(n)s min ago") % {"n": minutes}
    if age < timedelta(days=1):
        return _("%(n)s h ago") % {"n": minutes // 60}
    return date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT")
