"""The desk: who may enter, what stands in the queue, and how a decision is made there."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import AccessLog, SignOff
from city.models import City, Delegation
from proposals.models import Proposal
from proposals.promise import promise
from proposals.support import give_support
from proposals.triage import decide
from tests import factories as f


@pytest.fixture
def proposal(resident):
    return f.ProposalFactory(author=resident, title="횡단보도 시간이 짧아요")


@pytest.fixture
def desk(sign_in, officer):
    return sign_in(officer)


def planned(proposal, officer):
    decide(proposal=proposal, status="accepted", reason="합니다.", by=officer)
    return promise(
        proposal=proposal, what="신호 시간 늘리기", due_month=timezone.localdate(),
        department=f.department(), by=officer,
    )  # fmt: skip


def move(client, proposal, code, **written):
    return client.post(f"/desk/proposals/{proposal.pk}/move/{code}/", written)


# ── Who may enter ────────────────────────────────────────────────────────────────────────────
PAGES = [
    "/desk/",
    "/desk/proposals/",
    "/desk/proposals/{proposal}/",
    "/desk/proposals/{proposal}/move/accepted/",
    "/desk/proposals/sign-off/",
    "/desk/people/deputies/",
    "/desk/proposals/commitments/{commitment}/done/",
    "/desk/proposals/commitments/{commitment}/postpone/",
    "/desk/proposals/commitments/{commitment}/drop/",
]
DEEDS = [
    "/desk/proposals/answer/",
    "/desk/proposals/{proposal}/extend/",
    "/desk/proposals/{proposal}/reviews/",
    "/desk/proposals/{proposal}/bring-back/",
    "/desk/proposals/{proposal}/move/declined/",
    "/desk/proposals/{proposal}/assign/",
    "/desk/proposals/{proposal}/reply/",
    "/desk/proposals/{proposal}/hide/",
    "/desk/proposals/{proposal}/sign-off/",
    "/desk/proposals/commitments/{commitment}/drop/",
]
MAY_ENTER = {
    "visitor": False, "resident": False, "expert": False,
    "officer": True, "manager": True, "administrator": True,
}  # fmt: skip


@pytest.fixture
def address(proposal, officer):
    other = f.ProposalFactory()
    commitment = planned(other, officer)
    return lambda path: path.format(proposal=proposal.pk, commitment=commitment.pk)


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("who", MAY_ENTER)
def test_pages_of_the_desk_are_for_those_who_work_there(path, who, address, request, sign_in):
    client = _client(who, request, sign_in)

    status = client.get(address(path)).status_code

    assert status == (200 if MAY_ENTER[who] else 302 if who == "visitor" else 403)


@pytest.mark.parametrize("path", DEEDS)
@pytest.mark.parametrize("who", MAY_ENTER)
def test_nobody_else_does_anything_there(path, who, address, request, sign_in, proposal):
    before = Proposal.objects.count(), Proposal.objects.filter(hidden_at=None).count()
    client = _client(who, request, sign_in)

    response = client.post(address(path), {})

    if MAY_ENTER[who]:
        assert response.status_code in (302, 422)
    else:
        assert response.status_code == (302 if who == "visitor" else 403)
    assert (Proposal.objects.count(), Proposal.objects.filter(hidden_at=None).count()) == before


def _client(who, request, sign_in):
    person = request.getfixturevalue(who)
    return person if who == "visitor" else sign_in(person)


# ── The queue ────────────────────────────────────────────────────────────────────────────────
def titles(response):
    return [row.title for row in response.context["page"]]


def test_overdue_comes_first_and_what_only_waits_comes_last(desk, resident):
    now = timezone.now()
    f.ProposalFactory(title="기다리는 제안", first_look_at=now)
    f.ProposalFactory(title="곧", status="in_review", answer_due_at=now + timedelta(days=1))
    f.ProposalFactory(title="늦은 제안", status="in_review", answer_due_at=now - timedelta(days=1))
    f.ProposalFactory(title="끝난 제안", status="closed", outcome="declined")

    assert titles(desk.get("/desk/proposals/")) == ["늦은 제안", "곧", "기다리는 제안"]
    assert titles(desk.get("/desk/proposals/?tab=overdue")) == ["늦은 제안"]


def test_each_tab_shows_what_its_name_says(desk, officer):
    now = timezone.now()
    f.ProposalFactory(title="내 제안", officer=officer)
    f.ProposalFactory(title="우리 부서", department=officer.department, officer=f.UserFactory())
    f.ProposalFactory(title="짧은 답변", short_answer_due_at=now + timedelta(days=3))

    assert titles(desk.get("/desk/proposals/?tab=mine")) == ["내 제안"]
    assert titles(desk.get("/desk/proposals/?tab=department")) == ["우리 부서"]
    assert titles(desk.get("/desk/proposals/?tab=unassigned")) == ["짧은 답변"]
    assert titles(desk.get("/desk/proposals/?tab=short")) == ["짧은 답변"]


def test_the_filters_of_the_public_list_work_here_too(desk):
    f.ProposalFactory(title="가로등이 어두워요", category=f.category("safety", "안전", "Safety"))
    f.ProposalFactory(title="벤치가 없어요")

    assert titles(desk.get("/desk/proposals/?q=가로등&category=safety")) == ["가로등이 어두워요"]
    assert desk.get("/desk/proposals/?tab=nonsense&category=nonsense&page=x").status_code == 200


def test_fifty_rows_cost_as_many_queries_as_two(desk, django_assert_max_num_queries):
    for _ in range(51):
        f.ProposalFactory()

    with django_assert_max_num_queries(20):
        response = desk.get("/desk/proposals/")

    assert len(response.context["page"]) == 50


def test_todays_page_says_what_is_late(desk, officer):
    late = timezone.now() - timedelta(days=2)
    f.ProposalFactory(title="늦은 제안", status="in_review", answer_due_at=late, officer=officer)

    page = desk.get("/desk/").content.decode()

    assert "늦은 제안" in page
    assert "2일 지남" in page


# ── One proposal ─────────────────────────────────────────────────────────────────────────────
def test_looking_at_a_proposal_is_noted(desk, officer, proposal, resident):
    desk.get(f"/desk/proposals/{proposal.pk}/")

    assert AccessLog.objects.filter(staff=officer, subject=resident).count() == 1


def test_the_page_offers_exactly_the_moves_of_the_table(desk, proposal):
    codes = [m.code for m in desk.get(f"/desk/proposals/{proposal.pk}/").context["moves"]]

    assert set(codes) == {
        "in_review", "accepted", "needs_info", "referred", "merged", "not_raised", "declined",
    }  # fmt: skip


def test_an_officer_declines_with_a_reason(desk, proposal, officer):
    response = move(desk, proposal, "declined", reason="도로 폭이 모자랍니다.")

    assert response.status_code == 302
    decision = proposal.decisions.get()
    assert (decision.outcome, decision.decided_by) == ("declined", officer)


def test_without_a_reason_nothing_is_decided_and_what_was_typed_stays(desk, proposal):
    response = move(desk, proposal, "referred", referred_to="국토관리사무소", reason="")

    page = response.content.decode()
    assert response.status_code == 422
    assert "국토관리사무소" in page
    assert "aria-invalid" in page
    assert proposal.decisions.count() == 0


def test_the_second_of_two_officers_keeps_the_text_and_sees_the_first_decision(
    desk, proposal, manager
):
    seen = proposal.status_since.isoformat()
    decide(proposal=proposal, status="accepted", reason="합니다.", by=manager)

    response = move(desk, proposal, "declined", reason="도로 폭이 모자랍니다.", seen=seen)

    page = response.content.decode()
    assert response.status_code == 422
    assert "도로 폭이 모자랍니다." in page
    assert "다른 담당자가 먼저" in page
    assert Proposal.objects.get(pk=proposal.pk).status == "accepted"
    again = desk.get(f"/desk/proposals/{proposal.pk}/move/merged/")
    assert "도로 폭이 모자랍니다." in again.content.decode()


def test_a_move_that_is_not_possible_leads_back_kindly(desk, proposal):
    for code in ("planned", "nonsense"):
        response = desk.get(f"/desk/proposals/{proposal.pk}/move/{code}/", follow=True)
        assert response.status_code == 200
        assert "지금은 할 수 없는" in response.content.decode()


def test_a_draft_waits_for_the_officer(desk, proposal):
    move(desk, proposal, "declined", reason="아직 쓰는 중", draft="1")

    assert proposal.decisions.count() == 0
    page = desk.get(f"/desk/proposals/{proposal.pk}/move/declined/").content.decode()
    assert "아직 쓰는 중" in page


def test_a_similar_proposal_is_found_and_merged_into(desk, proposal):
    other = f.ProposalFactory(title="육교 계단이 미끄러워요", lon=127.09)
    address = f"/desk/proposals/{proposal.pk}/move/merged/"

    assert "육교 계단" in desk.get(address + "?q=육교").content.decode()
    desk.post(address, {"into": other.pk, "reason": "같은 곳입니다."})

    proposal.refresh_from_db()
    assert proposal.merged_into == other
    move(desk, proposal, "unmerge", reason="다른 곳이었습니다.")
    proposal.refresh_from_db()
    assert proposal.state == ("received", "")


def test_merging_into_nothing_says_what_to_do(desk, proposal):
    response = move(desk, proposal, "merged", reason="같은 곳입니다.", into="999999")

    assert response.status_code == 422


def test_a_promise_is_made_kept_and_the_proposal_closes(desk, proposal, officer):
    decide(proposal=proposal, status="accepted", reason="합니다.", by=officer)
    next_year = timezone.localdate().year + 1

    move(
        desk, proposal, "planned", what_0="신호 시간 늘리기", department=f.department().pk,
        due_month=f"{next_year}. 3.",
    )  # fmt: skip
    commitment = proposal.commitments.get()
    desk.post(f"/desk/proposals/commitments/{commitment.pk}/done/", {"figure_0": "20초에서 28초로"})

    proposal.refresh_from_db()
    assert commitment.due_month.isoformat() == f"{next_year}-03-01"
    assert proposal.state == ("closed", "done")


@pytest.mark.parametrize("month", ["", "내년", "2027-13", "99999-01"])
def test_a_month_nobody_can_read_is_refused_kindly(desk, proposal, officer, month):
    commitment = planned(proposal, officer)

    response = desk.post(
        f"/desk/proposals/commitments/{commitment.pk}/postpone/",
        {"due_month": month, "reason": "장마입니다."},
    )

    assert response.status_code == 422
    assert "장마입니다." in response.content.decode()


def test_a_text_file_is_no_photo_of_what_was_done(desk, proposal, officer, tmp_path):
    commitment = planned(proposal, officer)
    photo = tmp_path / "done.jpg"
    photo.write_text("이것은 사진이 아닙니다.")

    with photo.open("rb") as upload:
        response = desk.post(
            f"/desk/proposals/commitments/{commitment.pk}/done/", {"photo": upload}
        )

    assert response.status_code == 422
    assert proposal.commitments.get().state == "promised"


def test_a_hidden_proposal_is_hidden_from_the_public_and_comes_back(desk, proposal, visitor):
    hide = f"/desk/proposals/{proposal.pk}/hide/"

    desk.post(hide, {"hide-reason": "전화번호가 있습니다.", "hide-ground": "personal"})
    assert visitor.get(f"/proposals/{proposal.pk}/").status_code == 404
    desk.post(hide, {"hide-reason": "전화번호를 지웠습니다."})

    assert visitor.get(f"/proposals/{proposal.pk}/").status_code == 200


def test_small_groups_of_supporters_are_not_shown(desk, proposal):
    City.objects.update(smallest_group=5)
    for level, many in [("registered", 9), ("verified", 6), ("visitor", 1)]:
        for _ in range(many):
            give_support(proposal=proposal, by=f.UserFactory(level=level))

    levels = desk.get(f"/desk/proposals/{proposal.pk}/").context["levels"]

    # One visitor could be found by subtraction from the public total of 16.
    assert [count for _label, count in levels] == [9, None, None]


# ── Sign-off ─────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def needs_approval(city):
    City.objects.update(uses_sign_off=True)
    Delegation.objects.create(status="closed", outcome="declined", approver="manager")


@pytest.mark.usefixtures("needs_approval")
def test_a_decision_waits_for_approval_and_stops_the_clock_then(
    desk, proposal, manager, sign_in, officer
):
    decide(proposal=proposal, status="in_review", reason="봅니다.", by=officer)

    move(desk, proposal, "declined", reason="도로 폭이 모자랍니다.")
    proposal.refresh_from_db()
    assert (proposal.status, proposal.answered_at) == ("in_review", None)
    assert SignOff.objects.get().state == "sent"
    sign_in(manager).post(f"/desk/proposals/{proposal.pk}/sign-off/", {"approve": "1"})

    proposal.refresh_from_db()
    decision = proposal.decisions.last()
    assert proposal.outcome == "declined"
    assert proposal.answered_at == SignOff.objects.get().decided_at == decision.at
    assert (decision.decided_by, decision.sign_off.written_by) == (manager, officer)


@pytest.mark.usefixtures("needs_approval")
def test_a_returned_decision_can_be_written_again(desk, proposal, manager, sign_in):
    move(desk, proposal, "declined", reason="안 됩니다.")

    sign_in(manager).post(
        f"/desk/proposals/{proposal.pk}/sign-off/", {"return-note": "더 친절하게 써 주세요."}
    )

    page = desk.get(f"/desk/proposals/{proposal.pk}/").content.decode()
    assert "더 친절하게 써 주세요." in page
    move(desk, proposal, "declined", reason="도로 폭이 모자라 어렵습니다.")
    assert SignOff.objects.get().state == "sent"


@pytest.mark.usefixtures("needs_approval")
def test_an_officer_cannot_approve(desk, proposal):
    move(desk, proposal, "declined", reason="안 됩니다.")

    desk.post(f"/desk/proposals/{proposal.pk}/sign-off/", {"approve": "1"})

    proposal.refresh_from_db()
    assert proposal.status == "received"


@pytest.mark.usefixtures("needs_approval")
def test_a_manager_decides_alone(proposal, manager, sign_in):
    move(sign_in(manager), proposal, "declined", reason="도로 폭이 모자랍니다.")

    proposal.refresh_from_db()
    assert proposal.outcome == "declined"


@pytest.mark.usefixtures("needs_approval")
def test_what_moved_on_in_the_meantime_is_not_approved(desk, proposal, manager, sign_in):
    move(desk, proposal, "declined", reason="안 됩니다.")
    decide(proposal=proposal, status="in_review", reason="공감이 모였습니다.", mover="clock")

    sign_in(manager).post(f"/desk/proposals/{proposal.pk}/sign-off/", {"approve": "1"})

    proposal.refresh_from_db()
    assert proposal.status == "in_review"
    assert SignOff.objects.get().state == "sent"
