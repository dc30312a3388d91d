"""Experiments in the street: protocol, people, measures, what was seen, and what was concluded."""

from pilots.models.apart import AskedAgain, Handout, Reveal, Turn, What
from pilots.models.conclusion import Conclusion, ReCheck, TakenOver
from pilots.models.devices import Alert, Device, Threshold
from pilots.models.events import Event, EventPlace
from pilots.models.observed import (
    Flag,
    LiveComparison,
    Observation,
    ObservationImport,
    ObservationVersion,
    WaitingFile,
)
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
from pilots.models.rolled import ObservedDay, ObservedHour, Touched
from pilots.models.street import StreetAnswer, StreetAsking, StreetPoster
from pilots.models.trouble import TroubleAnswer, TroubleClock, TroubleContact, TroubleReport

__all__ = [
    "Alert",
    "Alternative",
    "Amendment",
    "AskedAgain",
    "BudgetLine",
    "Conclusion",
    "Device",
    "Diary",
    "Draw",
    "EligibilityQuestion",
    "Event",
    "EventPlace",
    "ExtraConsent",
    "Flag",
    "Forecast",
    "GuardianRequest",
    "Handout",
    "Leaving",
    "LiveComparison",
    "Measure",
    "Observation",
    "ObservationImport",
    "ObservationVersion",
    "ObservedDay",
    "ObservedHour",
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
    "StreetAnswer",
    "StreetAsking",
    "StreetPoster",
    "TakenOver",
    "TakenUp",
    "Thanks",
    "Threshold",
    "Touched",
    "TroubleAnswer",
    "TroubleClock",
    "TroubleContact",
    "TroubleReport",
    "Turn",
    "WaitingFile",
    "What",
]
