"""Experiments in the street: protocol, people, measures, what was seen, and what was concluded."""

from pilots.models.apart import AskedAgain, Handout, Reveal, Turn
from pilots.models.conclusion import Conclusion, ReCheck, TakenOver
from pilots.models.observed import LiveComparison, Observation, ObservationImport, WaitingFile
from pilots.models.people import Diary, Leaving, Participation
from pilots.models.pilot import Pilot, PilotQuerySet, StageChange, TakenUp
from pilots.models.plan import Alternative, Permit, Programme, ProgrammeTask, ProtocolVersion
from pilots.models.protocol import (
    Amendment,
    BudgetLine,
    Forecast,
    Measure,
    Partner,
    SharedBudget,
    Site,
    SiteQuerySet,
)
from pilots.models.recruiting import (
    Draw,
    EligibilityQuestion,
    ExtraConsent,
    GuardianRequest,
    Payout,
    Quota,
    Representative,
    Thanks,
)

__all__ = [
    "Alternative",
    "Amendment",
    "AskedAgain",
    "BudgetLine",
    "Conclusion",
    "Diary",
    "Draw",
    "EligibilityQuestion",
    "ExtraConsent",
    "Forecast",
    "GuardianRequest",
    "Handout",
    "Leaving",
    "LiveComparison",
    "Measure",
    "Observation",
    "ObservationImport",
    "Participation",
    "Partner",
    "Payout",
    "Permit",
    "Pilot",
    "PilotQuerySet",
    "Programme",
    "ProgrammeTask",
    "ProtocolVersion",
    "Quota",
    "ReCheck",
    "Representative",
    "Reveal",
    "SharedBudget",
    "Site",
    "SiteQuerySet",
    "StageChange",
    "TakenOver",
    "TakenUp",
    "Thanks",
    "Turn",
    "WaitingFile",
]
