"""Free answers: read by an officer, listed without a code, gone with the person."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.erase import erase_person
from accounts.models import AccessLog
from accounts.rules import seed_rules
from surveys.answer import answer
from surveys.figures.texts import TextRefused, free_answers, review_text
from surveys.models import TextReview
from surveys.waves import close_wave
from tests.factories import UserFactory
from tests.surveys.questions import GOOD, let_people_answer, make_survey, make_wave, panelist_of

WORDS = "신호가 더 길면 좋겠어요"


@pytest.fixture
def wave(city):
    wave = make_wave()
    let_people_answer(wave, [GOOD | {"more": ""}] * 8)
    return wave


@pytest.fixture
def written(wave):
    [response] = let_people_answer(wave, [GOOD | {"more": WORDS}])
    return response


def question(wave):
    return wave.survey.questions.get(code="more")


def show(response, officer, is_shown=True, **more):
    return review_text(
        response=response, question=question(response.wave), is_shown=is_shown, by=officer, **more
    )


def page(client, wave):
    return client.get(f"/surveys/{wave.survey_id}/results/").content.decode()


def test_words_are_on_the_results_page_once_an_officer_lets_them_stand(written, officer, visitor):
    close_wave(wave=written.wave)
    before = page(visitor, written.wave)

    show(written, officer)

    after = page(visitor, written.wave)
    assert WORDS not in before
    assert WORDS in after
    assert written.panelist.code not in after


def test_words_wait_until_the_wave_has_closed(written, officer, visitor):
    show(written, officer)

    assert WORDS not in page(visitor, written.wave)


@pytest.mark.parametrize("file", ["results.csv", "groups.csv", "codebook.csv"])
def test_words_are_in_no_file(written, officer, visitor, file):
    show(written, officer)
    close_wave(wave=written.wave)

    response = visitor.get(f"/surveys/{written.wave.survey_id}/{file}")

    assert response.status_code == 200
    assert WORDS not in response.content.decode()


def test_the_later_decision_counts(written, officer, visitor):
    close_wave(wave=written.wave)
    show(written, officer)
    show(written, officer, is_shown=False)

    assert TextReview.objects.count() == 1
    assert WORDS not in page(visitor, written.wave)


def test_other_words_are_read_anew(written, officer):
    show(written, officer, at=timezone.now() - timedelta(minutes=1))
    answer(wave=written.wave, panelist=written.panelist, answers=GOOD | {"more": "다른 말"})

    [told] = free_answers(written.wave.survey)

    assert (told.text, told.is_shown) == ("다른 말", None)


def test_who_leaves_takes_the_words_along(wave, officer, visitor):
    person = UserFactory()
    response = answer(wave=wave, panelist=panelist_of(wave, person), answers=GOOD | {"more": WORDS})
    show(response, officer)
    close_wave(wave=wave)

    erase_person(person=person)

    assert WORDS not in page(visitor, wave)


def test_only_officers_decide(written, resident, expert):
    for person in (resident, expert):
        with pytest.raises(TextRefused):
            show(written, person)


def test_only_free_answers_of_this_survey_are_decided_about(written, officer):
    other = make_wave(make_survey()).survey.questions.get(code="more")
    closed = written.wave.survey.questions.get(code="walk")
    for wrong in (other, closed):
        with pytest.raises(TextRefused):
            review_text(response=written, question=wrong, is_shown=True, by=officer)


def test_what_people_wrote_about_their_health_is_listed_nowhere(written, officer):
    asked = question(written.wave)
    asked.is_sensitive = True
    asked.save()

    with pytest.raises(TextRefused):
        review_text(response=written, question=asked, is_shown=True, by=officer)
    assert free_answers(written.wave.survey) == []


def test_the_rules_warn_of_numbers_that_reach_somebody(wave):
    seed_rules()
    let_people_answer(wave, [GOOD | {"more": "저는 900101-1234567입니다"}])

    [told] = free_answers(wave.survey)

    assert told.warnings


def test_the_desk_lists_words_and_takes_decisions(written, officer, sign_in):
    client = sign_in(officer)
    address = f"/desk/surveys/{written.wave.survey_id}/texts/"

    listed = client.get(address).content.decode()
    sent = client.post(
        address,
        {"response": written.pk, "question": question(written.wave).pk, "decision": "show"},
    )

    assert WORDS in listed
    assert sent.status_code == 302
    assert TextReview.objects.get().is_shown
    assert AccessLog.objects.filter(action="survey-texts", staff=officer).exists()


@pytest.mark.parametrize("posted", [{}, {"response": "x"}, {"decision": "burn"}])
def test_nonsense_is_answered_with_a_sentence(written, officer, sign_in, posted):
    sent = sign_in(officer).post(f"/desk/surveys/{written.wave.survey_id}/texts/", posted)

    assert sent.status_code == 422
    assert not TextReview.objects.exists()


def test_residents_do_not_read_at_the_desk(written, resident, sign_in):
    address = f"/desk/surveys/{written.wave.survey_id}/texts/"

    assert sign_in(resident).get(address).status_code in (302, 403, 404)
