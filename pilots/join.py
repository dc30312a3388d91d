"""A resident applies for a place in a pilot: once, and while it recruits; for themselves, for a
child, for both, or for an adult whose legal representative they are."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.consent import current_text, give_consent, has_consented
from accounts.models import User
from accounts.roles import Channel
from pilots import notify_participants as notify
from pilots.models import Draw, Participation, Pilot, Representative
from pilots.participation import lock_pilot, places_of
from pilots.recruit.ages import age_band
from pilots.recruit.charge import Charge
from pilots.workflow import Stage
from surveys.models import Panel
from surveys.panel import let_answer, new_panelist, panelist_for

MOST_FOR_ONE = 6  # people whom one account may add to a draw, so that nobody fills it with names


class ApplicationsClosed(Exception):
    def __str__(self):
        return _("This pilot is not taking applications now.")


class ApplicationRefused(Exception):
    """str() is one sentence that says what to do."""


def takes_applications(pilot: Pilot, at: datetime | None = None) -> bool:
    """While it recruits, up to and including the last day, and until the places are drawn."""
    today = timezone.localtime(at or timezone.now()).date()
    return (
        pilot.stage == Stage.RECRUITING
        and pilot.takes_participants
        and not (pilot.apply_until and pilot.apply_until < today)
        and not pilot.draws.filter(of=Draw.Of.PLACES).exists()
    )


@transaction.atomic
def apply(
    *,
    pilot: Pilot,
    by: User,
    motivation: str = "",
    profile_consent: bool = False,
    channel: str = Channel.WEB,
    recorded_by: User | None = None,
    at: datetime | None = None,
) -> Participation:
    """The same participation however often it is sent.

    District, age band and sex are copied from the profile, for the draw and for tables, only when
    the applicant says so.
    """
    at = at or timezone.now()
    # The draw waits here for the last applicant, and the last applicant for the draw.
    pilot = lock_pilot(pilot)
    panelist = panelist_for(panel=panel_of(pilot), person=by, may_answer=False)
    if already := Participation.objects.filter(panelist=panelist).first():
        return already
    if not takes_applications(pilot, at):
        raise ApplicationsClosed
    let_answer(panelist=panelist, may_answer=False)
    participation = Participation.objects.create(
        pilot=pilot,
        panelist=panelist,
        motivation=motivation.strip(),
        level=by.level,
        channel=channel,
        recorded_by=recorded_by,
        created_at=at,
        status_since=at,
        **(_freeze_profile(by, at) if profile_consent else {}),
    )
    notify.tell_applied(participation, at=at)
    return participation


@transaction.atomic
def apply_for(
    *,
    charge: Charge,
    pilot: Pilot,
    by: User,
    motivation: str = "",
    profile_consent: bool = False,
    at: datetime | None = None,
) -> Participation:
    """A place of their own, under a code of their own, for whom `by` acts. There is no account of
    a child behind the code, and nothing but the name by which the guardian calls them."""
    at = at or timezone.now()
    pilot = lock_pilot(pilot)
    called = charge.called.strip()
    represented = places_of(pilot, by).filter(representative__person=by)
    if already := represented.filter(representative__called=called).first():
        return already
    if not takes_applications(pilot, at):
        raise ApplicationsClosed
    _check_charge(pilot, charge, at)
    if represented.count() >= MOST_FOR_ONE:
        raise ApplicationRefused(_("One person can apply for at most six others."))
    participation = Participation.objects.create(
        pilot=pilot,
        panelist=new_panelist(panel=panel_of(pilot)),
        motivation=motivation.strip(),
        level=by.level,
        created_at=at,
        status_since=at,
        **(_freeze_charge(charge, by, at) if profile_consent else {}),
    )
    Representative.objects.create(
        participation=participation, person=by, kind=charge.kind, called=called
    )
    notify.tell_applied(participation, at=at)
    return participation


def panel_of(pilot: Pilot) -> Panel:
    """Participants and answers share one panel, so that a code is the same in both."""
    if pilot.panel:
        return pilot.panel
    panel = pilot.survey.panel if pilot.survey else Panel.objects.create(name=pilot.thread)
    pilot.panel = panel
    pilot.save(update_fields=["panel"])
    return panel


def _check_charge(pilot: Pilot, charge: Charge, at: datetime) -> None:
    if charge.kind == Representative.Kind.GUARDIAN:
        if not pilot.children_may_join:
            raise ApplicationRefused(_("Children under 14 cannot take part in this pilot."))
        year = timezone.localtime(at).year
        if charge.is_unborn(year):
            raise ApplicationRefused(_("The child's year of birth lies in the future."))
        if charge.is_too_old(year):
            raise ApplicationRefused(
                _("From 14 on, young people apply themselves, with an account of their own.")
            )


def _freeze_profile(person: User, at: datetime) -> dict:
    _agree_to_profile(person, at)
    return {
        "district": person.home_district,
        "age_band": age_band(person.birth_year, timezone.localtime(at).year),
        "sex": person.sex,
    }


def _freeze_charge(charge: Charge, guardian: User, at: datetime) -> dict:
    """A child is counted where the guardian lives."""
    _agree_to_profile(guardian, at)
    return {
        "district": guardian.home_district,
        "age_band": age_band(charge.birth_year, timezone.localtime(at).year),
        "sex": charge.sex,
    }


def _agree_to_profile(person: User, at: datetime) -> None:
    text = current_text("profile")
    if not has_consented(person, text):
        give_consent(person=person, text=text, at=at)
