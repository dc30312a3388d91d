"""People, what they agreed to, what they were told, and what the desk keeps about its own work."""

from accounts.models.access import AccessLog, AccessSeal
from accounts.models.consent import Consent, ConsentText
from accounts.models.levels import (
    EntranceCode,
    LevelRight,
    Residence,
    ResidenceBatch,
    ResidenceCode,
    ResidenceRequest,
)
from accounts.models.moderation import ModerationAct, ModerationCase
from accounts.models.news import Delivery, Update
from accounts.models.office import Deputy, DeskNote, HandOver, Invitation, SettingChange
from accounts.models.people import User, UserManager
from accounts.models.sign_off import SignOff, SignOffStep

__all__ = [
    "AccessLog",
    "AccessSeal",
    "Consent",
    "ConsentText",
    "Delivery",
    "Deputy",
    "DeskNote",
    "EntranceCode",
    "HandOver",
    "Invitation",
    "LevelRight",
    "ModerationAct",
    "ModerationCase",
    "Residence",
    "ResidenceBatch",
    "ResidenceCode",
    "ResidenceRequest",
    "SettingChange",
    "SignOff",
    "SignOffStep",
    "Update",
    "User",
    "UserManager",
]
