"""결재 of a pilot's result: who decides alone, what is signed, and that it is what is published."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts import sign_off as sign_offs
from accounts.deputise import name_deputy
from accounts.due import due_for
from accounts.hand_over import hand_over
from accounts.models import SignOff
from accounts.sign_off import SignOffRefused
from city.digest import digest_of
from city.models import City, Delegation
from city.words import words
from pilots.after.approve import conclude_or_send
from pilots.conclude import approver_of, conclude
from pilots.models import BudgetLine, Conclusion
from pilots.observe import import_observations
from pilots.stages import move_pilot
from pilots.take_up import take_up
from pilots.workflow import MoveNotAllowed
from proposals.triage import SignOffNeeded
from surveys.models import Wave
from tests import factories as f

WHY = words("대기 시간이 줄었습니다.", "People waited less.")
MILLION = 1_000_000
VALUES = "날짜,값\n2026-01-01,{}\n"


@pytest.fixture
def pilot(city):
    City.objects.update(uses_sign_off=True)
    return f.make_pilot(stage="evaluating", department=f.department())


@pytest.fixture
def rows(city):
    """Dear ones that are adopted need an administrator; a stop is the manager's own."""
    Delegation.objects.create(
        status="concluded", outcome="adopt", from_amount=100 * MILLION, approver="admin"
    )
    Delegation.objects.create(
        status="concluded", outcome="change", from_support=30, approver="admin"
    )


def send(pilot, by, verdict="adopt", **said):
    return conclude_or_send(pilot=pilot, verdict=verdict, reasons=WHY, by=by, **said)


def budget(pilot, planned):
    BudgetLine.objects.create(pilot=pilot, label=words("공사"), planned=planned, year=2026)


def measured(pilot, value):
    import_observations(
        pilot=pilot, file=VALUES.format(value).encode(), file_name="값.csv", by=pilot.manager
    )


# ── Who decides what ─────────────────────────────────────────────────────────────────────────

# (verdict, won planned, supporters): whom each has to ask; who is not named decides alone
MATRIX = [
    ("adopt", 0, 0, {"officer": "manager"}),
    ("adopt", 99 * MILLION, 999, {"officer": "manager"}),
    ("adopt", 100 * MILLION, 0, {"officer": "admin", "manager": "admin"}),
    ("stop", 900 * MILLION, 999, {"officer": "manager"}),
    ("change", 0, 29, {"officer": "manager"}),
    ("change", 0, 30, {"officer": "admin", "manager": "admin"}),
]


@pytest.mark.parametrize(("verdict", "planned", "support", "needs"), MATRIX)
@pytest.mark.usefixtures("rows")
def test_who_decides_alone_and_who_asks(
    pilot, officer, manager, administrator, verdict, planned, support, needs
):
    budget(pilot, planned)
    proposal = f.ProposalFactory(status="accepted", support_count=support)
    take_up(pilot=pilot, proposal=proposal, by=pilot.manager, reason="함께 봅니다.")

    for name, person in [("officer", officer), ("manager", manager), ("admin", administrator)]:
        assert approver_of(pilot, verdict, by=person) == needs.get(name), name


def test_even_a_manager_sends_what_an_administrator_approves(pilot, manager, rows):
    budget(pilot, 100 * MILLION)

    assert send(pilot, manager).approver_role == "admin"
    assert not Conclusion.objects.exists()


def test_no_way_around_the_approval(pilot, officer):
    with pytest.raises(SignOffNeeded):
        conclude(pilot=pilot, verdict="stop", reasons=WHY, by=officer)

    assert not Conclusion.objects.exists()


def test_a_row_counts_from_its_day_on(pilot, manager, rows):
    budget(pilot, 100 * MILLION)
    Delegation.objects.update(since=timezone.now() + timedelta(days=1))

    assert send(pilot, manager) is None


# Who gets which answer: a resident, an officer elsewhere, the pilot's own officer, a deputy of the
# manager, a manager, an administrator.
ANSWERS = {
    "conclude/": (403, 403, 200, 403, 200, 200),
    "sign-off/": (403, 403, 200, 200, 200, 200),
}


@pytest.fixture
def deputy(manager):
    person, today = f.UserFactory(role="officer"), timezone.localdate()
    name_deputy(person=manager, deputy=person, first_day=today, last_day=today, by=manager)
    return person


@pytest.mark.parametrize("page", ANSWERS)
def test_who_sees_which_page(
    pilot, resident, deputy, manager, administrator, sign_in, visitor, page
):
    send(pilot, pilot.manager)
    people = [
        resident,
        f.UserFactory(role="officer"),
        pilot.manager,
        deputy,
        manager,
        administrator,
    ]

    answers = tuple(
        sign_in(person).get(f"/desk/pilots/{pilot.pk}/{page}").status_code for person in people
    )

    assert answers == ANSWERS[page]
    assert visitor.get(f"/desk/pilots/{pilot.pk}/{page}").status_code == 302


def test_without_sign_off_an_officer_cannot_write_a_result(pilot, sign_in):
    City.objects.update(uses_sign_off=False)

    answer = sign_in(pilot.manager).post(
        f"/desk/pilots/{pilot.pk}/conclude/", {"verdict": "stop", "reasons_0": "아닙니다."}
    )

    assert answer.status_code == 403
    assert not SignOff.objects.exists()


# ── What is signed is what is published ──────────────────────────────────────────────────────


def test_what_was_signed_is_published_whatever_came_in_meanwhile(pilot, manager, visitor):
    measured(pilot, 3)
    sent = send(pilot, pilot.manager, learned=words("비가 오면 다릅니다."))
    measured(pilot, 90)
    proposal = f.ProposalFactory(status="accepted")
    take_up(pilot=pilot, proposal=proposal, by=pilot.manager, reason="함께 봅니다.")

    sign_offs.approve(sign_off=sent, by=manager, document_number="도로과-12")

    result = Conclusion.objects.get()
    assert len(result.evidence["imports"]) == 1
    assert result.digest == digest_of(result.evidence) == sent.decision["digest"]
    assert (result.decided_by, result.sign_off.document_number) == (manager, "도로과-12")
    assert result.office["role"] == "manager"
    assert (str(result.reasons), str(result.learned)) == (str(WHY), "비가 오면 다릅니다.")
    assert visitor.get(f"/pilots/{pilot.pk}/evidence.json").json() == sent.decision["evidence"]
    assert proposal.decisions.filter(status="planned").exists()  # its proposals follow


def test_nothing_is_public_before_it_is_approved(pilot, visitor):
    send(pilot, pilot.manager)

    page = visitor.get(f"/pilots/{pilot.pk}/").content.decode()
    pilot.refresh_from_db()

    assert (str(WHY) in page, pilot.stage) == (False, "evaluating")
    assert visitor.get(f"/pilots/{pilot.pk}/evidence.json").status_code == 404


def test_sending_closes_the_survey_so_that_no_answer_makes_a_difference(pilot, instrument):
    _survey, _question, _before, after = instrument(pilot)
    Wave.objects.filter(pk=after.pk).update(closes_at=timezone.now() + timedelta(days=9))

    send(pilot, pilot.manager)

    after.refresh_from_db()
    assert after.closes_at <= timezone.now()


def test_a_pilot_that_was_stopped_meanwhile_stays_stopped(pilot, manager, sign_in):
    sent = send(pilot, pilot.manager)
    move_pilot(pilot=pilot, to="stopped", reason="장비가 고장 났습니다.", by=manager)

    with pytest.raises(MoveNotAllowed):
        sign_offs.approve(sign_off=sent, by=manager)

    sent.refresh_from_db()
    assert sent.state == "sent"
    assert due_titles(manager) == []
    assert sign_in(manager).get(f"/desk/pilots/{pilot.pk}/sign-off/").status_code == 302


def test_a_manager_who_decides_at_once_ends_the_waiting(pilot, manager):
    sent = send(pilot, pilot.manager)

    assert send(pilot, manager, "stop") is None

    sent.refresh_from_db()
    assert (sent.state, Conclusion.objects.get().verdict) == ("dropped", "stop")


# ── At the desk ──────────────────────────────────────────────────────────────────────────────


def due_titles(person):
    return [due.title for due in due_for(person, timezone.now() + timedelta(days=1))]


def typed(verdict="adopt", reasons="대기 시간이 줄었습니다.", learned="배운 점"):
    return {"verdict": verdict, "reasons_0": reasons, "learned_0": learned}


def test_from_the_officer_to_the_manager_and_out(pilot, manager, sign_in):
    desk, page = sign_in(pilot.manager), f"/desk/pilots/{pilot.pk}/"
    sent = desk.post(f"{page}conclude/", typed())
    assert sent.headers["Location"] == page
    assert due_titles(manager) == [str(pilot.title)]

    shown = sign_in(manager).get(f"{page}sign-off/").content.decode()
    assert SignOff.objects.get().decision["digest"] in shown
    assert "배운 점" in shown
    sign_in(manager).post(
        f"{page}sign-off/", {"approve": "1", "approve-document_number": "도로과-7"}
    )

    pilot.refresh_from_db()
    assert (pilot.stage, Conclusion.objects.get().sign_off.decided_by) == ("concluded", manager)
    assert due_titles(manager) == []


def test_what_is_returned_comes_back_with_its_words(pilot, manager, sign_in):
    desk, page = sign_in(pilot.manager), f"/desk/pilots/{pilot.pk}/"
    desk.post(f"{page}conclude/", typed("change"))
    manager_at = sign_in(manager)

    assert (
        manager_at.post(f"{page}sign-off/", {"return": "1", "return-note": ""}).status_code == 422
    )
    manager_at.post(f"{page}sign-off/", {"return": "1", "return-note": "더 쉽게 써 주세요."})

    assert due_titles(pilot.manager) == [str(pilot.title)]
    again = desk.get(f"{page}conclude/")
    assert again.context["form"].initial["verdict"] == "change"
    assert "더 쉽게 써 주세요." in again.content.decode()
    assert "대기 시간이 줄었습니다." in again.content.decode()

    desk.post(f"{page}conclude/", typed("change", "사람들이 덜 기다립니다."))
    sent = SignOff.objects.get()
    assert (sent.state, sent.decision["reasons"]["ko"]) == ("sent", "사람들이 덜 기다립니다.")


def test_the_second_click_keeps_what_was_typed_and_sends_nothing(pilot, sign_in):
    desk, page = sign_in(pilot.manager), f"/desk/pilots/{pilot.pk}/conclude/"
    desk.post(page, typed())

    second = desk.post(page, typed("stop", "다른 이유입니다."))

    assert "다른 이유입니다." in second.content.decode()
    assert SignOff.objects.get().decision["verdict"] == "adopt"


@pytest.mark.parametrize("who", ["writer", "elsewhere"])
def test_who_may_not_approve_changes_nothing(pilot, sign_in, who):
    person = pilot.manager if who == "writer" else f.UserFactory(role="officer")
    sent = send(pilot, pilot.manager)

    sign_in(person).post(f"/desk/pilots/{pilot.pk}/sign-off/", {"approve": "1"})

    with pytest.raises(SignOffRefused):
        sign_offs.approve(sign_off=sent, by=person)
    assert not Conclusion.objects.exists()


def test_a_deputy_approves_in_the_place_of_the_manager(pilot, manager, deputy, sign_in):
    send(pilot, pilot.manager)
    page = f"/desk/pilots/{pilot.pk}/sign-off/"

    assert f"{manager.pseudonym} 님을 대신해" in sign_in(deputy).get(page).content.decode()
    sign_in(deputy).post(page, {"approve": "1"})

    assert SignOff.objects.get().decided_for == manager


def test_it_is_on_the_sheet_of_whoever_hands_over(pilot, manager):
    officer, successor = pilot.manager, f.UserFactory(role="officer")
    send(pilot, officer)

    sheet = hand_over(person=officer, successor=successor, by=manager)

    assert str(pilot.title) in str(vars(sheet))


def test_the_city_can_name_a_result_in_its_delegation_rows(administrator, sign_in):
    desk, page = sign_in(administrator), "/desk/settings/delegations/"
    desk.post(
        f"{page}new/",
        {"decision": "concluded:adopt", "from_amount": 5, "from_support": 0, "approver": "admin",
         "reason": "큰 사업입니다."},
    )  # fmt: skip

    row = Delegation.objects.get()
    assert (row.status, row.outcome, row.from_amount) == ("concluded", "adopt", 5)
    assert "실증 결과: 확산" in desk.get(page).content.decode()
