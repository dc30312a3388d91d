"""What home and /me/ show of proposals."""

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.template.loader import render_to_string
from django.test import RequestFactory

from proposals.follow import follow
from proposals.models import Decision
from proposals.panels import home_panel, me_panel
from proposals.support import give_support
from proposals.triage import decide
from tests.factories import ProposalFactory

pytestmark = pytest.mark.usefixtures("city")


def request_of(person):
    request = RequestFactory().get("/me/")
    request.user, request.session = person, SessionStore()
    return request


def panel(name, context) -> str:
    return render_to_string(f"proposals/_{name}_panel.html", context)


def test_home_shows_what_needs_voices_and_what_was_answered(resident, officer):
    ProposalFactory(title="새 제안")
    answered = ProposalFactory(title="답한 제안")
    decide(proposal=answered, status="accepted", reason="하겠습니다.", by=officer)

    shown = home_panel(request_of(resident))

    assert [proposal.title for proposal in shown["gathering"]] == ["새 제안"]
    assert [proposal.title for proposal in shown["answered"]] == ["답한 제안"]
    assert "새 제안" in panel("home", shown)


def test_home_shows_what_residents_changed_in_the_words_of_the_city(resident):
    changed = ProposalFactory(status="closed", outcome="done")
    Decision.objects.create(
        proposal=changed, status="closed", outcome="done", reason="열 시까지 엽니다.", mover="clock"
    )

    shown = panel("home", home_panel(request_of(resident)))

    assert "주민이 바꾼 우리 동네" in shown
    assert "열 시까지 엽니다." in shown


def test_an_empty_city_invites_to_propose(resident):
    assert "아직 제안이 없습니다" in panel("home", home_panel(request_of(resident)))


def test_me_shows_mine_and_what_waits_for_me(resident, officer):
    mine = ProposalFactory(author=resident, title="내 제안")
    decide(proposal=mine, status="needs_info", reason="어디인가요?", by=officer)
    backed, followed = ProposalFactory(title="공감한 것"), ProposalFactory(title="따라가는 것")
    give_support(proposal=backed, by=resident)
    follow(proposal=followed, by=resident)

    shown = panel("me", me_panel(request_of(resident)))

    for words in ("내 제안", "보완 요청이 있습니다", "공감한 것", "따라가는 것"):
        assert words in shown


def test_me_tells_each_step_of_mine_and_the_last_words_on_what_i_back(resident, officer):
    mine, backed = ProposalFactory(author=resident), ProposalFactory()
    give_support(proposal=backed, by=resident)
    for proposal in (mine, backed):
        decide(proposal=proposal, status="in_review", reason="살펴보겠습니다.", by=officer)
        decide(proposal=proposal, status="accepted", reason="고치겠습니다.", by=officer)

    shown = panel("me", me_panel(request_of(resident)))

    assert shown.count("살펴보겠습니다.") == 1
    assert shown.count("고치겠습니다.") == 2


@pytest.mark.parametrize("number", [1, 15])
def test_panels_cost_the_same(number, resident, django_assert_max_num_queries):
    for proposal in ProposalFactory.create_batch(number, author=resident, support_threshold=99):
        give_support(proposal=proposal, by=resident)

    with django_assert_max_num_queries(17):
        panel("me", me_panel(request_of(resident)))
        panel("home", home_panel(request_of(resident)))
