"""Who takes part: home, age and sex of those who agreed to tell, one row a person, without a key."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import F, Q
from django.utils import timezone

from accounts.models import User
from pilots.models import Participation
from pilots.recruit.ages import age_band
from pilots.workflow import Status as Place
from proposals.models import Proposal, Support
from proposals.models.support import SupportVia

AT_ONCE = 5_000
TAKES_PART = (Place.CONSENTED, Place.ACTIVE, Place.COMPLETED)


def people(as_of: datetime) -> Iterator[tuple]:
    """Whoever proposed something public, backs something or takes part in a pilot. In the order of
    what is told, so that the place of a row tells nothing more."""
    year = timezone.localtime(as_of).year
    # Those who did not tell come first, on every database.
    told = [F(name).asc(nulls_first=True) for name in ("home_district__code", "birth_year", "sex")]
    rows = (
        User.objects.filter(_took_part(as_of), erased_at__isnull=True)
        .order_by(*told)
        .values_list("home_district__code", "birth_year", "sex")
    )
    for district, born, sex in rows.iterator(chunk_size=AT_ONCE):
        yield district or "", age_band(born, year), sex


def _took_part(as_of: datetime) -> Q:
    proposals = Proposal.objects.public().filter(created_at__lte=as_of)
    backed = Support.objects.filter(
        created_at__lte=as_of, via=SupportVia.OWN, proposal__hidden_at__isnull=True
    )
    joined = Participation.objects.filter(created_at__lte=as_of, status__in=TAKES_PART)
    return (
        Q(pk__in=proposals.order_by().values("author"))
        | Q(pk__in=backed.order_by().values("supporter"))
        | Q(pk__in=joined.order_by().values("panelist__person"))
    )
