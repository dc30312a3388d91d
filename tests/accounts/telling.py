"""What the tests of news share: a piece of news on a Tuesday at noon."""

from datetime import datetime
from zoneinfo import ZoneInfo

from accounts.tell import tell
from city.words import words

TUESDAY = datetime(2026, 11, 24, 12, tzinfo=ZoneInfo("Asia/Seoul"))


def news(*people, title="채택했습니다", thread="proposal:1", at=TUESDAY, **given):
    given.setdefault("body", words("내년에 고칩니다.", "Next year."))
    return tell(
        people=people, kind=given.pop("kind", "decision"), thread=thread,
        url=f"/{thread.replace(':', 's/')}/", title=words(title, "Accepted"), at=at, **given,
    )  # fmt: skip


def letters_of(person, outbox):
    return [letter for letter in outbox if letter.to == [person.email]]
