"""A paper is typed in twice by two people; only what both agree on counts."""

from datetime import timedelta

import pytest
from django.utils import timezone

from surveys.answer import AnswersRefused, WaveIsClosed
from surveys.models import PaperEntry, Response
from surveys.waves import close_wave
from surveys.ways.due import due_rows
from surveys.ways.paper import PaperRefused, differences, settle, type_in
from tests.factories import UserFactory
from tests.surveys.questions import GOOD, make_wave


@pytest.fixture
def wave(city):
    return make_wave()


@pytest.fixture
def colleague(city):
    return UserFactory(role="officer")


def test_what_was_typed_in_once_does_not_count(wave, officer):
    entry = type_in(wave=wave, number=" a-1 ", answers=GOOD, by=officer)

    assert (entry.number, entry.response) == ("A-1", None)
    assert not Response.objects.exists()


def test_two_equal_entries_count_once(wave, officer, colleague):
    type_in(wave=wave, number="1", answers=GOOD, by=officer)
    entry = type_in(wave=wave, number="1", answers=GOOD, by=colleague)

    response = Response.objects.get()
    assert entry.response == response
    assert (response.channel, response.level) == ("paper", "guest")
    assert (response.recorded_by, response.panelist.person) == (colleague, None)
    assert response.answers == GOOD


def test_nobody_checks_what_they_typed_in_themselves(wave, officer):
    type_in(wave=wave, number="1", answers=GOOD, by=officer)

    with pytest.raises(PaperRefused, match=r"다른 사람|Somebody else"):
        type_in(wave=wave, number="1", answers=GOOD | {"ease": 1}, by=officer)

    assert PaperEntry.objects.get().second is None


def test_a_second_click_is_no_second_entry(wave, officer, colleague):
    for by in (officer, officer, colleague, colleague):
        type_in(wave=wave, number="1", answers=GOOD, by=by)

    assert PaperEntry.objects.count() == Response.objects.count() == 1


def test_a_third_entry_is_refused(wave, officer, colleague):
    type_in(wave=wave, number="1", answers=GOOD, by=officer)
    type_in(wave=wave, number="1", answers=GOOD, by=colleague)

    with pytest.raises(PaperRefused):
        type_in(wave=wave, number="1", answers=GOOD | {"ease": 1}, by=UserFactory(role="officer"))


def test_differences_are_shown_question_by_question(wave, officer, colleague):
    type_in(wave=wave, number="1", answers=GOOD, by=officer)
    entry = type_in(wave=wave, number="1", answers={**GOOD, "ease": 5, "more": ""}, by=colleague)

    different = differences(entry)
    assert [each.question.code for each in different] == ["ease", "more"]
    assert (different[0].first, different[0].second) == ({"ease": 4}, {"ease": 5})
    assert different[1].second == {}
    assert entry.response is None


def test_choosing_settles_a_paper(wave, officer, colleague):
    type_in(wave=wave, number="1", answers=GOOD, by=officer)
    entry = type_in(wave=wave, number="1", answers={**GOOD, "ease": 5, "more": ""}, by=colleague)

    response = settle(entry=entry, chosen={"ease": "second", "more": "first"}, by=officer)

    assert response.answers == GOOD | {"ease": 5}
    assert settle(entry=entry, chosen={}, by=colleague) == response


def test_what_was_left_blank_on_the_paper_stays_blank(wave, officer, colleague):
    type_in(wave=wave, number="1", answers=GOOD, by=officer)
    entry = type_in(wave=wave, number="1", answers={**GOOD, "more": ""}, by=colleague)

    response = settle(entry=entry, chosen={"more": "second"}, by=officer)

    assert "more" not in response.answers


def test_every_difference_has_to_be_looked_at(wave, officer, colleague):
    type_in(wave=wave, number="1", answers=GOOD, by=officer)
    entry = type_in(wave=wave, number="1", answers={**GOOD, "ease": 5, "wait": 3}, by=colleague)

    with pytest.raises(AnswersRefused) as refused:
        settle(entry=entry, chosen={"ease": "first", "wait": "third"}, by=officer)

    assert set(refused.value.errors) == {"wait"}
    assert not Response.objects.exists()


def test_a_paper_typed_in_once_cannot_be_settled(wave, officer):
    entry = type_in(wave=wave, number="1", answers=GOOD, by=officer)

    with pytest.raises(PaperRefused):
        settle(entry=entry, chosen={}, by=officer)


def test_a_paper_may_leave_a_question_blank(wave, officer, colleague):
    for by in (officer, colleague):
        type_in(wave=wave, number="1", answers={"ease": "4"}, by=by)

    assert Response.objects.get().answers == {"ease": 4}


@pytest.mark.parametrize("number", ["", "1 2", "가" * 21, "\x00", "../1"])
def test_a_paper_needs_a_number(wave, officer, number):
    with pytest.raises(PaperRefused):
        type_in(wave=wave, number=number, answers=GOOD, by=officer)


def test_an_answer_that_is_not_on_the_paper_is_refused(wave, officer):
    with pytest.raises(AnswersRefused):
        type_in(wave=wave, number="1", answers={"walk": "flying"}, by=officer)


def test_a_closed_wave_takes_no_paper(wave, officer):
    close_wave(wave=wave)

    with pytest.raises(WaveIsClosed):
        type_in(wave=wave, number="1", answers=GOOD, by=officer)


def test_a_difference_is_not_settled_after_the_wave_has_closed(wave, officer, colleague):
    type_in(wave=wave, number="1", answers=GOOD, by=officer)
    entry = type_in(wave=wave, number="1", answers={**GOOD, "ease": 5}, by=colleague)
    close_wave(wave=wave)

    with pytest.raises(WaveIsClosed):
        settle(entry=entry, chosen={"ease": "first"}, by=officer)


def test_papers_that_do_not_count_yet_are_due_when_their_wave_closes(wave, officer, colleague):
    type_in(wave=wave, number="1", answers=GOOD, by=officer)
    for by in (officer, colleague):
        type_in(wave=wave, number="2", answers=GOOD, by=by)
    in_a_month = timezone.now() + timedelta(days=30)

    (row,) = due_rows(officer, in_a_month)

    assert (row.at, "1" in row.kind) == (wave.closes_at, True)
    assert due_rows(officer, timezone.now()) == []
    type_in(wave=wave, number="1", answers=GOOD, by=colleague)
    assert due_rows(officer, in_a_month) == []


# ── At the desk ──────────────────────────────────────────────────────────────────────────────
TYPED = {"number": "7", "q-walk": "daily", "q-ease": "4", "q-more": "처음 입력한 말"}


def test_two_officers_type_in_and_settle_a_paper(wave, officer, colleague, sign_in):
    first, second = sign_in(officer), sign_in(colleague)
    papers = f"/desk/surveys/waves/{wave.pk}/papers/"

    assert first.post(papers, TYPED).status_code == 302
    assert "처음 입력한 말" not in second.get(papers).content.decode()
    settling = second.post(papers, TYPED | {"q-ease": "5"})
    assert settling["Location"] == f"/desk/surveys/papers/{PaperEntry.objects.get().pk}/"

    assert first.post(settling["Location"], {}).status_code == 422
    assert first.post(settling["Location"], {"ease": "second"}).status_code == 302
    assert Response.objects.get().answers["ease"] == 5
    assert first.get(settling["Location"]).status_code == 200


def test_what_was_typed_stays_when_the_number_is_wrong(wave, officer, sign_in):
    page = sign_in(officer).post(
        f"/desk/surveys/waves/{wave.pk}/papers/", TYPED | {"number": "../7"}
    )

    assert page.status_code == 422
    assert "처음 입력한 말" in page.content.decode()
    assert not PaperEntry.objects.exists()


def test_the_second_click_on_the_same_paper_is_told_kindly(wave, officer, sign_in):
    desk, papers = sign_in(officer), f"/desk/surveys/waves/{wave.pk}/papers/"
    desk.post(papers, TYPED)

    page = desk.post(papers, TYPED | {"q-ease": "1"})

    assert page.status_code == 422
    assert PaperEntry.objects.get().second is None


def test_papers_are_printed_with_numbers_in_both_languages(wave, officer, sign_in):
    desk, address = sign_in(officer), f"/desk/surveys/waves/{wave.pk}/print/"

    korean = desk.get(f"{address}?first=101&copies=3&lang=ko").content.decode()
    english = desk.get(f"{address}?lang=en").content.decode()

    assert korean.count('class="paper"') == 3
    assert [f"<strong>{number}</strong>" in korean for number in (101, 103, 104)] == [
        True, True, False,
    ]  # fmt: skip
    assert "길을 건너십니까?" in korean
    assert "Do you cross the street?" in english
    assert english.count('class="paper"') == 1


@pytest.mark.parametrize("query", ["first=-1", "first=x&copies=9", "copies=9999&first=1"])
def test_nonsense_prints_one_paper(wave, officer, sign_in, query):
    page = sign_in(officer).get(f"/desk/surveys/waves/{wave.pk}/print/?{query}")

    assert page.content.decode().count('class="paper"') == 1


def test_residents_see_no_papers(wave, resident, sign_in):
    for address in ("papers/", "print/", ""):
        page = sign_in(resident).get(f"/desk/surveys/waves/{wave.pk}/{address}")
        assert page.status_code == 403
