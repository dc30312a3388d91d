"""Experiments in the street: protocol, people, measures, what was seen, and what was concluded."""

from pilots.models.conclusion import Conclusion
from pilots.models.observed import Observation, ObservationImport, WaitingFile
from pilots.models.people import Diary, Participation
from pilots.models.pilot import Pilot, PilotQuerySet, StageChange, TakenUp
from pilots.models.protocol import Amendment, BudgetLine, Measure, Partner, Site, SiteQuerySet

__all__ = [
    "Amendment",
    "BudgetLine",
    "Conclusion",
    "Diary",
    "Measure",
    "Observation",
    "ObservationImport",
    "Participation",
    "Partner",
    "Pilot",
    "PilotQuerySet",
    "Site",
    "SiteQuerySet",
    "StageChange",
    "TakenUp",
    "WaitingFile",
]
