"""What pages say of the answers to "Is it really better?": told once a night, and nothing of a few."""

from datetime import timedelta

import pytest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format

from accounts.models import User
from city.models import City, KeptCounts
from proposals.confirm import answer, ask_for_confirmation
from proposals.models import Commitment, Confirmation
from proposals.said import latest_said, said_of, tell_answers
from tests import factories as f

LATER = timedelta(days=1)


@pytest.fixture
def commitment(city, officer):
    proposal = f.ProposalFactory(status="planned")
    return proposal.commitments.create(
        what={"ko": "가로등을 답니다."}, department=f.department(), promised_by=officer,
        due_month="2026-01-01", first_due_month="2026-01-01", state="done", done_at=timezone.now(),
        done_figure={"ko": "가로등 3개"},
    )  # fmt: skip


def people_say(commitment, *, round=0, **counts):
    """So many more people were asked, and said so; "silent" did not answer."""
    for said, n in counts.items():
        people = [
            f.UserFactory.build(email=f"{said}{User.objects.count()}-{i}@a.test") for i in range(n)
        ]
        Confirmation.objects.bulk_create(
            Confirmation(
                commitment=commitment, person=person, round=round,
                answer=None if said == "silent" else said, created_at=commitment.done_at,
                answered_at=None if said == "silent" else timezone.now(),
            )
            for person in User.objects.bulk_create(people)
        )  # fmt: skip


def shown(commitment, nights=1):
    tell_answers(timezone.now() + nights * LATER)
    return said_of([commitment.pk])[commitment.pk][-1]


def numbers(said):
    return {
        name: said[name] for name in ("yes", "no", "unsure", "not_yes", "silent") if name in said
    }


def test_a_share_is_shown_with_its_interval_and_who_did_not_answer(commitment):
    people_say(commitment, yes=15, no=5, silent=20)

    said = shown(commitment)

    assert said["better"].percent == 75
    assert 52 < said["better"].low < 54
    assert 88 < said["better"].high < 90
    assert numbers(said) == {"yes": 15, "no": 5, "unsure": 0, "not_yes": 5, "silent": 20}


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ({"yes": 15, "no": 2, "silent": 9}, {"silent": 9}),
        ({"yes": 2, "silent": 9}, {}),
        ({"yes": 15, "no": 4, "unsure": 3, "silent": 9}, {"yes": 15, "not_yes": 7, "silent": 9}),
        ({"yes": 15, "no": 9, "silent": 2}, {}),  # the figure does not tell them either
        ({"silent": 9}, {"yes": 0, "no": 0, "unsure": 0, "not_yes": 0, "silent": 9}),
    ],
)
def test_who_said_what_is_hidden_where_they_are_few(commitment, counts, told):
    people_say(commitment, **counts)

    assert numbers(shown(commitment)) == told


def test_who_watches_the_page_every_day_does_not_see_one_answer_come(commitment):
    """Each night one more answers: what is told stays until it is k that came."""
    people_say(commitment, yes=10, no=5, silent=20)
    first = numbers(shown(commitment))
    told = []
    for night in range(2, 7):
        one = Confirmation.objects.filter(answer=None).first()
        answer(commitment=commitment, person=one.person, answer="yes")
        told.append(numbers(shown(commitment, night)))

    assert told[:4] == [first] * 4
    assert told[4] == {"yes": 15, "no": 5, "unsure": 0, "not_yes": 5, "silent": 15}


def test_it_says_of_which_day_it_is(commitment, visitor):
    people_say(commitment, yes=10, no=5, silent=20)
    tell_answers(timezone.now())
    Confirmation.objects.filter(answer=None).first().delete()
    tell_answers(timezone.now() + LATER)

    page = visitor.get("/promises/").content.decode()

    assert "67%" in page
    assert f"{date_format(timezone.localdate(), 'SHORT_DATE_FORMAT')} 기준" in page


def test_what_came_back_to_an_earlier_number_is_compared_with_all_that_was_told(commitment):
    """10, 20, and 12 of whom two were there before: twelve would tell of two."""
    people_say(commitment, yes=10, silent=20)
    shown(commitment)
    people_say(commitment, yes=10)
    assert shown(commitment, 2)["yes"] == 20
    leaving = Confirmation.objects.filter(answer="yes")[:8].values("pk")
    Confirmation.objects.filter(pk__in=list(leaving.values_list("pk", flat=True))).delete()

    assert shown(commitment, 3)["yes"] == 20


def test_in_more_detail_once_there_are_enough_and_not_in_less_again(commitment):
    people_say(commitment, yes=20, no=1, silent=20)
    assert numbers(shown(commitment)) == {"silent": 20}
    people_say(commitment, no=5)
    assert shown(commitment, 2)["no"] == 6
    people_say(commitment, no=1, yes=9)

    assert shown(commitment, 3)["no"] == 6


def test_a_larger_k_hides_what_was_told_under_the_smaller(commitment):
    people_say(commitment, yes=10, no=5, silent=20)
    assert shown(commitment)["yes"] == 10
    City.objects.update(smallest_group=7)

    assert "yes" not in shown(commitment, 2)


def test_asked_anew_after_it_was_redone_the_former_answers_are_not_told(commitment):
    people_say(commitment, yes=10, no=5, silent=20)
    shown(commitment)

    ask_for_confirmation(commitment=commitment, at=timezone.now() + LATER)

    assert "yes" not in said_of([commitment.pk])[commitment.pk][-1]


def test_a_round_that_was_just_asked_does_not_hide_the_one_before(commitment):
    people_say(commitment, yes=15, no=5, silent=20)
    people_say(commitment, round=6, silent=40)
    shown(commitment)
    assert latest_said(said_of([commitment.pk])[commitment.pk])["round"] == 0

    people_say(commitment, round=6, yes=10)
    shown(commitment, 2)
    assert latest_said(said_of([commitment.pk])[commitment.pk])["round"] == 6
    assert latest_said([]) is None


def test_what_is_not_told_yet_is_not_called_few(commitment):
    people_say(commitment, yes=34, no=1, silent=28)

    page = render_to_string("proposals/_said.html", {"said": shown(commitment)})

    assert "답이 적어" not in page
    assert "35명" in page


def test_the_second_click_of_the_clock_tells_nothing(commitment):
    people_say(commitment, yes=10, no=5, silent=20)
    shown(commitment)
    shown(commitment)

    assert KeptCounts.objects.count() == 1


def test_many_promises_cost_as_many_queries_as_one(commitment, django_assert_max_num_queries):
    people_say(commitment, yes=10, no=5, silent=20)
    with django_assert_max_num_queries(3):
        said_of([commitment.pk])
    for _n in range(5):
        Commitment.objects.create(
            what={"ko": "또"}, proposal=commitment.proposal, department=f.department(),
            promised_by=commitment.promised_by, due_month="2026-01-01",
            first_due_month="2026-01-01", state="done", done_at=timezone.now(),
        done_figure={"ko": "가로등 3개"},
        )  # fmt: skip
    for each in Commitment.objects.all():
        people_say(each, silent=6)
    tell_answers()

    keys = list(Commitment.objects.values_list("pk", flat=True))
    with django_assert_max_num_queries(3):
        assert len(said_of(keys)) == 6
