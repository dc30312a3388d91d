"""Display names that say nothing about the person: 푸른 징검다리 4821."""

import secrets

_ADJECTIVES = [
    "푸른",
    "맑은",
    "고운",
    "밝은",
    "너른",
    "따뜻한",
    "조용한",
    "부지런한",
    "반가운",
    "든든한",
    "싱그러운",
    "새로운",
    "환한",
    "포근한",
    "느긋한",
    "씩씩한",
    "다정한",
    "상냥한",
    "살가운",
    "넉넉한",
    "또렷한",
    "잔잔한",
    "산뜻한",
    "슬기로운",
]
_NOUNS = [
    "징검다리",
    "은행나무",
    "느티나무",
    "골목",
    "정류장",
    "우체통",
    "텃밭",
    "냇물",
    "언덕",
    "벤치",
    "가로등",
    "자전거",
    "산책길",
    "도서관",
    "분수대",
    "소나무",
    "까치",
    "봄비",
    "첫눈",
    "바람개비",
    "돌담",
    "나루터",
    "보름달",
    "무지개",
]


def new_pseudonym(choice=secrets.choice, number: int | None = None) -> str:
    """About 57 million possibilities; the unique constraint catches the rest.

    The demo city passes its own seeded `choice` and `number`.
    """
    number = number or secrets.randbelow(99_000) + 1_000
    return f"{choice(_ADJECTIVES)} {choice(_NOUNS)} {number}"
