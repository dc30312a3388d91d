"""Whoever passes by answers two questions from a poster, and is counted apart."""

import re
from collections import Counter
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from city.words import words
from pilots.models import Site, StreetAnswer, StreetPoster
from pilots.stages import move_pilot
from pilots.street.answer import (
    A_MINUTE,
    StreetIsClosed,
    StreetRefused,
    TooManyAtOnce,
    answer_from_street,
)
from pilots.street.ask import USUAL, AskingRefused, ask_from_street
from pilots.street.count import spread
from pilots.street.read import erase_unread_words, read_words
from tests import factories as f


@pytest.fixture
def pilot(city, officer):
    return f.make_pilot(stage="running", manager=officer, department=officer.department)


@pytest.fixture
def poster(pilot):
    ask_from_street(pilot=pilot, by=pilot.manager)
    return StreetPoster.objects.get()


def answer_many(poster, ratings, text=""):
    """One every ten minutes, so that nobody is in a hurry."""
    now = timezone.now()
    for place, rating in enumerate(ratings):
        answer_from_street(
            poster=poster, rating=rating, text=text, at=now - timedelta(minutes=10 * place)
        )


def desk(pilot, name="street", *more):
    return reverse(f"pilots_desk:{name}", args=[pilot.pk, *more])


# ── Asking ───────────────────────────────────────────────────────────────────────────────────


def test_every_place_tested_gets_a_poster_of_its_own_and_keeps_it(pilot):
    Site.objects.create(pilot=pilot, name=words("비교 교차로"), arm="comparison")

    ask_from_street(pilot=pilot, by=pilot.manager)
    first = StreetPoster.objects.get()
    Site.objects.create(pilot=pilot, name=words("새 장소"))
    ask_from_street(pilot=pilot, by=pilot.manager)

    assert StreetPoster.objects.count() == 2
    assert StreetPoster.objects.get(pk=first.pk).code == first.code


def test_the_words_stay_once_somebody_has_answered(pilot, poster):
    answer_many(poster, [4])

    with pytest.raises(AskingRefused):
        ask_from_street(pilot=pilot, by=pilot.manager, lowest=words("불편"))
    assert not ask_from_street(pilot=pilot, by=pilot.manager, is_on=False).is_on


# ── Answering ────────────────────────────────────────────────────────────────────────────────


def test_a_passer_by_answers_without_account_and_cookie(poster, visitor):
    page = visitor.get(poster.get_absolute_url().lower())
    client_id = re.search(r'name="client_id" value="([^"]+)"', page.content.decode())[1]

    sent = visitor.post(
        poster.get_absolute_url(), {"client_id": client_id, "rating": "4", "text": "밝습니다."}
    )

    assert page.status_code == 200
    assert str(USUAL["rating_question"]) in page.content.decode()
    assert sent.status_code == 302
    assert visitor.get(sent.url).status_code == 200
    assert not visitor.cookies
    answer = StreetAnswer.objects.get()
    assert (answer.rating, answer.text, answer.level) == (4, "밝습니다.", "guest")
    assert poster.site.pilot.participations.count() == 0


def test_one_form_is_one_answer(poster):
    form = uuid4()

    first = answer_from_street(poster=poster, rating=4, client_id=form)
    second = answer_from_street(poster=poster, rating=1, client_id=form)

    assert first == second
    assert StreetAnswer.objects.get().rating == 4


@pytest.mark.parametrize(
    ("given", "field"),
    [({"rating": 6}, "rating"), ({"rating": 3, "text": "가" * 301}, "text"),
     ({"rating": 3, "text": "010-1234-5678로 전화 주세요"}, "text")],
)  # fmt: skip
def test_what_cannot_be_taken_is_said_where_it_stands(poster, visitor, given, field):
    with pytest.raises(StreetRefused) as refusal:
        answer_from_street(poster=poster, **given)
    page = visitor.post(poster.get_absolute_url(), given)

    assert refusal.value.field == field
    assert page.status_code == 422
    assert given.get("text", "")[:20] in page.content.decode()
    assert not StreetAnswer.objects.exists()


@pytest.mark.parametrize("stage", ["baseline", "follow_up", "evaluating", "stopped"])
def test_nobody_is_asked_before_or_after(pilot, poster, visitor, stage):
    pilot.stage = stage
    pilot.save()

    with pytest.raises(StreetIsClosed):
        answer_from_street(poster=poster, rating=4)
    for page in (
        visitor.get(poster.get_absolute_url()),
        visitor.post(poster.get_absolute_url(), {"rating": 4}),
    ):
        assert page.status_code == 200
        assert pilot.get_absolute_url() in page.content.decode()


def test_a_poster_tells_nothing_of_a_plan_that_is_not_public(pilot, poster, visitor):
    pilot.stage = "draft"
    pilot.save()

    page = visitor.get(poster.get_absolute_url()).content.decode()

    assert str(pilot.title) not in page
    assert pilot.get_absolute_url() not in page


def test_answers_that_come_too_fast_wait_and_nothing_is_lost(poster, visitor):
    now = timezone.now()
    for _each in range(A_MINUTE):
        answer_from_street(poster=poster, rating=5, at=now)

    with pytest.raises(TooManyAtOnce):
        answer_from_street(poster=poster, rating=5, at=now)
    assert answer_from_street(poster=poster, rating=5, at=now + timedelta(minutes=2))


def test_one_line_answers_so_often_in_an_hour(poster, visitor, monkeypatch):
    from pilots.street import views

    monkeypatch.setattr(views, "ANSWERS", views.ANSWERS._replace(most=2))
    codes = [
        visitor.post(poster.get_absolute_url(), {"rating": 4, "text": "좋아요"}) for _ in range(3)
    ]

    assert [each.status_code for each in codes] == [302, 302, 429]
    assert "좋아요" in codes[-1].content.decode()


def test_urgent_words_lead_to_the_telephone(city, poster, visitor):
    from accounts.rules import seed_rules

    seed_rules()

    sent = visitor.post(poster.get_absolute_url(), {"rating": 1, "text": "지금 불이 났어요"})

    assert "tel:119" in visitor.get(sent.url).content.decode()


# ── Reading, counting, telling ───────────────────────────────────────────────────────────────


def test_words_are_shown_or_erased_by_whoever_runs_the_pilot(pilot, poster, officer):
    answer_many(poster, [5, 1], text="말")
    kept, gone = StreetAnswer.objects.all()

    read_words(answer=kept, show=True, by=officer)
    read_words(answer=gone, show=False, by=officer)
    read_words(answer=gone, show=True, by=officer)  # what is erased does not come back

    assert [each.text for each in StreetAnswer.objects.all()] == ["말", ""]
    assert StreetAnswer.objects.count() == 2


def test_words_that_nobody_read_are_erased_after_a_year(poster, officer):
    answer_many(poster, [5, 1], text="말")
    read_words(answer=StreetAnswer.objects.first(), show=True, by=officer)

    assert erase_unread_words(timezone.now() + timedelta(days=366)) == 1


def test_the_public_reads_it_once_when_the_test_has_ended(pilot, poster, visitor, officer):
    answer_many(poster, [5] * 6 + [2] * 5 + [3])
    answer = StreetAnswer.objects.first()
    StreetAnswer.objects.filter(pk=answer.pk).update(text="밝아졌습니다")
    read_words(answer=answer, show=True, by=officer)

    before = visitor.get(pilot.get_absolute_url()).content.decode()
    move_pilot(pilot=pilot, to="evaluating", reason="기간이 끝났습니다.", by=officer)
    after = visitor.get(pilot.get_absolute_url()).content.decode()

    assert "밝아졌습니다" not in before
    assert "12명" not in before
    assert "밝아졌습니다" in after
    pilot.street.refresh_from_db()
    assert pilot.street.counted["people"] == 12
    assert [3] not in pilot.street.counted["whole"]["levels"]  # one person is not told alone


def test_few_answers_are_not_told(pilot, poster, visitor, officer):
    answer_many(poster, [5, 1])
    move_pilot(pilot=pilot, to="evaluating", reason="기간이 끝났습니다.", by=officer)

    assert pilot.street.counted == {"people": None, "names": pilot.street.counted["names"]}


def test_whatever_is_told_is_nobody_or_enough_people():
    from random import Random

    chance, k = Random(7), 5
    for _each in range(60):
        rated = {
            site: Counter(chance.choices((1, 2, 3, 4, 5), k=chance.randint(0, 30)))
            for site in range(chance.randint(1, 6))
        }
        told = spread(rated, k)
        people = sum(each.total() for each in rated.values())
        if told["people"] is None:
            assert 0 < people < k
            continue
        groups = told["sites"]["groups"]
        tables = [told["whole"]["groups"][0], *groups]
        assert told["people"] == people
        assert all(n == 0 or n >= k for each in tables for n in [each["people"], *each["counts"]])
        assert not groups or sum(each["people"] for each in groups) == people


# ── At the desk ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("who", "may"),
    [("resident", False), ("expert", False), ("officer", True), ("manager", True)],
)
def test_only_those_who_run_the_pilot_read_and_change_it(request, pilot, poster, sign_in, who, may):
    answer_many(poster, [3], text="말")
    browser = sign_in(request.getfixturevalue(who))
    found = StreetAnswer.objects.get()

    expected = {200} if may else {403}
    assert {browser.get(desk(pilot, each)).status_code
            for each in ("street", "posters", "street_export")} == expected  # fmt: skip
    assert (
        browser.post(desk(pilot, "street_words", found.pk), {"says": "erase"}).status_code == 302
    ) is may
    assert (StreetAnswer.objects.get().text == "") is may


def test_an_officer_of_another_department_does_not_read_it(pilot, poster, sign_in):
    stranger = f.UserFactory(role="officer", department=f.department("공원과"))

    assert sign_in(stranger).get(desk(pilot)).status_code == 403


def test_the_manager_words_the_questions_and_prints_the_posters(pilot, officer, sign_in, settings):
    settings.SITE_URL = "https://lab.example.test"
    browser = sign_in(officer)
    said = {
        f"{name}_{n}": str(text) for name in USUAL for n, text in enumerate(USUAL[name].values())
    }

    assert browser.get(desk(pilot, "posters")).status_code == 302  # nothing is asked yet
    sent = browser.post(desk(pilot), said | {"rating_question_0": "건널 만합니까?", "is_on": "on"})
    sheet = browser.get(desk(pilot, "posters")).content.decode()

    assert sent.status_code == 302
    assert f"lab.example.test<wbr>{StreetPoster.objects.get().get_absolute_url()}" in sheet
    assert "건널 만합니까?" in sheet
    assert "<svg" in sheet


def test_words_that_wait_stand_first_with_what_the_rules_find(pilot, poster, officer, sign_in):
    from accounts.rules import seed_rules

    seed_rules()
    answer_many(poster, [5, 4, 2])
    newest, middle, oldest = StreetAnswer.objects.all()
    for answer, text in ((newest, "읽은 말"), (middle, "www.spam.example.com"), (oldest, "말")):
        StreetAnswer.objects.filter(pk=answer.pk).update(text=text)
    newest.refresh_from_db()
    read_words(answer=newest, show=True, by=officer)

    page = sign_in(officer).get(desk(pilot))

    assert [answer.text for answer, _found in page.context["words"]] == [
        "www.spam.example.com", "말", "읽은 말",
    ]  # fmt: skip
    assert [bool(found) for _answer, found in page.context["words"]] == [True, False, False]


def test_the_export_holds_the_day_and_no_formula(pilot, poster, officer, sign_in):
    answer_many(poster, [2], text="=1+1")

    rows = sign_in(officer).get(desk(pilot, "street_export")).content.decode("utf-8-sig")

    assert "'=1+1" in rows
    assert ":" not in rows


def test_many_words_cost_the_desk_no_more_queries(
    pilot, poster, officer, sign_in, django_assert_max_num_queries
):
    def cost():
        with django_assert_max_num_queries(200) as asked:
            browser.get(desk(pilot))
        return len(asked)

    browser = sign_in(officer)
    answer_many(poster, [4, 2], text="밝아졌습니다")
    browser.get(desk(pilot))  # what is asked once a process
    few = cost()
    answer_many(poster, [5, 3] * 10, text="아직 어둡습니다")

    assert cost() <= few
