"""Events as iCalendar (RFC 5545), to subscribe to or to put into one's own calendar."""

from collections.abc import Iterable

from django.utils import timezone

from city.models import City
from pilots.models import Event


def as_calendar(events: Iterable[Event], *, address: str) -> bytes:
    """`address`: scheme and host of the portal. UIDs stay the same for good; a change counts up
    SEQUENCE, so that calendars notice it."""
    from icalendar import Calendar
    from icalendar import Event as Entry

    city = City.objects.current()
    calendar = Calendar()
    calendar.add("prodid", "-//livinglab//pilots//KO")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", f"{city.name}{' (시연용)' if city.is_demo else ''}")
    zone = timezone.get_current_timezone()
    for event in events:
        entry = Entry()
        entry.add("uid", f"event-{event.pk}@{address.partition('://')[2]}")
        entry.add("dtstamp", event.changed_at.astimezone(timezone.get_fixed_timezone(0)))
        entry.add("dtstart", event.starts_at.astimezone(zone))
        entry.add("dtend", event.ends_at.astimezone(zone))
        entry.add("sequence", event.changes)
        entry.add("status", "CANCELLED" if event.cancelled_at else "CONFIRMED")
        entry.add("summary", str(event.title))
        entry.add("location", str(event.where))
        entry.add("description", str(event.what))
        entry.add("url", f"{address}{event.get_absolute_url()}")
        calendar.add_component(entry)
    calendar.add_missing_timezones()
    return calendar.to_ical()
