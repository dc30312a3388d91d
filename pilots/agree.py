"""Somebody selected reads what they would agree to, and says yes or no."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.consent import give_consent, refuse_consent
from accounts.models import ConsentText, User
from pilots import notify_participants as notify
from pilots.models import Participation
from pilots.participation import CONSENT_IS_TAKEN, check_own, move_participation
from pilots.recruit.alternatives import give_alternative
from pilots.recruit.represent import why_not_yet
from pilots.select import offer_free_places
from pilots.stages import bring_participants_along
from pilots.workflow import Status
from surveys.panel import let_answer


class ConsentRefused(Exception):
    """str() is one sentence that says why the consent could not be taken."""


@transaction.atomic
def consent(
    *,
    participation: Participation,
    by: User,
    text: ConsentText | None = None,
    at: datetime | None = None,
) -> Participation:
    """`text` is the version that was on the screen; a newer one has to be read first."""
    at = at or timezone.now()
    check_own(participation, by)
    pilot = participation.pilot
    if pilot.stage not in CONSENT_IS_TAKEN or pilot.consent_text is None:
        raise ConsentRefused(_("This pilot does not take participants any more."))
    if text is not None and text.pk != pilot.consent_text_id:
        raise ConsentRefused(_("The text has changed meanwhile. Please read the new one."))
    if reason := why_not_yet(participation):
        raise ConsentRefused(reason)
    move_participation(participation=participation, to=Status.CONSENTED, at=at)
    give_consent(person=by, text=pilot.consent_text, at=at)
    let_answer(panelist=participation.panelist, may_answer=True)
    give_alternative(participation=participation)
    notify.tell_consented(participation, at=at)
    bring_participants_along(pilot=pilot, at=at)
    participation.refresh_from_db()
    return participation


@transaction.atomic
def decline(*, participation: Participation, by: User, at: datetime | None = None) -> Participation:
    """The place goes to the next one; of the application nothing personal is kept."""
    at = at or timezone.now()
    check_own(participation, by)
    move_participation(participation=participation, to=Status.DECLINED, at=at)
    if participation.pilot.consent_text and participation.panelist.person_id == by.pk:
        refuse_consent(person=by, text=participation.pilot.consent_text, at=at)
    forget_application(participation)
    notify.tell_declined(participation, at=at)
    offer_free_places(pilot=participation.pilot, at=at)
    return participation


def forget_application(participation: Participation) -> None:
    participation.motivation = participation.age_band = participation.sex = ""
    participation.district = None
    participation.save(update_fields=["motivation", "age_band", "sex", "district"])
