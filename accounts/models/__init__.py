"""People, what they agreed to, what they were told, and what the desk keeps about its own work."""

from accounts.models.access import AccessLog, AccessSeal
from accounts.models.areas import SavedArea
from accounts.models.carriers import Carrier, DeskContact, Message
from accounts.models.consent import Consent, ConsentText, PolicyText
from accounts.models.levels import (
    EntranceCode,
    LevelRight,
    Residence,
    ResidenceBatch,
    ResidenceCode,
    ResidenceRequest,
)
from accounts.models.moderation import (
    Block,
    Ground,
    ModerationAct,
    ModerationCase,
    ModerationRule,
)
from accounts.models.news import Delivery, Mute, Update
from accounts.models.office import Deputy, DeskNote, HandOver, Invitation, SettingChange
from accounts.models.people import User, UserManager
from accounts.models.sign_off import SignOff, SignOffStep

__all__ = [
    "AccessLog",
    "AccessSeal",
    "Block",
    "Carrier",
    "Consent",
    "ConsentText",
    "Delivery",
    "Deputy",
    "DeskContact",
    "DeskNote",
    "EntranceCode",
    "Ground",
    "HandOver",
    "Invitation",
    "LevelRight",
    "Message",
    "ModerationAct",
    "ModerationCase",
    "ModerationRule",
    "Mute",
    "PolicyText",
    "Residence",
    "ResidenceBatch",
    "ResidenceCode",
    "ResidenceRequest",
    "SavedArea",
    "SettingChange",
    "SignOff",
    "SignOffStep",
    "Update",
    "User",
    "UserManager",
]
