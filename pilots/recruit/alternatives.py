"""Who tests which alternative, and where: drawn by lot, so that nobody chooses."""

import secrets
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from pilots.models import Alternative, Draw, Participation, Pilot, Site
from pilots.participation import TAKES_PART, lock_pilot
from pilots.plan.versions import keep_version
from pilots.recruit.lots import EVERYBODY, RULE, deal, deal_one
from pilots.workflow import Stage

FEWEST = 2
BEFORE_IT_RUNS = {Stage.DRAFT, Stage.RECRUITING, Stage.BASELINE}


class DealRefused(Exception):
    """str() is one sentence that says why nothing can be drawn."""


@transaction.atomic
def deal_to_people(*, pilot: Pilot, by: User, seed: str = "", at: datetime | None = None) -> Draw:
    """To everybody who has agreed, evenly in each group of the draw of places; who agrees later
    gets theirs by their own lot."""
    locked = lock_pilot(pilot)
    people = list(locked.participations.filter(status__in=TAKES_PART).select_related("panelist"))
    alternatives = _check(locked, Draw.Of.PEOPLE, people)
    groups = _groups(locked)
    drawn = sorted([one.panelist.code, groups.get(one.panelist.code, EVERYBODY)] for one in people)
    draw = _deal(locked, Draw.Of.PEOPLE, drawn, alternatives, by, seed, at)
    for one in people:
        one.alternative = alternatives[draw.record["assigned"][one.panelist.code]]
    Participation.objects.bulk_update(people, ["alternative"])
    return draw


@transaction.atomic
def deal_to_sites(*, pilot: Pilot, by: User, seed: str = "", at: datetime | None = None) -> Draw:
    """To the sites where something is tested; comparison sites stay as they are."""
    locked = lock_pilot(pilot)
    sites = list(locked.sites.filter(arm=Site.Arm.TEST).order_by("pk"))
    alternatives = _check(locked, Draw.Of.SITES, sites)
    drawn = sorted([_name(site), EVERYBODY] for site in sites)
    draw = _deal(locked, Draw.Of.SITES, drawn, alternatives, by, seed, at)
    for site in sites:
        site.alternative = alternatives[draw.record["assigned"][_name(site)]]
    Site.objects.bulk_update(sites, ["alternative"])
    keep_version(pilot=locked, by=by, at=draw.at)
    return draw


def give_alternative(*, participation: Participation) -> None:
    """For somebody who agrees after the alternatives were dealt; inside the consent's transaction."""
    draw = Draw.objects.filter(pilot=participation.pilot_id, of=Draw.Of.PEOPLE).first()
    if draw is None:
        return
    code = deal_one(
        participation.panelist.code, alternatives=draw.record["alternatives"], seed=draw.seed
    )
    participation.alternative = Alternative.objects.get(pilot=participation.pilot_id, code=code)
    participation.save(update_fields=["alternative"])


def _check(pilot: Pilot, of: str, drawn: list) -> dict[str, Alternative]:
    alternatives = {one.code: one for one in pilot.alternatives.order_by("pk")}
    if pilot.draws.filter(of=of).exists():
        raise DealRefused(_("The alternatives were drawn already."))
    if pilot.stage not in BEFORE_IT_RUNS:
        raise DealRefused(_("Alternatives are drawn before the pilot runs."))
    if len(alternatives) < FEWEST:
        raise DealRefused(_("There have to be two alternatives at least; one may be “no change”."))
    if not drawn:
        raise DealRefused(_("There is nobody, or no site, to draw for yet."))
    return alternatives


def _groups(pilot: Pilot) -> dict[str, str]:
    places = pilot.places_draw
    parties = places.record.get("applicants", []) if places else []
    return {code: group for party in parties for code, group in party}


def _deal(pilot, of, drawn, alternatives, by, seed, at) -> Draw:
    seed = seed or secrets.token_hex(16)
    codes = list(alternatives)
    record = {
        "alternatives": codes, "drawn": drawn,
        "assigned": deal(drawn, alternatives=codes, seed=seed),
    }  # fmt: skip
    return Draw.objects.create(
        pilot=pilot, of=of, rule=RULE, seed=seed, record=record, by=by, at=at or timezone.now()
    )


def _name(site: Site) -> str:
    return f"{site.key or 'site'}-{site.pk}"  # keys may repeat
