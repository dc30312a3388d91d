"""How the demo's promises go: step by step, past their month, and seen again half a year later."""

import random
from datetime import datetime, timedelta

from city.words import words
from proposals import confirm
from proposals.models import Commitment, Confirmation
from proposals.promise import drop, promise, report_progress
from proposals.remind_promises import remind_of_promises
from proposals.triage import decide

SOON = timedelta(hours=1)
HALF_A_YEAR = timedelta(days=184)
# By the story's key: so many of its places are done, and what residents read about it.
GOES_ON = {
    "digital-003": (
        6,
        "여섯 곳 모두 연결했습니다. 한 주 동안 끊기지 않는지 본 뒤 완료로 알리겠습니다.",
    ),
    "digital-006": (4, "화면 네 개를 고쳤습니다. 회원 자료를 옮기는 대로 마지막 화면도 고칩니다."),
    "env-004": (5, "수거함 다섯 대를 놓았습니다. 전기 공사가 끝나는 순서대로 나머지를 놓습니다."),
    "env-009": (6, "여섯 곳에 수거함을 놓았습니다. 남은 두 곳은 지붕을 새로 만든 뒤 놓습니다."),
    "facilities-018": (
        3,
        "경로당 세 곳에 손잡이를 달았습니다. 남은 두 곳은 배관을 옮긴 뒤 답니다.",
    ),
    "facilities-029": (
        2,
        "시계 두 개가 다시 돌아갑니다. 나머지 하나는 판을 높은 곳으로 옮기고 있습니다.",
    ),
    "safe-013": (3, "세 곳이 밤 9시까지 문을 엽니다. 두 곳은 냉방 배관 공사가 남았습니다."),
    "walk-014": (2, "의자 두 개를 놓았습니다. 마지막 자리는 담 공사가 끝나면 놓겠습니다."),
}
ADDED = {
    "yes": [
        "어제 저녁에 일부러 지나가 봤는데 약속한 대로 되어 있습니다.",
        "아이와 다시 가 보았습니다. 훨씬 낫습니다.",
        "바로 옆에 사는데 이웃들도 다들 좋아합니다.",
        "반년쯤 걸릴 줄 알았는데 생각보다 빨리 해 주셨네요.",
        "비 오는 날에도 확인했습니다. 이제 괜찮습니다.",
        "어머니께서 먼저 알아보시고 고맙다고 전해 달라 하십니다.",
    ],
    "no": [
        "낮에는 괜찮은데 밤에는 아직 불편합니다.",
        "조금 나아졌지만 제가 말씀드린 자리는 그대로입니다.",
    ],
}


def play_promises(stories: dict, now: datetime) -> None:
    rng = random.Random("promises")
    for key, (done, note) in GOES_ON.items():
        _go_on(stories[key].proposal, done, note, now)
    kept = list(Commitment.objects.filter(state=Commitment.State.DONE).order_by("done_at", "pk"))
    for commitment in kept:
        if commitment.done_at <= now - HALF_A_YEAR - timedelta(days=7):
            _ask_again(commitment, rng)
    _drop_and_promise_less(stories["facilities-020"].proposal, now)
    _add_words()
    remind_of_promises(now)


def _go_on(proposal, done: int, note: str, now: datetime) -> None:
    commitment = proposal.commitments.get(sites_planned__isnull=False)
    latest = commitment.changes.last().at
    report_progress(
        commitment=commitment, sites_done=done, note=note, by=commitment.promised_by,
        at=min(latest + timedelta(days=12), now - SOON),
    )  # fmt: skip


def _drop_and_promise_less(proposal, now: datetime) -> None:
    """A promise that the city could not keep, with its reason, and the smaller one after it."""
    dropped = proposal.commitments.get()
    officer, when = dropped.promised_by, now - timedelta(days=25)
    drop(
        commitment=dropped, by=officer, at=when,
        reason="안전요원을 저녁까지 둘 예산이 추경에서 빠져 네 곳 모두 연장하기는 어렵습니다. "
        "할 수 있는 범위를 다시 검토하겠습니다.",
    )  # fmt: skip
    proposal.refresh_from_db()
    decide(
        proposal=proposal, status="accepted", in_part=True, by=officer, at=when + timedelta(days=9),
        reason="가장 붐비는 한 곳만이라도 저녁까지 열기로 했습니다.",
    )  # fmt: skip
    promise(
        proposal=proposal, what=words("물놀이터 한 곳을 주말 저녁 7시까지 운영"),
        department=dropped.department, amount=8_600_000, by=officer,
        budget_line=words("공원 물놀이시설 운영비"), due_month=dropped.due_month,
        at=when + timedelta(days=12),
    )  # fmt: skip


def _ask_again(commitment: Commitment, rng: random.Random) -> None:
    """After half a year fewer answer, and nearly all as they did at first."""
    at = commitment.done_at + HALF_A_YEAR
    confirm.ask_for_confirmation(commitment=commitment, round=6, at=at)
    before = Confirmation.objects.filter(commitment=commitment, round=0, answer__isnull=False)
    for row in before.select_related("person").order_by("pk"):
        if rng.random() < 0.6:
            confirm.answer(
                commitment=commitment, person=row.person, round=6, answer=row.answer,
                at=at + timedelta(hours=rng.randint(2, 140)),
            )  # fmt: skip


def _add_words() -> None:
    """A few of those who answered also write a line, each on another proposal."""
    said: set[int] = set()
    for answer, notes in ADDED.items():
        rows = Confirmation.objects.filter(answer=answer, round=0).order_by("-answered_at", "pk")
        waiting = list(notes)
        for row in rows.select_related("commitment__proposal", "person"):
            if waiting and row.commitment.proposal_id not in said:
                said.add(row.commitment.proposal_id)
                confirm.answer(
                    commitment=row.commitment, person=row.person, round=row.round,
                    answer=row.answer, note=waiting.pop(0), at=row.answered_at,
                )  # fmt: skip
