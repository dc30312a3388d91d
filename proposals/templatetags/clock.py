"""Shows a clock: the last day on which it is still in time, and how near that is."""

from django import template
from django.utils import timezone

from proposals.clock import last_day
from proposals.desk_queue import SOON

register = template.Library()


@register.filter
def due_day(due):
    """The last day that is in time: a due time is the midnight after it."""
    return timezone.localtime(last_day(due)).date()


@register.inclusion_tag("proposals/desk/_clock.html")
def clock(due, label=""):
    """How many days are left; late and soon differ by word and shape, not by colour alone."""
    if due is None:
        return {"due": None}
    now = timezone.now()
    days = (due_day(due) - timezone.localtime(now).date()).days
    return {
        "due": due,
        "label": label,
        "days": abs(days),
        "is_today": days == 0 and due > now,
        "is_over": due <= now,
        "is_soon": due <= now + SOON,
    }
