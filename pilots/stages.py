"""Moves a pilot on: what has to be ready first, what follows, and who is told."""

from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from pilots import notify
from pilots.models import Participation, Pilot, Site, StageChange
from pilots.plan.permit import is_valid
from pilots.plan.snapshot import permit_of
from pilots.plan.versions import keep_version
from pilots.street.count import close_street
from pilots.take_up import begin_proposals, resolve_proposals
from pilots.workflow import ENDED, Stage, Status, check_participation_move, check_pilot_move
from proposals.workflow import Outcome
from proposals.workflow import Status as ProposalStatus
from surveys.models import Wave
from surveys.waves import begin_wave, end_waves, plan_follow_ups


class Check(NamedTuple):
    """One thing that has to be ready, in one sentence, and the desk page where it is done."""

    sentence: str
    is_done: bool
    page: str = "protocol"


class NotReady(Exception):
    """`unmet` names everything that is missing, together."""

    def __init__(self, unmet: list[Check]):
        super().__init__(" ".join(check.sentence for check in unmet))
        self.unmet = unmet


def checklist(pilot: Pilot, to: str, at: datetime | None = None) -> list[Check]:
    """Everything a move needs, ready or not, in the order in which one would do it."""
    today = timezone.localtime(at or timezone.now()).date()
    checks = []
    if pilot.stage == Stage.DRAFT:
        checks += _start_checks(pilot, today)
        if to == Stage.BASELINE:
            checks.append(
                Check(_("With participants, recruit them first."), not pilot.takes_participants)
            )
    if to == Stage.RECRUITING:
        checks += [
            Check(_("Say that the pilot takes participants."), pilot.takes_participants),
            Check(
                _("Write what participants consent to."),
                pilot.consent_text_id is not None,
                "consent",
            ),
        ]
    if to == Stage.RUNNING and pilot.needs_permit:
        checks.append(_permit_check(pilot, today))
    if to == Stage.CONCLUDED:
        checks.append(
            Check(
                _("Record the result with its reasons."), hasattr(pilot, "conclusion"), "conclude"
            )
        )
    return checks


def _start_checks(pilot: Pilot, today) -> list[Check]:
    is_ahead = bool(pilot.ends_on and pilot.ends_on >= today)
    return [
        *plan_checks(pilot),
        Check(_("Set an end date that is still ahead."), is_ahead),
        Check(
            _("Fill in the sheet on personal data: what is collected and how it is protected."),
            bool(pilot.privacy_sheet),
        ),
        Check(_("Fill in the risk sheet: what could go wrong and how it is met."),
              bool(pilot.risk_sheet)),
    ]  # fmt: skip


def plan_checks(pilot: Pilot) -> list[Check]:
    """What a plan needs before anybody can read it as one."""
    return [
        Check(_("Write the question that the pilot answers."), bool(pilot.question)),
        Check(_("Add at least one site."), _has_site(pilot), "sites"),
        Check(_("Add at least one measure."), pilot.measures.exists(), "measures"),
    ]


def _has_site(pilot: Pilot) -> bool:
    return pilot.sites.filter(arm=Site.Arm.TEST).exists()


def _permit_check(pilot: Pilot, today) -> Check:
    return Check(
        _("Enter the permit with its authority, scope, insurance and dates that have not passed."),
        is_valid(permit_of(pilot), today),
        "permit",
    )


@transaction.atomic
def move_pilot(
    *, pilot: Pilot, to: str, reason: str, by, at: datetime | None = None
) -> StageChange:
    at = at or timezone.now()
    # Two officers may move it at once; the second waits here and is refused by the table.
    locked = Pilot.objects.select_for_update().get(pk=pilot.pk)
    check_pilot_move(locked.stage, to)
    unmet = [check for check in checklist(locked, to, at) if not check.is_done]
    if not reason.strip():
        unmet.append(Check(_("Tell the public why."), False))
    if unmet:
        raise NotReady(unmet)
    change = arrive(pilot=locked, to=to, reason=reason.strip(), by=by, at=at)
    pilot.refresh_from_db()
    return change


def arrive(*, pilot: Pilot, to: str, reason: str, by, at: datetime) -> StageChange:
    """Writes the move down and does what follows from it. Checks are the caller's business."""
    before = pilot.stage
    pilot.stage, pilot.stage_since = to, at
    _note_dates(pilot, before, to, timezone.localtime(at).date())
    pilot.save()
    change = StageChange.objects.create(
        pilot=pilot, before=before, after=to, reason=reason, by=by, at=at
    )
    if to == Stage.BASELINE:
        pilot.measures.filter(locked_at__isnull=True).update(locked_at=at)
    _follow_with_waves(pilot, before, to, at)
    if before == Stage.RUNNING:
        close_street(pilot=pilot, at=at)
    bring_participants_along(pilot=pilot, at=at)
    moved = _follow_with_proposals(pilot, before, to, reason, by, at)
    keep_version(pilot=pilot, by=by, at=at)
    if to != Stage.CONCLUDED:  # the conclusion itself is what is told then
        notify.tell_stage(change, proposals_told=bool(moved))
    return change


def _note_dates(pilot: Pilot, before: str, to: str, today) -> None:
    if to == Stage.BASELINE:
        # Sensors may have measured long before; a later plan is brought forward.
        pilot.baseline_from = min(pilot.baseline_from or today, today)
    elif to == Stage.RUNNING:
        pilot.running_from = today
        pilot.starts_on = pilot.starts_on or today
    elif before == Stage.RUNNING:
        pilot.running_until = today
    elif before == Stage.FOLLOW_UP:
        pilot.followed_until = today


def _follow_with_waves(pilot: Pilot, before: str, to: str, at: datetime) -> None:
    """The survey is asked before the start, after the end, and closes with the pilot; where the
    desk wants it, it is asked again months later."""
    survey = pilot.survey
    if survey is None:
        return
    kinds = Wave.Kind
    if to == Stage.BASELINE:
        begin_wave(survey=survey, kind=kinds.BEFORE, at=at)
    elif to == Stage.RUNNING:
        end_waves(survey=survey, kinds=[kinds.BEFORE], at=at)
    elif before == Stage.RUNNING and to != Stage.STOPPED:
        begin_wave(survey=survey, kind=kinds.AFTER, at=at)
    elif to in ENDED:
        close_survey(pilot=pilot, at=at)
    if to == Stage.CONCLUDED and survey.follows_up:
        plan_follow_ups(survey=survey, concluded_at=at)


def close_survey(*, pilot: Pilot, at: datetime) -> None:
    """Nothing more is answered of what the result rests on; later waves are asked all the same."""
    if pilot.survey:
        kinds = [kind for kind in Wave.Kind.values if kind != Wave.Kind.FOLLOW_UP]
        end_waves(survey=pilot.survey, kinds=kinds, at=at)


def bring_participants_along(*, pilot: Pilot, at: datetime) -> None:
    """Whoever consented takes part once the pilot runs, and has completed it when it ends.
    Also called for a consent that comes while the pilot is running already."""
    if pilot.stage in (Stage.RUNNING, Stage.FOLLOW_UP):
        _move_participants(pilot, Status.CONSENTED, Status.ACTIVE, at)
    elif pilot.stage in {Stage.EVALUATING, *ENDED}:
        _move_participants(pilot, Status.ACTIVE, Status.COMPLETED, at)


def _move_participants(pilot: Pilot, before: str, after: str, at: datetime) -> None:
    check_participation_move(before, after)
    Participation.objects.filter(pilot=pilot, status=before).update(status=after, status_since=at)


def _follow_with_proposals(pilot, before, to, reason, by, at) -> int:
    if before == Stage.DRAFT:
        return begin_proposals(pilot=pilot, by=by, at=at)
    if to != Stage.STOPPED:
        return 0
    if pilot.running_from is None:  # it never started: others may take the proposals up
        return resolve_proposals(
            pilot=pilot, status=ProposalStatus.ACCEPTED, reason=reason, by=by, at=at
        )
    return resolve_proposals(
        pilot=pilot, status=ProposalStatus.CLOSED, outcome=Outcome.ENDED_AFTER_PILOT,
        reason=reason, by=by, at=at,
    )  # fmt: skip
