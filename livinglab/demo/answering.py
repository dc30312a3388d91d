"""How the demo city answers: wordings, experts, more time, another body's words, a deputy."""

from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from accounts.deputise import name_deputy
from accounts.models import User
from accounts.roles import Role
from city.models import City, Delegation
from city.words import words
from livinglab.demo.people import Cast
from proposals.carry_out import carry_out
from proposals.clock import last_day
from proposals.extend import extend_answer
from proposals.models import AnswerTemplate, Criterion, Proposal
from proposals.refer import bring_back
from proposals.review import ask_for_reviews, keep_review, send_review
from proposals.workflow import Outcome, Status

TEMPLATES = [
    ("공감 미달 짧은 답변", Outcome.NOT_RAISED,
     "‘{title}’ 제안에 {support}명이 공감해 주셨습니다. 검토에 필요한 {threshold}명에는 이르지 못해 이번에는 "
     "여기서 마칩니다. 거절이 아니니 언제든 다시 제안해 주세요. 문의: {department} {phone}"),
    ("검토 시작", Status.IN_REVIEW,
     "{department}에서 검토를 시작합니다. 현장을 확인하고 기한 안에 결과와 이유를 알려 드리겠습니다."),
    ("위치 보완 요청", Status.NEEDS_INFO,
     "더 정확히 살펴보려고 합니다. 가까운 건물이나 가게 이름, 주로 불편한 시간대를 알려 주시겠습니까?"),
    ("국도 이송", Outcome.REFERRED,
     "말씀하신 곳은 국도라 {city}가 직접 고칠 수 없습니다. 담당 기관으로 넘기고, 답변이 오면 이 자리에 옮겨 "
     "적겠습니다."),
    ("예산 사정", Outcome.DECLINED,
     "{department}에서 검토한 결과, 올해 예산으로는 어렵습니다. 이유를 아래에 자세히 적습니다.\n"),
]  # fmt: skip
CRITERIA = [
    ("필요성", "Need", "많은 주민이 자주 겪는 불편인가", "Do many people meet it often?"),
    ("실현 가능성", "Feasibility", "법과 기술, 예산으로 할 수 있는가", "Do law, technique and money allow it?"),
    ("기대 효과", "Effect", "해 보고 잴 수 있는 효과가 있는가", "Is there an effect that can be measured?"),
]  # fmt: skip
REVIEWS = [
    ((5, 4, 4), "불편이 뚜렷하고 비슷한 여건에서 효과가 있었던 방법입니다. 다만 하기 전과 뒤를 같은 조건에서 "
     "재어야 결과를 믿을 수 있습니다. 짧게 실증한 뒤에 넓히기를 권합니다.", ""),
    ((4, 3, 4), "방향에 동의합니다. 설치한 뒤의 관리 비용을 함께 따져 보아야 합니다.",
     "비슷한 시설을 시험하는 연구 과제에 참여하고 있습니다."),
]  # fmt: skip


def play_answering(cast: Cast, now: datetime) -> None:
    """After the proposals have been played; all through the real verbs."""
    _make_rows()
    second = User.objects.create(
        email=None, password=make_password(None), role=Role.EXPERT,
        pseudonym="꼼꼼한 나침반 2024", created_at=now - timedelta(days=300),
    )  # fmt: skip
    experts = [cast.by_email["expert@demo.test"], second]
    _review_what_was_accepted(cast, experts, now)
    _ask_about_what_is_open(cast, experts[0], now)
    _take_more_time(cast, now)
    _bring_an_answer_back(cast, now)
    _stand_in(cast, now)
    _wait_for_approval(cast, now)


def _make_rows() -> None:
    AnswerTemplate.objects.bulk_create(
        AnswerTemplate(name=name, move=move, text=text, position=position)
        for position, (name, move, text) in enumerate(TEMPLATES)
    )
    Criterion.objects.bulk_create(
        Criterion(name=words(ko, en), meaning=words(why_ko, why_en), position=position)
        for position, (ko, en, why_ko, why_en) in enumerate(CRITERIA)
    )


def _review_what_was_accepted(cast: Cast, experts: list[User], now: datetime) -> None:
    accepted = Proposal.objects.public().filter(status=Status.ACCEPTED).order_by("-support_count")
    if (proposal := accepted.first()) is None:
        return
    asked = proposal.answered_at - timedelta(days=6)
    reviews = ask_for_reviews(
        proposal=proposal, experts=experts, by=_officer(cast, proposal), at=asked
    )
    criteria = list(Criterion.objects.all())
    for number, (review, (points, text, interest)) in enumerate(
        zip(reviews, REVIEWS, strict=True), start=1
    ):
        send_review(
            review=review, by=review.expert, text=text,
            points=dict(zip(criteria, points, strict=True)), has_interest=bool(interest),
            interest=interest, at=asked + timedelta(days=number),
        )  # fmt: skip


def _ask_about_what_is_open(cast: Cast, expert: User, now: datetime) -> None:
    """One that the demo's expert still has to write, begun already."""
    if (proposal := _in_review(now).first()) is None:
        return
    review = ask_for_reviews(
        proposal=proposal, experts=[expert], by=_officer(cast, proposal),
        due_on=timezone.localdate(now) + timedelta(days=5), at=now - timedelta(days=1),
    )[0]  # fmt: skip
    keep_review(review=review, by=expert, text="현장 자료를 받아 살펴보고 있습니다.")


def _take_more_time(cast: Cast, now: datetime) -> None:
    if (proposal := _in_review(now).last()) is None:
        return
    extend_answer(
        proposal=proposal,
        due_on=timezone.localdate(last_day(proposal.answer_due_at)) + timedelta(days=7),
        reason="관계 기관과 현장을 한 번 더 보기로 해서 답변이 늦어집니다. 기다려 주셔서 고맙습니다.",
        by=_officer(cast, proposal),
        at=now - timedelta(hours=20),
    )


def _bring_an_answer_back(cast: Cast, now: datetime) -> None:
    referred = Proposal.objects.public().filter(outcome=Outcome.REFERRED)
    if (proposal := referred.order_by("status_since", "pk").first()) is None:
        return
    at = min(proposal.status_since + timedelta(days=12), now)
    bring_back(
        proposal=proposal,
        text="말씀하신 구간을 확인했습니다. 우리 기관이 관리하는 곳으로, 내년 상반기 정비 계획에 넣었습니다.",
        answered_on=timezone.localdate(at),
        by=_officer(cast, proposal),
        at=at,
    )


def _stand_in(cast: Cast, now: datetime) -> None:
    """The roads officer is away this week; who signs in as the officer sees that work too."""
    today = timezone.localdate(now)
    name_deputy(
        person=cast.officer_of("road"), deputy=cast.officer_of("transport"), first_day=today,
        last_day=today + timedelta(days=4), by=cast.manager, at=now - timedelta(hours=3),
    )  # fmt: skip


def _wait_for_approval(cast: Cast, now: datetime) -> None:
    """전결 from now on: large promises and refusals of what many back need the manager."""
    City.objects.update(uses_sign_off=True)
    Delegation.objects.create(status=Status.PLANNED, from_amount=50_000_000, since=now)
    Delegation.objects.create(
        status=Status.CLOSED, outcome=Outcome.DECLINED, from_support=30, since=now
    )
    wanted = _in_review(now).filter(support_count__gte=30, extensions=None, reviews=None)
    if (proposal := wanted.first()) is None:
        return
    reason = (
        "현장을 보고 관계 기관과 논의했지만, 올해 예산과 지금 기준으로는 제안하신 방법을 쓰기 어렵습니다. "
        "대신 할 수 있는 일을 부서에서 찾고 있습니다."
    )
    carry_out(
        proposal=proposal, act="decide", by=_officer(cast, proposal), at=now,
        data={"proposal": proposal, "status": Status.CLOSED, "outcome": Outcome.DECLINED,
              "reason": reason},
        written={"move": Outcome.DECLINED, "form": {"reason": reason}},
    )  # fmt: skip


def _in_review(now: datetime):
    """With an answer clock that still runs, in the order in which the answers are due."""
    return (
        Proposal.objects.public()
        .filter(status=Status.IN_REVIEW, answer_due_at__gt=now)
        .order_by("answer_due_at", "pk")
    )


def _officer(cast: Cast, proposal: Proposal) -> User:
    return cast.officer_of(proposal.department.code)
