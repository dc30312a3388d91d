"""Partners do in their pilot what their duty says, until its last day, and nothing elsewhere."""

from datetime import timedelta

import pytest
from django.utils import timezone

from city.words import words
from pilots.models import Partner, Pilot
from pilots.plan.duties import What, may
from tests import factories as f

pytestmark = pytest.mark.django_db
EVERYTHING = {"read", "edit", "enter", "export", "trouble"}

# Who may do what: full matrix of people and acts in a pilot that is being prepared.
MATRIX = {
    "visitor": set(),
    "resident": set(),
    "named only": set(),
    "co-investigator": {"read", "edit", "trouble"},
    "analyst": {"export"},
    "field staff": {"enter", "trouble"},
    "all three": EVERYTHING,
    "duty over": set(),
    "duty elsewhere": set(),
    "erased": set(),
    "other officer": {"read"},
    "own officer": EVERYTHING,
    "manager of the pilot": EVERYTHING,
    "manager": EVERYTHING,
}
DUTY = {"co-investigator": "lead", "analyst": "analyst", "field staff": "field", "named only": ""}


@pytest.fixture
def pilot(city):
    return f.make_pilot(department=f.department("transport", "교통과"))


@pytest.fixture
def person_of(pilot, rf):
    def _person(who):
        from django.contrib.auth.models import AnonymousUser

        if who == "visitor":
            return AnonymousUser()
        if who == "manager of the pilot":
            return pilot.manager
        roles = {"other officer": "officer", "own officer": "officer", "manager": "manager"}
        person = f.UserFactory(
            role=roles.get(who, "resident"), is_active=who != "erased",
            department=pilot.department if who == "own officer" else f.department(),
        )  # fmt: skip
        for row in partner_rows(who, pilot):
            Partner.objects.create(
                **{"pilot": pilot, "name": words("팀"), "kind": "university", "person": person}
                | row
            )
        return person

    return _person


def partner_rows(who, pilot):
    if who in DUTY:
        return [{"duty": DUTY[who]}]
    if who == "all three":
        return [{"duty": duty} for duty in ("lead", "analyst", "field")]
    if who == "duty over":
        return [
            {"duty": duty, "until": timezone.localdate() - timedelta(days=1)}
            for duty in ("lead", "analyst", "field")
        ]
    if who == "duty elsewhere":
        return [{"duty": "lead", "pilot": f.make_pilot()}]
    return [{"duty": "lead"}] if who == "erased" else []


@pytest.mark.parametrize("who", MATRIX)
def test_everybody_may_what_the_matrix_says(pilot, person_of, who):
    person = person_of(who)

    assert {what for what in What if may(person, pilot, what)} == MATRIX[who]


def test_a_duty_holds_to_the_end_of_its_last_day(pilot, person_of):
    person = person_of("co-investigator")
    Partner.objects.update(until=timezone.localdate())

    assert may(person, pilot, What.READ)
    assert not may(person, pilot, What.READ, timezone.localdate() + timedelta(days=1))


@pytest.mark.parametrize("stage", ["baseline", "running", "evaluating", "concluded", "stopped"])
def test_after_the_baseline_only_the_city_changes_the_plan(pilot, person_of, stage):
    person = person_of("all three")
    pilot.stage = stage

    assert not may(person, pilot, What.EDIT)
    assert may(person, pilot, What.READ)
    assert may(person, pilot, What.ENTER) == (stage not in ("concluded", "stopped"))


# Pages, for each duty.
PAGES = {
    "": {"co-investigator"},
    "protocol/": {"co-investigator"},
    "sites/new/": {"co-investigator"},
    "sites/file/": {"co-investigator"},
    "measures/new/": {"co-investigator"},
    "alternatives/new/": {"co-investigator"},
    "import/": {"field staff"},
    "budget/new/": set(),
    "partners/new/": set(),
    "permit/": set(),
    "announce/": set(),
    "move/baseline/": set(),
    "consent/": set(),
    "participants/": set(),
    "conclude/": set(),
}


@pytest.mark.parametrize("page", PAGES)
def test_each_duty_opens_its_own_pages(pilot, person_of, sign_in, page):
    opened = {
        who
        for who in ("named only", "co-investigator", "analyst", "field staff", "duty over")
        if sign_in(person_of(who)).get(f"/desk/pilots/{pilot.pk}/{page}").status_code == 200
    }

    assert opened == PAGES[page]


def test_a_co_investigator_writes_the_question_but_not_who_answers_for_it(
    pilot, person_of, sign_in
):
    browser = sign_in(person_of("co-investigator"))

    browser.post(f"/desk/pilots/{pilot.pk}/protocol/", {
        "title_0": "그늘막", "question_0": "시원합니까?", "ends_on": "2099-01-31",
        "privacy_sheet_0": "없음", "risk_sheet_0": "없음", "manager": "1", "origin": "city",
        "has_budget": "",
    })  # fmt: skip

    stored = Pilot.objects.get(pk=pilot.pk)
    assert stored.question["ko"] == "시원합니까?"
    assert (stored.manager, stored.origin, stored.has_budget) == (
        pilot.manager, pilot.origin, pilot.has_budget,
    )  # fmt: skip


# ── Naming the person ────────────────────────────────────────────────────────────────────────

SAID = {"name_0": "가람대", "kind": "university", "duty": "lead"}


def test_officers_choose_the_person_by_email(pilot, sign_in, resident):
    sign_in(pilot.manager).post(
        f"/desk/pilots/{pilot.pk}/partners/new/", SAID | {"email": resident.email.upper()}
    )

    assert pilot.partners.get().person == resident
    assert may(resident, pilot, What.EDIT)


@pytest.mark.parametrize("email", ["", "nobody@example.test", "가", "x" * 400])
def test_a_duty_without_a_known_person_is_refused(pilot, sign_in, email):
    page = sign_in(pilot.manager).post(
        f"/desk/pilots/{pilot.pk}/partners/new/", SAID | {"email": email}
    )

    assert "id_email_error" in page.content.decode()
    assert not pilot.partners.exists()


def test_the_address_is_not_shown_again_and_stays(pilot, sign_in, resident):
    partner = Partner.objects.create(
        pilot=pilot, name=words("가람대"), kind="university", person=resident, duty="lead"
    )
    browser, page = sign_in(pilot.manager), f"/desk/pilots/{pilot.pk}/partners/{partner.pk}/"

    assert resident.email not in browser.get(page).content.decode()
    browser.post(page, SAID | {"duty": "field"})
    partner.refresh_from_db()
    assert (partner.person, partner.duty) == (resident, "field")

    browser.post(page, SAID | {"duty": "", "nobody": "on"})
    partner.refresh_from_db()
    assert partner.person is None
