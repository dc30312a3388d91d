"""What this room shows on the home page and at the desk."""

from datetime import date, timedelta

from django.db.models import F
from django.utils import timezone

from city.election import own_praise
from pilots.models import Pilot
from pilots.views import for_cards
from pilots.workflow import Stage

ON_HOME = 3
ON_DESK = 10
SOON = timedelta(days=14)


def home_panel(request) -> dict:
    """What one can join, what is going on where that is little, and what was concluded last."""
    today = timezone.localdate()
    public = Pilot.objects.public()
    joinable = for_cards(public.joinable(), today)
    going = public.filter(stage__in=[Stage.BASELINE, Stage.RUNNING, Stage.FOLLOW_UP])
    return {
        "joinable": [each for each in joinable[:ON_HOME] if each.order == 0],
        "going": for_cards(going, today)[:ON_HOME],
        "concluded": _concluded(today) if own_praise(timezone.now()).may_be_told else (),
    }


def _concluded(today: date):
    concluded = Pilot.objects.public().filter(stage=Stage.CONCLUDED)
    return for_cards(concluded, today).order_by("-conclusion__at")[:ON_HOME]


def desk_panel(request) -> dict:
    """What ends soon and what I have in preparation; what is late stands above (desk_due.py)."""
    today = timezone.localdate()
    pilots = Pilot.objects.for_lists().order_by(F("ends_on").asc(nulls_last=True), "pk")
    return {
        "ending": pilots.filter(ends_on__range=(today, today + SOON)).exclude(
            stage__in=[Stage.DRAFT, Stage.CONCLUDED, Stage.STOPPED]
        )[:ON_DESK],
        "drafts": pilots.filter(stage=Stage.DRAFT, manager=request.user)[:ON_DESK],
    }
