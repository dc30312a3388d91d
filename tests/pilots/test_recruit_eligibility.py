"""Before applying one answers yes or no; the answers are looked at and not kept."""

import pytest

from city.words import words
from pilots.models import EligibilityQuestion, Participation
from pilots.recruit.set_up import ask_before_applying
from tests.pilots.people import make_recruiting_pilot

SORRY = "이번에는 일주일에 두 번 이상 타는 분을 찾습니다."


@pytest.fixture
def pilot(city, officer):
    pilot = make_recruiting_pilot(manager=officer, department=officer.department)
    ask_before_applying(
        pilot=pilot, words=words("이 버스를 일주일에 두 번 이상 타십니까?"), wanted=True,
        otherwise=words(SORRY), by=officer,
    )  # fmt: skip
    return pilot


@pytest.fixture
def question():
    return f"ask{EligibilityQuestion.objects.get().pk}"


@pytest.mark.parametrize(
    ("says", "status", "places"), [("yes", 302, 1), ("no", 422, 0), ("", 422, 0), ("maybe", 422, 0)]
)
def test_only_the_wanted_answer_lets_somebody_apply(pilot, resident, sign_in, says, status, places):
    question = f"ask{EligibilityQuestion.objects.get().pk}"

    page = sign_in(resident).post(f"/pilots/{pilot.pk}/apply/", {question: says})

    assert page.status_code == status
    assert Participation.objects.count() == places


def test_the_others_read_why_and_lose_nothing_they_typed(pilot, resident, sign_in, question):
    form = {question: "no", "motivation": "꼭 해 보고 싶습니다"}

    page = sign_in(resident).post(f"/pilots/{pilot.pk}/apply/", form).content.decode()

    assert SORRY in page
    assert "꼭 해 보고 싶습니다" in page
    assert 'value="no"' in page


def test_the_questions_are_asked_for_a_represented_adult_too(pilot, resident, sign_in, question):
    address = f"/pilots/{pilot.pk}/apply/adult/"

    assert sign_in(resident).post(address, {"called": "이모", question: "no"}).status_code == 422
    assert sign_in(resident).post(address, {"called": "이모", question: "yes"}).status_code == 302


def test_the_answers_are_kept_nowhere(pilot, resident, sign_in, question):
    sign_in(resident).post(f"/pilots/{pilot.pk}/apply/", {question: "yes"})

    place = Participation.objects.values().get()
    assert not any(value == "yes" for value in place.values())


def test_the_desk_adds_and_removes_a_question(pilot, officer, sign_in):
    client, start = sign_in(officer), f"/desk/pilots/{pilot.pk}/recruit"
    form = {"words_0": "19세 이상입니까?", "wanted": "yes", "otherwise_0": "다음에 함께해 주세요."}

    assert client.post(f"{start}/questions/new/", form | {"wanted": ""}).status_code == 422
    assert client.post(f"{start}/questions/new/", form).status_code == 302
    assert "19세 이상입니까?" in client.get(f"{start}/").content.decode()

    added = EligibilityQuestion.objects.order_by("-pk").first()
    client.post(f"{start}/questions/{added.pk}/remove/")
    assert EligibilityQuestion.objects.count() == 1


def test_a_question_of_another_pilot_is_not_removed(pilot, officer, sign_in):
    other = make_recruiting_pilot(manager=officer, department=officer.department)
    row = EligibilityQuestion.objects.get()

    page = sign_in(officer).post(f"/desk/pilots/{other.pk}/recruit/questions/{row.pk}/remove/")

    assert page.status_code == 404
    assert EligibilityQuestion.objects.exists()
