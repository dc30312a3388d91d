"""What is still missing before a new portal can be opened to residents; done ones are ticked."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import ConsentText, Invitation, PolicyText, User
from accounts.settings_rows import Text
from accounts.settings_save import ticked_off
from city.models import Category, City, DayOff, Department
from maps.models import District


@dataclass(frozen=True)
class Item:
    code: str
    title: Text
    says: Text  # what to do while it is open
    is_done: bool
    url: str = ""
    key: str = ""  # under which it is ticked by hand; empty where rows tell

    @property
    def may_be_ticked(self) -> bool:
        return bool(self.key) and not self.is_done


def checklist(person: User) -> list[Item]:
    """In the order in which a new city does it."""
    today = timezone.localdate()
    ticked = ticked_off()
    return [
        *_about_the_machine(),
        *_about_the_city(),
        *_about_the_office(person, today, ticked),
        *_about_texts(ticked),
    ]


def item_called(code: str, person: User) -> Item | None:
    return next((item for item in checklist(person) if item.code == code), None)


def _about_the_machine() -> list[Item]:
    return [
        Item(
            "mail", _("A mail server sends the letters"),
            _("Letters are only written to files now. Set EMAIL_URL where the portal is started."),
            settings.MAIL_GOES_OUT,
        ),
        Item(
            "address", _("The portal knows its public address"),
            _("Links in letters lead to this machine only. Set SITE_URL to the https address."),
            settings.SITE_URL.startswith("https://"),
        ),
    ]  # fmt: skip


def _about_the_city() -> list[Item]:
    city = City.objects.current()
    about, bounds = _page("city"), _page("bounds")
    outlines = District.objects.current().exists()
    return [
        Item(
            "phone", _("Residents find a telephone number and an e-mail address"),
            _("Write down how residents reach you, with the hours."),
            bool(city.phone and city.email), about,
        ),
        Item(
            "officer", _("The privacy officer is named"),
            _("The privacy policy has to name somebody who answers."),
            bool(city.privacy_officer), about,
        ),
        Item(
            "outlines", _("The outlines of the districts are loaded"),
            _("Without outlines nobody can be told in which district a place lies."),
            outlines, bounds,
        ),
    ]  # fmt: skip


def _about_the_office(person: User, today: date, ticked: set[str]) -> list[Item]:
    nobodys = Q(department=None) | Q(department__is_open=False)
    without = Category.objects.open().filter(nobodys).exists()
    year = f"days-off-{today.year}"
    invited = Invitation.objects.filter(withdrawn_at=None, expires_at__gt=timezone.now())
    return [
        Item(
            "departments", _("Departments have telephone numbers"),
            _("Residents see the number beside the answer."),
            not Department.objects.filter(is_open=True, phone="").exists(), _page("departments"),
        ),
        Item(
            "categories", _("Every category has a department"),
            _("What nobody is named for waits until somebody takes it."),
            Category.objects.open().exists() and not without, _page("categories"),
        ),
        Item(
            "people", _("Somebody besides you is invited"),
            _("Invite the officers who will answer; one of them also as an administrator."),
            User.objects.staff().exclude(pk=person.pk).exists() or invited.exists(),
            reverse("desk_settings:invitations"),
        ),
        Item(
            "days-off", _("The days off of this year are checked"),
            _("Add the city's own days off, or tick this if there are none."),
            f"checked:{year}" in ticked or DayOff.objects.filter(date__year=today.year).exists(),
            _page("days-off"), year,
        ),
    ]  # fmt: skip


def _about_texts(ticked: set[str]) -> list[Item]:
    return [
        Item(
            "consents", _("The consent texts were read by the city"),
            _("They are still the ones that came with the portal. Tick this if they are right."),
            "checked:consents" in ticked or ConsentText.objects.filter(
                kind__in=("terms", "privacy"), version__gt=1
            ).exists(),
            _page("consents"), "consents",
        ),
        Item(
            "policies", _("The privacy policy and the terms were read by the city"),
            _("They are still the ones that came with the portal. Tick this if they are right."),
            "checked:policies" in ticked or PolicyText.objects.exists(),
            _page("privacy-policy"), "policies",
        ),
    ]  # fmt: skip


def _page(code: str) -> str:
    return reverse("desk_settings:page", args=[code])
