"""거주 확인: the steps by which somebody is confirmed to live here, and what follows from each."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from accounts.access import note_access
from accounts.levels import settle_level
from accounts.models import Residence, ResidenceRequest, User
from accounts.roles import Level
from accounts.tell import tell
from city.words import Words, words
from maps.models import District

URL = "/me/residence/"


class ResidenceRefused(Exception):
    """str() is one sentence that says what to do."""


@dataclass(frozen=True)
class Step:
    """One way of having one's residence confirmed, as a piece of the page /me/residence/."""

    name: str
    title: str | Promise
    template: str
    show: str  # function(request, wrong form or None) -> context of the template, or None
    take: str  # function(request) -> a form to show again, or None when it is done

    def context(self, request, wrong=None) -> dict | None:
        return import_string(self.show)(request, wrong)

    def receive(self, request):
        return import_string(self.take)(request)


_steps: dict[str, Step] = {}


def register(name: str, *, title: str | Promise, template: str, show: str, take: str) -> None:
    """Called in apps.py. `name` is kept with each confirmation (Residence.method)."""
    _steps[name] = Step(name, title, template, show, take)


def steps() -> list[Step]:
    return list(_steps.values())


def step(name: str) -> Step | None:
    return _steps.get(name)


@transaction.atomic
def confirm_residence(
    *,
    person: User,
    method: str,
    district: District | None = None,
    by: User | None = None,
    at: datetime | None = None,
) -> Residence:
    """Called by a step that is done. Whoever lives here is no visitor from elsewhere."""
    row = Residence.objects.create(
        person=person, method=method, district=district, by=by, at=at or timezone.now()
    )
    # Whoever found the letter meanwhile need not come by any more.
    ResidenceRequest.objects.filter(person=person, state=ResidenceRequest.State.WAITING).delete()
    settle_level(person=person, lives_elsewhere=False)
    return row


@transaction.atomic
def end_residence(
    *, person: User, reason: str, by: User | None = None, at: datetime | None = None
) -> Residence:
    """Taken back by an officer with a reason, or by the person who moved away."""
    at = at or timezone.now()
    latest = person.residences.first()
    if latest is None or not latest.confirmed:
        raise ResidenceRefused(_("There is no confirmed residence to take back."))
    row = Residence.objects.create(
        person=person, method=latest.method, confirmed=False, by=by, note=reason, at=at
    )
    settle_level(person=person)
    if by:
        note_access(staff=by, action="residence-end", subject=person, at=at)
        tell_residence(
            person,
            words("거주 확인이 취소되었습니다", "Your residence is no longer confirmed"),
            Words({"ko": reason, "en": reason}),
            at,
        )
    return row


def say_where_one_lives(*, person: User, elsewhere: bool, at: datetime | None = None) -> None:
    """A person's own word. Who says that they moved away is no longer confirmed to live here."""
    if elsewhere and person.level == Level.VERIFIED:
        end_residence(person=person, reason="", at=at)
    settle_level(person=person, lives_elsewhere=elsewhere)


def tell_residence(person: User, title: Words, body: Words, at: datetime) -> None:
    tell(
        people=[person], kind="residence", thread=f"residence:{person.pk}", url=URL,
        title=title, body=body, at=at,
    )  # fmt: skip
