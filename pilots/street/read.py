"""An officer reads what passers-by wrote: the words are shown, or they are erased."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from pilots.models import StreetAnswer

KEPT_FOR = timedelta(days=365)  # words that nobody has read by then are of no use any more


@transaction.atomic
def read_words(
    *, answer: StreetAnswer, show: bool, by: User, at: datetime | None = None
) -> StreetAnswer:
    """The number stays either way: it was answered. Erased words do not come back."""
    locked = StreetAnswer.objects.select_for_update().get(pk=answer.pk)
    if not locked.text:
        return locked
    locked.read_at, locked.read_by = at or timezone.now(), by
    if not show:
        locked.text = ""
    locked.save(update_fields=["read_at", "read_by", "text"])
    return locked


def erase_unread_words(at: datetime | None = None) -> int:
    old = StreetAnswer.objects.filter(created_at__lt=(at or timezone.now()) - KEPT_FOR)
    return old.filter(read_at__isnull=True).exclude(text="").update(text="")
