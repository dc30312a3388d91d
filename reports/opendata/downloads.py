"""How often data is fetched, by dataset and day; nothing is kept of who did."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import F, Sum
from django.utils import timezone

from reports.models import Dataset, DownloadCount

RECENT_DAYS = 30


def count_download(dataset: Dataset) -> None:
    day = timezone.localdate()
    row = DownloadCount.objects.filter(dataset=dataset, day=day)
    if row.update(number=F("number") + 1):
        return
    try:
        with transaction.atomic():
            DownloadCount.objects.create(dataset=dataset, day=day, number=1)
    except IntegrityError:  # somebody was quicker with the first of the day
        row.update(number=F("number") + 1)


def downloads_of(dataset: Dataset) -> dict[str, int]:
    since = timezone.localdate() - timedelta(days=RECENT_DAYS - 1)
    everything = dataset.downloads.aggregate(number=Sum("number"))["number"]
    recent = dataset.downloads.filter(day__gte=since).aggregate(number=Sum("number"))["number"]
    return {"all": everything or 0, "recent": recent or 0}
