"""What waits in the demo's queue: words that sound like an emergency, and an appeal."""

from datetime import datetime, timedelta

from accounts.moderation import appeal, decide_case, report_abuse
from accounts.moderation_queue import waiting_cases
from livinglab.demo.people import Cast
from proposals.comment import post_comment
from proposals.models import Proposal


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


def _clear_old_alarms(cast: Cast, now: datetime) -> None:
    """Kick scooters that have fallen over: somebody looked the same day."""
    for line in waiting_cases():
        if line.is_urgent and line.since < now - timedelta(days=1):
            decide_case(
                kind=line.kind, target=line.target, hide=False, by=cast.manager,
                reason="응급 상황이 아님을 확인했습니다.", at=line.since + timedelta(minutes=25),
            )  # fmt: skip
