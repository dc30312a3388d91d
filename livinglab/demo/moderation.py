"""What waits in the demo's queue: words that sound like an emergency, and an appeal."""

from datetime import datetime, timedelta

from accounts.models import User
from accounts.moderation import appeal, decide_case, report_abuse
from accounts.moderation_queue import waiting_cases
from livinglab.demo.people import Cast
from proposals.comment import post_comment
from proposals.models import Proposal

# By which rule how many comments were hidden in the months before, what they said, and the reason.
HIDDEN_BEFORE = {
    "personal": (5, "그 집에 사는 분 전화번호를 아는데 직접 물어보시죠.", "다른 사람의 연락처를 알리는 글입니다."),
    "advert": (5, "가로등 조명은 저희 가게가 제일 쌉니다. 연락 주세요.", "가게를 알리는 글입니다."),
    "off_topic": (5, "어제 축구 경기 보셨습니까?", "제안과 관련이 없는 글로 보았습니다."),
}  # fmt: skip


def play_moderation(cast: Cast, now: datetime) -> None:
    _clear_old_alarms(cast, now)
    newest = Proposal.objects.public().order_by("-created_at", "-pk")
    backed = Proposal.objects.public().order_by("-support_count", "pk")
    post_comment(
        proposal=newest[0], by=cast.neighbour, at=now - timedelta(minutes=40),
        text="방금 지나왔는데 하수구 쪽에서 가스 냄새가 심하게 납니다.",
    )  # fmt: skip
    hidden = post_comment(
        proposal=backed[0], by=cast.resident, at=now - timedelta(days=3),
        text="모퉁이 행복떡집 사장님이 매일 앞길을 쓸어 주십니다.",
    )  # fmt: skip
    report_abuse(
        kind="comment", target=hidden.pk, by=cast.neighbour, at=now - timedelta(days=2),
        reason="가게 이름이 나와 광고처럼 보입니다.",
    )  # fmt: skip
    decide_case(
        kind="comment", target=hidden.pk, hide=True, by=cast.manager, ground="advert",
        at=now - timedelta(days=1),
        reason="특정 가게를 알리는 글로 보았습니다.",
    )  # fmt: skip
    appeal(
        kind="comment", target=hidden.pk, by=cast.resident, at=now - timedelta(hours=5),
        reason="광고가 아니라 길을 쓸어 주시는 분께 고맙다는 말이었습니다.",
    )  # fmt: skip
    old = backed.filter(created_at__lt=now - timedelta(days=150)).reverse()
    _hide_over_the_months(cast, list(old[:3]), now)


def _hide_over_the_months(cast: Cast, proposals: list[Proposal], now: datetime) -> None:
    """Enough that /reports/openness/ can tell by which rules; two were right to appeal."""
    writers = cast.some(sum(number for number, *_rest in HIDDEN_BEFORE.values()))
    for ground, (number, text, reason) in HIDDEN_BEFORE.items():
        for place in range(number):
            writer, at = writers.pop(), now - timedelta(days=25 * place + 20)
            comment = post_comment(
                proposal=proposals[place % len(proposals)], by=writer, text=text, at=at
            )
            decide_case(
                kind="comment", target=comment.pk, hide=True, ground=ground, reason=reason,
                by=cast.manager, at=at + timedelta(hours=3),
            )  # fmt: skip
            if ground == "off_topic" and place < 2:
                _show_again(cast, comment.pk, writer, at)


def _show_again(cast: Cast, target: int, writer: User, at: datetime) -> None:
    appeal(
        kind="comment", target=target, by=writer, at=at + timedelta(days=1),
        reason="제안한 길 바로 옆 이야기입니다.",
    )  # fmt: skip
    decide_case(
        kind="comment", target=target, hide=False, by=cast.officer_of("road"),
        reason="제안과 이어지는 이야기로 보아 다시 보이게 합니다.", at=at + timedelta(days=3),
    )  # fmt: skip


def _clear_old_alarms(cast: Cast, now: datetime) -> None:
    """Kick scooters that have fallen over: somebody looked the same day."""
    for line in waiting_cases():
        if line.is_urgent and line.since < now - timedelta(days=1):
            decide_case(
                kind=line.kind, target=line.target, hide=False, by=cast.manager,
                reason="응급 상황이 아님을 확인했습니다.", at=line.since + timedelta(minutes=25),
            )  # fmt: skip
