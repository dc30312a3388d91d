"""A resident applies for a place in a pilot: once, and while it recruits."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.consent import current_text, give_consent, has_consented
from accounts.models import User
from accounts.roles import Channel
from pilots import notify_participants as notify
from pilots.models import Participation, Pilot
from pilots.workflow import Stage
from surveys.models import Panel
from surveys.panel import let_answer, panelist_for


class ApplicationsClosed(Exception):
    def __str__(self):
        return _("This pilot is not taking applications now.")


def takes_applications(pilot: Pilot, at: datetime | None = None) -> bool:
    """While it recruits, up to and including the last day, and until the places are drawn."""
    today = timezone.localtime(at or timezone.now()).date()
    return (
        pilot.stage == Stage.RECRUITING
        and pilot.takes_participants
        and not pilot.draw_seed
        and not (pilot.apply_until and pilot.apply_until < today)
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
    pilot = Pilot.objects.select_for_update().get(pk=pilot.pk)
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


def panel_of(pilot: Pilot) -> Panel:
    """Participants and answers share one panel, so that a code is the same in both."""
    if pilot.panel:
        return pilot.panel
    panel = pilot.survey.panel if pilot.survey else Panel.objects.create(name=pilot.thread)
    pilot.panel = panel
    pilot.save(update_fields=["panel"])
    return panel


def _freeze_profile(person: User, at: datetime) -> dict:
    text = current_text("profile")
    if not has_consented(person, text):
        give_consent(person=person, text=text, at=at)
    return {
        "district": person.home_district,
        "age_band": age_band(person.birth_year, timezone.localtime(at).year),
        "sex": person.sex,
    }


def age_band(birth_year: int | None, year: int) -> str:
    """1990 in 2026 → "30-39"."""
    if birth_year is None:
        return ""
    decade = (year - birth_year) // 10 * 10
    return "80+" if decade >= 80 else f"{decade}-{decade + 9}"
