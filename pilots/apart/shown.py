"""What a pilot's page says of data that left the house, and of those who were asked again."""

from django.db.models import Q

from pilots.apart.hand_out import handed_out, partner_of
from pilots.models import AskedAgain, Participation, Pilot
from pilots.workflow import Status


def apart_shown(pilot: Pilot, person) -> dict:
    left = Q(pilot=pilot, status=Status.WITHDRAWN)
    return {
        "handed_out": handed_out(pilot),
        "was_asked_again": AskedAgain.objects.filter(pilot=pilot).exists()
        or Participation.objects.filter(left).exists(),
        "may_take_out": person.is_authenticated and partner_of(pilot, person) is not None,
    }
