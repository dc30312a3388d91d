"""Who may do what, in plain words. Each role may do everything a resident may."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    RESIDENT = "resident", _("Resident")
    EXPERT = "expert", _("Expert")
    OFFICER = "officer", _("Officer")
    MANAGER = "manager", _("Manager")
    ADMIN = "admin", _("Administrator")


WHAT_ROLES_DO = {
    Role.RESIDENT: _("Proposes, backs, comments, joins pilots, answers surveys."),
    Role.EXPERT: _("Reviews proposals and takes part in running the pilots they are partners of."),
    Role.OFFICER: _("Works at the desk: reviews, answers, asks back, runs pilots, imports data."),
    Role.MANAGER: _("Also approves what needs sign-off, concludes pilots and publishes reports."),
    Role.ADMIN: _("Also appoints staff and changes the city's settings."),
}

# Roles that work at the desk, from less to more.
STAFF = (Role.OFFICER, Role.MANAGER, Role.ADMIN)


class Level(models.TextChoices):
    """본인확인 단계: how well the city knows who acted. Stored with every act."""

    GUEST = "guest", _("Guest")
    REGISTERED = "registered", _("Registered")
    VERIFIED = "verified", _("Verified resident")
    VISITOR = "visitor", _("Visitor")


class Channel(models.TextChoices):
    """By which door an act came in."""

    WEB = "web", _("Web")
    KIOSK = "kiosk", _("Kiosk")
    DESK = "desk", _("Service desk")
    PHONE = "phone", _("Telephone")
    PAPER = "paper", _("Paper")
    IMPORT = "import", _("Import")


class Right(models.TextChoices):
    """What a level may do, or may not: one row of accounts.LevelRight each."""

    PROPOSE = "propose", _("propose")
    SUPPORT = "support", _("back proposals and solutions")
    COMMENT = "comment", _("comment")
    SOLVE = "solve", _("offer solutions")
    JOIN = "join", _("join pilots")
    ANSWER = "answer", _("answer surveys")
