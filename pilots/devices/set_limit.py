"""Sets and lifts the limits that somebody wants to hear of."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from city.words import Words
from pilots.models import Alert, Measure, Threshold


def set_limit(
    *,
    measure: Measure,
    side: str,
    limit: float,
    by,
    back_at: float | None = None,
    is_public: bool = False,
    advice: Words | None = None,
) -> Threshold:
    return Threshold.objects.create(
        measure=measure, side=side, limit=limit, back_at=limit if back_at is None else back_at,
        is_public=is_public, advice=advice or Words(),
    )  # fmt: skip


@transaction.atomic
def lift_limit(*, threshold: Threshold, by, at: datetime | None = None) -> None:
    """Alerts that were told stay; the open ones are over."""
    Threshold.objects.filter(pk=threshold.pk).update(is_active=False)
    Alert.objects.filter(threshold=threshold, ended_at__isnull=True).update(
        ended_at=at or timezone.now()
    )
