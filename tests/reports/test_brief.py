"""시장 보고 1쪽 and the Monday brief: what is late, and what it costs."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts.models import Delivery
from city.calendar import end_of_day
from city.words import words
from pilots.models import BudgetLine
from proposals.models import Commitment, Proposal
from proposals.workflow import Status
from reports.readers.brief import brief
from reports.readers.monday import send_brief
from tests import factories as f

BRIEF = "/desk/reports/brief/"


@pytest.fixture
def late(officer):
    """One answer overdue and one in time; one promise late; one pilot past its end, with money."""
    now = timezone.now()
    for days, title in ((-2, "늦은 답변"), (5, "아직 남은 답변")):
        f.ProposalFactory(
            title=title, status=Status.IN_REVIEW, department=f.department(),
            answer_due_at=now + timedelta(days=days),
        )  # fmt: skip
    month = timezone.localdate().replace(day=1) - timedelta(days=40)
    Commitment.objects.create(
        proposal=f.ProposalFactory(title="약속한 제안"), what=words("횡단보도를 칠합니다", "Paint"),
        department=f.department(), due_month=month.replace(day=1), first_due_month=month.replace(day=1),
        promised_by=officer,
    )  # fmt: skip
    pilot = f.make_pilot(stage="running", ends_on=timezone.localdate() - timedelta(days=3))
    BudgetLine.objects.create(
        pilot=pilot, label=words("장비", "Things"), source=BudgetLine.Source.choices[0][0],
        year=timezone.localdate().year, planned=2_000_000, spent=500_000,
    )  # fmt: skip
    return pilot


def test_it_lists_what_is_late_and_nothing_else(officer, sign_in, late):
    page = sign_in(officer).get(BRIEF).content.decode()

    assert "늦은 답변" in page
    assert "아직 남은 답변" not in page
    assert "횡단보도를 칠합니다" in page
    assert str(late.title) in page
    assert "25%" in page


def test_hidden_proposals_are_not_told(late):
    Proposal.objects.update(hidden_at=timezone.now())

    said = brief(timezone.now())

    assert (said.answers.count, said.commitments.count) == (0, 0)


def test_a_long_list_shows_the_first_few_and_how_many_more(city):
    now = timezone.now()
    for days in range(1, 9):
        f.ProposalFactory(status=Status.IN_REVIEW, answer_due_at=now - timedelta(days=days))

    answers = brief(now).answers

    assert (answers.count, len(answers.rows), answers.more) == (8, 5, 3)
    assert answers.rows[0].answer_due_at == now - timedelta(days=8)


def test_every_list_leads_to_the_whole_of_it(officer, sign_in, late):
    promise, now = Commitment.objects.get(), timezone.now()
    for days in range(1, 8):
        f.ProposalFactory(status=Status.IN_REVIEW, answer_due_at=now - timedelta(days=days))
        promise.pk = None
        promise.save()
        f.make_pilot(stage="running", ends_on=timezone.localdate() - timedelta(days=days))

    page = sign_in(officer).get(BRIEF).content.decode()

    assert page.count("그 밖에 3건") == 3
    assert 'href="/promises/"' in page


def test_more_rows_take_no_more_queries(officer, sign_in, late, django_assert_max_num_queries):
    client = sign_in(officer)
    client.get(BRIEF)
    for days in range(1, 5):
        f.ProposalFactory(
            status=Status.IN_REVIEW, answer_due_at=timezone.now() - timedelta(days=days)
        )
    with django_assert_max_num_queries(30):
        client.get(BRIEF)


def test_managers_are_told_on_monday_once_a_week(manager, administrator, officer, late):
    monday = timezone.now()  # the clock knows which day it is
    update = send_brief(monday)

    assert send_brief(monday) is None
    told = set(Delivery.objects.filter(update_told=update).values_list("person", flat=True))
    assert told == {manager.pk, administrator.pk}
    assert update.url == BRIEF
    assert "50만원" in update.body["ko"]
    assert send_brief(monday + timedelta(days=7)) is not None


def test_an_empty_city_has_a_brief_too(officer, sign_in, city):
    page = sign_in(officer).get(BRIEF)

    assert page.status_code == 200
    assert brief(timezone.now()).money.executed is None


def test_residents_do_not_see_it(resident, sign_in):
    assert sign_in(resident).get(BRIEF).status_code in (302, 403)


def test_the_day_an_answer_is_due_is_its_last_day(officer, sign_in):
    friday = date(2026, 5, 8)
    f.ProposalFactory(
        status=Status.IN_REVIEW, department=f.department(), answer_due_at=end_of_day(friday)
    )

    page = sign_in(officer).get(BRIEF).content.decode()

    assert "2026. 5. 8." in page
    assert "2026. 5. 9." not in page
