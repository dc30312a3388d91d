"""Every won is counted once, however many pilots spend it together; and Sejong's ten tasks fit."""

import json

import pytest

from city.words import words
from pilots.amend import ProtocolClosed, ReasonNeeded
from pilots.models import Pilot, ProtocolVersion, SharedBudget
from pilots.plan.announce import announce
from pilots.plan.money import in_won, lines_of, sum_of, table_of
from pilots.plan.share_budget import (
    SharingRefused,
    add_shared_line,
    edit_shared_budget,
    remove_shared_line,
    share_budget,
)
from pilots.plan.snapshot import plan_of
from pilots.protocol import add_budget_line
from tests import factories as f
from tests.pilots.sejong import EOK, enter_sejong

pytestmark = pytest.mark.django_db


def test_sejongs_ten_tasks_come_to_19_29_billion(officer, visitor):
    programme = enter_sejong(officer)

    page = visitor.get(f"/pilots/programme/{programme.pk}/").content.decode()

    assert Pilot.objects.public().count() == 10
    assert Pilot.objects.filter(has_budget=False).count() == 1
    assert SharedBudget.objects.get().pilots.count() == 3
    assert sum_of(lines_of(Pilot.objects.all())).planned == 19_290_000_000
    assert "192억 9,000만원" in page
    assert "192억 9,000만원" in visitor.get("/pilots/programme/").content.decode()


def test_each_of_three_says_that_they_spend_it_together(officer, visitor):
    enter_sejong(officer)
    pilot = Pilot.objects.get(title__ko="스마트 팜")

    for address in ("", "protocol/"):
        page = visitor.get(f"/pilots/{pilot.pk}/{address}").content.decode()
        assert "3억원" in page
        assert "3개 실증이 함께 씁니다" in page


def test_a_pilot_without_a_budget_says_so(officer, visitor):
    enter_sejong(officer)
    pilot = Pilot.objects.get(title__ko="어울링 재배치")

    for address in (f"/pilots/{pilot.pk}/", f"/pilots/{pilot.pk}/protocol/", "/pilots/programme/"):
        assert "비예산" in visitor.get(address).content.decode(), address


def test_lists_and_the_api_do_not_forget_what_is_shared(officer, visitor):
    enter_sejong(officer)
    pilot = Pilot.objects.get(title__ko="스마트 팜")

    told = json.loads(visitor.get(f"/api/v1/pilots/{pilot.pk}/").content)

    assert "3억원" in visitor.get("/pilots/?view=table").content.decode()
    assert [each["planned"] for each in told["shared_budgets"][0]["lines"]] == [3 * EOK]


# ── Sharing ──────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def two(officer):
    return [f.make_pilot(department=officer.department, manager=officer) for _n in range(2)]


def test_a_shared_line_is_part_of_the_plan_of_each(officer, two):
    for pilot in two:
        announce(pilot=pilot, by=officer)
    budget = share_budget(name=words("공동"), pilots=two, by=officer)

    add_shared_line(budget=budget, by=officer, label=words("장비"), year=2026, planned=500)

    for pilot in two:
        assert plan_of(pilot)["shared_budgets"][0]["lines"][0]["planned"] == 500
        assert ProtocolVersion.objects.filter(pilot=pilot).count() == 3


def test_sharing_with_nobody_or_with_a_strangers_pilot_is_refused(officer, two):
    with pytest.raises(SharingRefused):
        share_budget(name=words("공동"), pilots=[], by=officer)
    with pytest.raises(SharingRefused):
        share_budget(
            name=words("공동"), by=officer,
            pilots=[*two, f.make_pilot(department=f.department("transport", "교통과"))],
        )  # fmt: skip
    assert not SharedBudget.objects.exists()


def test_once_one_has_begun_sharing_needs_a_reason(officer, two):
    Pilot.objects.filter(pk=two[0].pk).update(stage="running")

    with pytest.raises(ReasonNeeded):
        share_budget(name=words("공동"), pilots=Pilot.objects.all(), by=officer)
    budget = share_budget(
        name=words("공동"), pilots=Pilot.objects.all(), by=officer, reason="장비를 같이 씁니다."
    )
    line = add_shared_line(
        budget=budget, by=officer, label=words("장비"), year=2026, planned=5, reason="같이"
    )
    with pytest.raises(ReasonNeeded):
        remove_shared_line(line=line, by=officer)
    assert two[0].amendments.count() == 2


def test_a_budget_shared_with_an_ended_pilot_stays(officer, two):
    budget = share_budget(name=words("공동"), pilots=two, by=officer)
    Pilot.objects.filter(pk=two[0].pk).update(stage="stopped")

    with pytest.raises(ProtocolClosed):
        edit_shared_budget(budget=budget, name=words("공동"), pilots=two[1:], by=officer)


def test_the_desk_makes_a_shared_budget(officer, two, sign_in):
    browser = sign_in(officer)

    wrong = browser.post("/desk/pilots/budgets/new/", {"name_0": "공동"})
    assert "id_pilots_error" in wrong.content.decode()
    browser.post(
        "/desk/pilots/budgets/new/", {"name_0": "공동", "pilots": [each.pk for each in two]}
    )
    budget = SharedBudget.objects.get()
    browser.post(
        f"/desk/pilots/budgets/{budget.pk}/lines/new/",
        {"label_0": "장비", "source": "province", "year": 2026, "planned": 700, "spent": 200},
    )
    assert budget.lines.get().planned == 700
    assert "공동" in browser.get("/desk/pilots/budgets/").content.decode()
    browser.post(f"/desk/pilots/budgets/{budget.pk}/lines/{budget.lines.get().pk}/remove/")
    assert not budget.lines.exists()


def test_once_begun_a_shared_line_is_removed_with_a_reason_only(officer, two, sign_in):
    budget = share_budget(name=words("공동"), pilots=two, by=officer)
    line = add_shared_line(budget=budget, by=officer, label=words("장비"), year=2026, planned=5)
    Pilot.objects.filter(pk=two[0].pk).update(stage="running")
    browser, page = sign_in(officer), f"/desk/pilots/budgets/{budget.pk}/lines/{line.pk}/remove/"

    without = browser.post(page)
    too_long = browser.post(page, {"reason": "길" * 2001})
    assert [without.status_code, too_long.status_code] == [422, 422]
    assert "삭제하는 사유를 적어 주세요" in without.content.decode()
    assert "길" * 2001 in too_long.content.decode()
    assert budget.lines.exists()

    browser.post(page, {"reason": "다른 예산으로 샀습니다."})
    assert not budget.lines.exists()


def test_an_officer_cannot_open_what_others_share(officer, sign_in, two):
    other = f.UserFactory(role="officer", department=f.department("transport", "교통과"))
    budget = share_budget(name=words("공동"), pilots=two, by=officer)

    assert sign_in(other).get(f"/desk/pilots/budgets/{budget.pk}/").status_code == 403
    assert sign_in(other).get(f"/desk/pilots/budgets/{budget.pk}/lines/new/").status_code == 403


# ── Sums ─────────────────────────────────────────────────────────────────────────────────────


def test_the_table_by_source_and_year_adds_up(officer, two):
    for source, year, planned, spent in (
        ("national", 2025, 100, 100), ("national", 2026, 200, 50), ("city", 2026, 300, 0),
    ):  # fmt: skip
        add_budget_line(
            pilot=two[0], by=officer, label=words("비"), source=source, year=year,
            planned=planned, spent=spent,
        )  # fmt: skip

    table = table_of(lines_of([two[0]]))

    assert table.years == [2025, 2026]
    assert [[cell.planned for cell in row.years] for row in table.rows] == [[100, 200], [0, 300]]
    assert [(cell.year, cell.planned) for cell in table.by_year] == [(2025, 100), (2026, 500)]
    assert (table.total.planned, table.total.spent, table.total.executed) == (600, 150, 25)


def test_nothing_planned_has_no_share_that_was_spent():
    assert sum_of([]).executed is None


@pytest.mark.parametrize(
    ("won", "said"),
    [(300_000_000, "3억원"), (19_290_000_000, "192억 9,000만원"), (9_999, "9,999원"),
     (12_345, "1만 2,345원"), (100_000_001, "1억 1원"), (0, "0원"), (None, "")],
)  # fmt: skip
def test_sums_are_said_as_people_say_them(won, said):
    assert in_won(won) == said
