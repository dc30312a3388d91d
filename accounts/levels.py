"""본인확인 단계: what each level may do, what to do where it may not, and who is on which level."""

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.block import block_of, sentence_about
from accounts.models import LevelRight, User
from accounts.roles import Level, Right
from city.models import City

# What a new city starts without; every other right is given, also where a row is missing.
WITHHELD_AT_FIRST = {
    (Level.GUEST, Right.SOLVE),
    (Level.GUEST, Right.JOIN),
    (Level.VISITOR, Right.JOIN),
}

# What a block takes for a while; backing, joining and answering stay open.
WRITING = {Right.PROPOSE, Right.COMMENT, Right.SOLVE}


def may(person, right: str) -> bool:
    """Whether the rows of the city let somebody of this level do it; nobody may without coming in."""
    if not person.is_authenticated or (person.level, right) in _withheld(person):
        return False
    return right not in WRITING or block_of(person) is None


def refusal(person, right: str) -> str:
    """One sentence that says what to do; empty where there is nothing to refuse."""
    if may(person, right):
        return ""
    if not person.is_authenticated:
        return _("Please come in first; a code by e-mail is enough.")
    if right in WRITING and (block := block_of(person)):
        return sentence_about(block)
    next_level = _nearest_level_with(right, person)
    city = City.objects.current()
    if next_level == Level.REGISTERED:
        return _("This is open to people with an account: please set a password first.")
    if next_level == Level.VERIFIED:
        return _(
            "This is open to people who live in %(city)s: please have your residence confirmed first."
        ) % {"city": city.name}
    return _("This is closed to everybody at present; %(city)s will gladly say more: %(phone)s") % {
        "city": city.name,
        "phone": city.phone or city.email,
    }


def way_to(person, right: str) -> str:
    """The page on which somebody who is refused can do something about it."""
    if not person.is_authenticated:
        return reverse("enter")
    if _nearest_level_with(right, person) == Level.REGISTERED:
        return reverse("account_set_password")
    return reverse("residence")


def settle_level(*, person: User, lives_elsewhere: bool | None = None) -> str:
    """The level that follows from what is known now; None leaves open what they said before."""
    if lives_elsewhere is None:
        lives_elsewhere = person.level == Level.VISITOR
    person.level = _level_of(person, lives_elsewhere)
    person.save(update_fields=["level"])
    return person.level


def seed_rights() -> None:
    """Called when a city starts; rows that are already there stay as they are."""
    for level in Level:
        for right in Right:
            LevelRight.objects.get_or_create(
                level=level,
                right=right,
                defaults={"is_given": (level, right) not in WITHHELD_AT_FIRST},
            )


def _level_of(person: User, lives_elsewhere: bool) -> Level:
    latest = person.residences.first()
    if lives_elsewhere:
        return Level.VISITOR
    if latest and latest.confirmed:
        return Level.VERIFIED
    if person.has_usable_password() or person.socialaccount_set.exists():  # type: ignore[attr-defined]
        return Level.REGISTERED
    return Level.GUEST


def _nearest_level_with(right: str, person) -> Level | None:
    """The next step that would open it; a password helps only who has none."""
    steps = [Level.REGISTERED] if person.level == Level.GUEST else []
    for level in [*steps, Level.VERIFIED]:
        if (level, right) not in _withheld(person) and level != person.level:
            return level
    return None


def _withheld(person) -> frozenset[tuple[str, str]]:
    """Asked once for each person object, that is once in a request."""
    if not hasattr(person, "_withheld_rights"):
        rows = LevelRight.objects.filter(is_given=False).values_list("level", "right")
        person._withheld_rights = frozenset(rows)
    return person._withheld_rights
