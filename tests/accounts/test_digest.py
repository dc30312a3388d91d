"""소식 모음: at eight in the morning, thread by thread, what matters most first, and not too much."""

from datetime import timedelta

from accounts.deliver import send_news
from accounts.digest import NEWS_PER_THREAD, THREADS_SHOWN, make_digest
from accounts.models import Delivery
from accounts.told import choose_news
from tests.accounts.telling import TUESDAY, letters_of, news

EIGHT = TUESDAY.replace(hour=8) + timedelta(days=1)
MONDAY_AT_EIGHT = TUESDAY.replace(hour=8) + timedelta(days=6)
A_MINUTE = timedelta(minutes=1)


def digest_of(person):
    return make_digest(Delivery.objects.filter(person=person).select_related("update_told"))


def titles(digest):
    return [[str(update.title) for update in thread.news] for thread in digest.threads]


def test_the_daily_letter_leaves_at_eight_and_not_before(resident, mailoutbox):
    news(resident)

    assert send_news(EIGHT - A_MINUTE) == 0
    assert send_news(EIGHT) == 1
    assert len(mailoutbox) == 1


def test_the_weekly_letter_waits_for_monday(resident, mailoutbox):
    choose_news(person=resident, rhythm="weekly", at=TUESDAY)
    news(resident)
    news(resident, title="반영했습니다", thread="proposal:2", at=TUESDAY + timedelta(days=3))

    assert send_news(MONDAY_AT_EIGHT - A_MINUTE) == 0
    assert send_news(MONDAY_AT_EIGHT) == 1
    assert "채택했습니다" in mailoutbox[0].body
    assert "반영했습니다" in mailoutbox[0].body


def test_at_once_is_at_once(resident, mailoutbox):
    choose_news(person=resident, rhythm="at-once", at=TUESDAY)
    news(resident)

    assert send_news(TUESDAY) == 1


def test_what_is_asked_of_the_reader_stands_first_then_what_was_decided(resident):
    news(resident, kind="comment", title="답글", thread="proposal:1", at=TUESDAY + 3 * A_MINUTE)
    news(resident, kind="decision", title="채택", thread="proposal:2", at=TUESDAY)
    news(resident, kind="decision", title="보류", thread="proposal:3", at=TUESDAY + A_MINUTE)
    news(resident, title="질문", thread="proposal:4", at=TUESDAY, asks=[resident])

    assert titles(digest_of(resident)) == [["질문"], ["보류"], ["채택"], ["답글"]]


def test_news_of_one_thread_stands_together_the_newest_first(resident):
    news(resident, title="검토", thread="proposal:1", at=TUESDAY)
    news(resident, title="다른 일", thread="proposal:2", at=TUESDAY + A_MINUTE)
    news(resident, title="채택", thread="proposal:1", at=TUESDAY + 2 * A_MINUTE)

    assert titles(digest_of(resident)) == [["채택", "검토"], ["다른 일"]]


def test_a_letter_is_never_endless_and_says_how_much_is_left(resident, mailoutbox):
    for number in range(THREADS_SHOWN + 4):
        news(resident, title=f"소식 {number}", thread=f"proposal:{number}")
    for _again in range(NEWS_PER_THREAD + 1):
        news(resident, title="한 이야기", thread="proposal:0", at=TUESDAY + A_MINUTE)

    digest = digest_of(resident)
    send_news(EIGHT)

    assert len(digest.threads) == THREADS_SHOWN
    assert digest.rest == 4 + 2
    [letter] = letters_of(resident, mailoutbox)
    assert "그 밖의 소식 6건" in letter.body
    assert "한 이야기 외 17건" in letter.subject


def test_who_is_in_charge_stands_in_the_letter(resident, officer, mailoutbox):
    officer.department.phone = "031-000-1234"
    officer.department.save()
    news(resident, department_id=officer.department_id)

    send_news(EIGHT)

    assert "담당: 도로과 031-000-1234" in mailoutbox[0].body
    assert "도로과" in mailoutbox[0].alternatives[0][0]
