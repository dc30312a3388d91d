"""본인확인 단계: what each level may do is a row; every door asks it; every act keeps the level."""

import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.utils import timezone

from accounts.levels import WITHHELD_AT_FIRST, may, refusal, seed_rights, settle_level, way_to
from accounts.models import LevelRight, User
from accounts.residence import confirm_residence
from accounts.roles import Level, Right
from city.words import words
from pilots.models import Participation
from proposals import confirm
from proposals.models import (
    Comment,
    Commitment,
    Confirmation,
    Proposal,
    Solution,
    SolutionSupport,
    Support,
)
from proposals.solve import offer_solution
from surveys.models import Response
from tests.factories import ProposalFactory, UserFactory, category, department
from tests.pilots.people import make_recruiting_pilot
from tests.surveys.questions import make_wave

pytestmark = pytest.mark.usefixtures("city")


def person_on(level) -> User:
    return UserFactory(level=level)


def set_right(level, right, is_given) -> None:
    LevelRight.objects.update_or_create(level=level, right=right, defaults={"is_given": is_given})


# ── The doors: each takes a browser and gives what it should have left behind ────────────────


def propose(browser):
    browser.post("/proposals/new/", PROPOSAL | {"category": category().pk})
    return Proposal.objects.filter(title=PROPOSAL["title"])


def support(browser):
    proposal = ProposalFactory()
    browser.post(f"/proposals/{proposal.pk}/support/")
    return Support.objects.filter(proposal=proposal)


def support_by_script(browser):
    proposal = ProposalFactory()
    browser.post(f"/proposals/{proposal.pk}/support/", headers={"HX-Request": "true"})
    return Support.objects.filter(proposal=proposal)


def support_solution(browser):
    proposal = ProposalFactory()
    solution = offer_solution(proposal=proposal, by=proposal.author, title="반사경", text="답니다.")
    browser.post(f"/proposals/{proposal.pk}/solutions/{solution.pk}/support/")
    return SolutionSupport.objects.filter(solution=solution)


def comment(browser):
    proposal = ProposalFactory()
    browser.post(f"/proposals/{proposal.pk}/comment/", {"comment-text": "저도요"})
    return Comment.objects.filter(proposal=proposal)


def solve(browser):
    proposal = ProposalFactory()
    words = {"solution-title": "반사경", "solution-text": "답니다.", "solution-offeror": "resident"}
    browser.post(f"/proposals/{proposal.pk}/solutions/", words)
    return Solution.objects.filter(proposal=proposal)


def join(browser):
    pilot = make_recruiting_pilot()
    browser.post(f"/pilots/{pilot.pk}/apply/", {"motivation": "해 보고 싶습니다"})
    return Participation.objects.filter(pilot=pilot)


def answer(browser):
    wave = make_wave()
    browser.post(f"/surveys/{wave.survey_id}/", ANSWERS)
    return Response.objects.filter(wave=wave)


PROPOSAL = {
    "title": "학교 앞 길이 어둡습니다", "text": "가로등이 꺼져 있습니다.", "lon": "127.02",
    "lat": "37.75",
}  # fmt: skip
ANSWERS = {"q-walk": "daily", "q-why": ["shop"], "q-ease": "4", "q-wait": "30", "q-more": "네"}
DOORS = [
    (Right.PROPOSE, propose), (Right.SUPPORT, support), (Right.SUPPORT, support_by_script),
    (Right.SUPPORT, support_solution), (Right.COMMENT, comment), (Right.SOLVE, solve),
    (Right.JOIN, join), (Right.ANSWER, answer),
]  # fmt: skip


@pytest.mark.parametrize("level", Level)
@pytest.mark.parametrize(("right", "door"), DOORS, ids=lambda each: getattr(each, "__name__", ""))
def test_every_door_asks_the_row_and_keeps_the_level(right, door, level, sign_in):
    browser = sign_in(person_on(level))
    set_right(level, right, is_given=False)
    assert not door(browser).exists()

    set_right(level, right, is_given=True)
    assert door(browser).get().level == level


@pytest.mark.parametrize(
    ("right", "brought"),
    [(Right.PROPOSE, "proposal"), (Right.SUPPORT, "support"), (Right.COMMENT, "comment")],
)
@pytest.mark.parametrize("is_given", [True, False])
def test_what_is_carried_through_the_entrance_is_asked_too(
    right, brought, is_given, visitor, mailoutbox
):
    cache.clear()
    person, proposal = person_on(Level.GUEST), ProposalFactory(title="다른 제안")
    set_right(Level.GUEST, right, is_given)
    visitor.post(
        {
            "proposal": "/proposals/new/",
            "support": f"/proposals/{proposal.pk}/support/",
            "comment": f"/proposals/{proposal.pk}/comment/",
        }[brought],
        PROPOSAL | {"category": category().pk, "comment-text": "저도요"},
        follow=True,
    )
    visitor.post("/accounts/enter/", {"address": person.email})
    digits = re.search(r"^\s+(\d{6})$", mailoutbox[-1].body, re.MULTILINE)[1]

    page = visitor.post("/accounts/enter/code/", {"code": digits}, follow=True).text

    done = {
        "proposal": Proposal.objects.filter(author=person),
        "support": Support.objects.filter(supporter=person),
        "comment": Comment.objects.filter(author=person),
    }[brought]
    assert done.exists() is is_given
    assert (refusal(User.objects.get(pk=person.pk), right) in page) or is_given


def test_the_open_api_only_reads(client):
    for address in ("/api/v1/proposals/", "/api/v1/pilots/", "/api/v1/surveys/"):
        assert client.post(address, {}).status_code in (403, 405)


# ── Rows ─────────────────────────────────────────────────────────────────────────────────────


def test_a_missing_row_is_a_right_that_is_given(resident):
    assert all(may(resident, right) for right in Right)
    assert not any(may(AnonymousUser(), right) for right in Right)


def test_a_city_starts_with_a_row_for_each_and_keeps_what_it_changed():
    seed_rights()
    assert LevelRight.objects.count() == len(Level) * len(Right)
    for level in (Level.REGISTERED, Level.VERIFIED):
        assert all(may(person_on(level), right) for right in Right)
    withheld = set(LevelRight.objects.filter(is_given=False).values_list("level", "right"))
    assert withheld == WITHHELD_AT_FIRST

    set_right(Level.GUEST, Right.SOLVE, is_given=True)
    seed_rights()
    assert may(person_on(Level.GUEST), Right.SOLVE)


def test_the_rows_are_asked_once_in_a_request(resident, django_assert_num_queries):
    with django_assert_num_queries(2):
        assert [may(resident, right) for right in Right] == [True] * len(Right)


@pytest.mark.parametrize(
    ("level", "given_to", "words", "way"),
    [
        (Level.GUEST, Level.REGISTERED, "비밀번호를 정해", "/accounts/password/set/"),
        (Level.GUEST, Level.VERIFIED, "거주 확인", "/me/residence/"),
        (Level.REGISTERED, Level.VERIFIED, "거주 확인", "/me/residence/"),
        (Level.VISITOR, Level.VERIFIED, "가람시에 사는", "/me/residence/"),
        (Level.VERIFIED, None, "031-000-0000", "/me/residence/"),
    ],
)
def test_a_refusal_names_the_next_step(level, given_to, words, way, client):
    for each in Level:
        set_right(each, Right.JOIN, is_given=each == given_to)
    person = person_on(level)

    client.get("/?lang=ko")
    assert words in refusal(person, Right.JOIN)
    assert way_to(person, Right.JOIN) == way


def test_nothing_is_refused_where_it_is_given(resident):
    assert refusal(resident, Right.PROPOSE) == ""


def test_the_page_of_a_proposal_says_why_instead_of_a_button(sign_in):
    set_right(Level.GUEST, Right.SUPPORT, is_given=False)
    proposal = ProposalFactory()

    page = sign_in(person_on(Level.GUEST)).get(proposal.get_absolute_url()).text

    assert 'id="support-button"' not in page
    assert "/accounts/password/set/" in page


# ── Which level somebody is on ───────────────────────────────────────────────────────────────


def test_a_level_follows_from_what_is_known():
    guest = User.objects.create_user(email="guest@example.test", level=Level.GUEST)
    assert settle_level(person=guest) == Level.GUEST
    guest.set_password("봄비 내리는 날 걷기 길")
    assert settle_level(person=guest) == Level.REGISTERED
    confirm_residence(person=guest, method="code")
    assert guest.level == Level.VERIFIED
    assert settle_level(person=guest, lives_elsewhere=True) == Level.VISITOR
    assert settle_level(person=guest) == Level.VISITOR  # until they say otherwise
    assert settle_level(person=guest, lives_elsewhere=False) == Level.VERIFIED


def test_acts_keep_the_level_they_were_done_on(resident, sign_in):
    proposal = support(sign_in(resident)).get().proposal

    confirm_residence(person=resident, method="code")

    assert proposal.supports.get().level == Level.REGISTERED


def test_a_confirmation_keeps_the_level_on_which_it_is_answered(resident, officer):
    today = timezone.localdate()
    commitment = Commitment.objects.create(
        proposal=ProposalFactory(author=resident), what=words("정비"), department=department(),
        due_month=today, first_due_month=today, promised_by=officer, state="done",
        done_at=timezone.now(), done_figure=words("보도 120m"),
    )  # fmt: skip
    Confirmation.objects.create(commitment=commitment, person=resident, level=resident.level)
    confirm_residence(person=resident, method="code")

    row = confirm.answer(commitment=commitment, person=resident, answer="yes")

    assert Confirmation.objects.get(pk=row.pk).level == Level.VERIFIED
