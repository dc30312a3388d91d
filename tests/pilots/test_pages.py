"""The public pages: whoever reads them sees what is tested, where, and what came of it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from city.words import words
from pilots.conclude import conclude
from pilots.models import Amendment, BudgetLine, Observation, Pilot
from pilots.protocol import edit_measure
from pilots.stages import move_pilot
from tests import factories as f


def read(client, address):
    return client.get(address).content.decode()


def test_pilots_in_preparation_are_for_staff_only(visitor, sign_in, resident, officer):
    pilot = f.make_pilot()

    assert visitor.get(f"/pilots/{pilot.pk}/").status_code == 404
    assert sign_in(resident).get(f"/pilots/{pilot.pk}/").status_code == 404
    assert sign_in(officer).get(f"/pilots/{pilot.pk}/").status_code == 200
    assert str(pilot.title["ko"]) not in read(visitor, "/pilots/")


def test_a_partner_sees_the_pilot_being_prepared(sign_in, expert):
    pilot = f.make_pilot()
    pilot.partners.create(name=words("가람대학교"), kind="university", person=expert)

    assert sign_in(expert).get(f"/pilots/{pilot.pk}/").status_code == 200


@pytest.mark.parametrize(
    "stage", ["recruiting", "baseline", "running", "follow_up", "evaluating", "stopped"]
)
def test_anybody_reads_a_pilot_in_every_stage(visitor, stage):
    pilot = f.make_pilot(stage=stage)

    page = read(visitor, f"/pilots/{pilot.pk}/")

    assert str(pilot.title["ko"]) in page
    assert 'aria-current="step"' in page


def test_nobody_signed_out_gets_a_byte_of_their_own(visitor):
    pilot = f.make_pilot(stage="running")

    response = visitor.get(f"/pilots/{pilot.pk}/")

    assert "csrf" not in response.content.decode()
    assert not response.cookies


def test_a_pilot_past_its_end_is_shown_as_overdue(visitor):
    pilot = f.make_pilot(stage="running", ends_on=timezone.localdate() - timedelta(days=1))

    assert "badge--overdue" in read(visitor, f"/pilots/{pilot.pk}/")
    assert "badge--overdue" in read(visitor, "/pilots/")


def test_a_pilot_that_was_stopped_says_why_at_the_top(visitor, officer):
    pilot = f.make_pilot(stage="running", department=officer.department)
    move_pilot(pilot=pilot, to="stopped", reason="운전자의 시야를 가렸습니다.", by=officer)

    page = read(visitor, pilot.get_absolute_url())

    assert "실증을 중단했습니다" in page
    assert page.index("운전자의 시야를 가렸습니다.") < page.index("무엇을 시험합니까")
    assert "결과를 알려 드립니다" not in page  # nothing to follow without proposals


def test_what_one_can_join_comes_first_and_what_has_ended_last(visitor):
    f.make_pilot(stage="stopped", title=words("셋째"))
    f.make_pilot(stage="recruiting", takes_participants=True, title=words("첫째"))
    f.make_pilot(stage="running", title=words("둘째"))

    page = read(visitor, "/pilots/")

    assert page.index("첫째") < page.index("둘째") < page.index("셋째")


@pytest.mark.parametrize(
    "query", ["stage=ended", "stage=nonsense", "page=999", "page=x", "view=table", "stage=%00"]
)
def test_odd_addresses_never_break_the_list(visitor, query):
    f.make_pilot(stage="running")

    assert visitor.get(f"/pilots/?{query}").status_code == 200


def test_the_list_takes_the_same_queries_for_one_pilot_and_for_many(
    visitor, django_assert_max_num_queries
):
    for stage in ("recruiting", "running", "stopped") * 4:
        f.make_pilot(stage=stage)
    visitor.get("/pilots/")

    with django_assert_max_num_queries(8):
        visitor.get("/pilots/")
    with django_assert_max_num_queries(8):
        visitor.get("/pilots/?view=table")


def test_before_and_after_stand_in_a_table_beside_the_picture(visitor):
    today = timezone.localdate()
    pilot = f.make_pilot(
        stage="running",
        baseline_from=today - timedelta(days=8),
        running_from=today - timedelta(days=4),
    )
    for days, value in ((8, 61), (7, 63), (6, 62), (3, 40), (2, 41), (1, 42)):
        Observation.objects.create(
            measure=pilot.measures.get(), site=pilot.sites.get(), value=value,
            at=timezone.now() - timedelta(days=days),
        )  # fmt: skip

    page = read(visitor, f"/pilots/{pilot.pk}/")

    assert "<polyline" in page
    assert "62초" in page
    assert "41초" in page
    assert "style=" not in page


def test_money_is_shown_by_source_and_a_pilot_without_budget_says_so(visitor):
    pilot = f.make_pilot(stage="running")
    BudgetLine.objects.create(
        pilot=pilot, label=words("신호 제어기"), source="national", year=2026, planned=12_000_000
    )
    free = f.make_pilot(stage="running", has_budget=False)

    assert "1,200만" in read(visitor, f"/pilots/{pilot.pk}/")
    assert "예산" in read(visitor, f"/pilots/{free.pk}/")


def test_amendments_are_public_with_their_reason(visitor, officer):
    pilot = f.make_pilot(stage="running")
    edit_measure(measure=pilot.measures.get(), target=40.0, reason="목표를 밝힙니다.", by=officer)

    page = read(visitor, f"/pilots/{pilot.pk}/")

    assert "목표를 밝힙니다." in page
    assert "40.0" in page


def test_the_conclusion_is_shown_as_it_was_frozen(visitor, manager):
    pilot = f.make_pilot(stage="evaluating")
    conclude(pilot=pilot, verdict="adopt", reasons=words("대기가 줄었습니다."), by=manager)
    pilot.measures.update(name=words("나중에 바뀐 이름"))

    page = read(visitor, f"/pilots/{pilot.pk}/")

    assert "대기가 줄었습니다." in page
    assert "badge--adopt" in page
    assert "나중에 바뀐 이름" not in page


def test_html_in_a_title_stays_text(visitor):
    pilot = f.make_pilot(stage="running", title=words("<script>alert(1)</script>"))
    Amendment.objects.create(
        pilot=pilot, what="protocol", before={"question": {"ko": "<b>a"}}, after={"question": {"ko": "<i>b"}},
        reason="<img src=x>", by=pilot.manager,
    )  # fmt: skip

    page = read(visitor, f"/pilots/{pilot.pk}/")

    assert "<script>alert" not in page
    assert "<img src=x>" not in page
    assert "<b>a" not in page


def test_machines_read_the_same(visitor, manager):
    pilot = f.make_pilot(stage="evaluating")
    f.make_pilot(title=words("준비 중"))
    conclude(pilot=pilot, verdict="adopt", reasons=words("대기가 줄었습니다."), by=manager)

    listed = visitor.get("/api/v1/pilots/").json()
    one = visitor.get(f"/api/v1/pilots/{pilot.pk}/").json()

    assert [each["id"] for each in listed["results"]] == [pilot.pk]
    assert one["verdict"] == "adopt"
    assert one["comparisons"][0]["code"] == "wait"
    assert one["measures"][0]["is_primary"] is True


def test_the_api_knows_no_pilot_in_preparation(visitor):
    pilot = f.make_pilot()

    assert visitor.get(f"/api/v1/pilots/{pilot.pk}/").status_code == 404
    assert visitor.get("/api/v1/pilots/?stage=nonsense").status_code == 400


def test_the_api_list_takes_constant_queries(visitor, django_assert_max_num_queries):
    for _n in range(6):
        f.make_pilot(stage="running")

    with django_assert_max_num_queries(5):
        visitor.get("/api/v1/pilots/")


def test_english_readers_read_english(visitor):
    pilot = f.make_pilot(stage="running")

    page = read(visitor, f"/pilots/{pilot.pk}/?lang=en")

    assert "Longer green light for walkers" in page
    assert "Measures, before and after" in page


def test_the_successor_is_linked_once_it_is_public(visitor, manager):
    pilot = f.make_pilot(stage="evaluating")
    conclude(pilot=pilot, verdict="extend", reasons=words("더 길게 봅니다."), by=manager)
    assert "(2차)" not in read(visitor, f"/pilots/{pilot.pk}/")

    Pilot.objects.filter(predecessor=pilot).update(stage="running")

    assert "(2차)" in read(visitor, f"/pilots/{pilot.pk}/")
