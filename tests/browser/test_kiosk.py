"""A tablet in a library: people answer one after the other while the network comes and goes."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

A_STATION = """
import json
from accounts.models import User
from surveys.ways.kiosk import start_station
from tests.surveys.questions import make_wave
officer = User.objects.get(email="officer@garam.test")
print(json.dumps(start_station(wave=make_wave(), name="가람도서관 1층", by=officer).key))
"""
COUNTED = "SELECT count(*) FROM surveys_response WHERE station_id IS NOT NULL"


@pytest.fixture
def tablet(portal, window):
    page = window(width=1024, height=768, has_touch=True)
    page.goto(f"/surveys/kiosk/{portal.python(A_STATION)}/")
    return page


def answer(page, ease):
    """Touches one large answer after the other."""
    page.get_by_text("매일", exact=True).click()
    page.get_by_role("button", name="다음").click()
    page.get_by_role("button", name="다음").click()  # "why" may be left out
    page.locator(f"[name=q-ease][value='{ease}']").check()
    for _question in range(2):
        page.get_by_role("button", name="다음").click()
    page.get_by_role("button", name="응답 보내기").click()
    expect(page.get_by_text("고맙습니다. 응답을 받았습니다.")).to_be_visible()
    page.get_by_role("link", name="다음 분").click()
    expect(page.get_by_text("5문항 중 1번째")).to_be_visible()


def test_nothing_is_lost_and_nothing_doubled_while_the_network_is_away(portal, tablet):
    page = tablet
    before = portal.query(COUNTED)[0][0]

    page.get_by_role("button", name="다음").click()
    expect(page.get_by_text("이 문항에 먼저 답해 주세요.")).to_be_visible()
    answer(page, "4")
    expect(page.get_by_label("매일")).not_to_be_checked()
    assert portal.query(COUNTED)[0][0] == before + 1

    page.context.set_offline(True)
    answer(page, "2")
    answer(page, "5")
    expect(page.locator("[data-kiosk-waiting]")).to_contain_text("응답 2건")
    assert portal.query(COUNTED)[0][0] == before + 1

    page.context.set_offline(False)
    expect(page.locator("[data-kiosk-waiting]")).to_be_hidden()
    assert portal.query(COUNTED)[0][0] == before + 3

    # What a lost connection writes to the console is not an error of the page.
    page.problems[:] = [each for each in page.problems if "ERR_INTERNET_DISCONNECTED" not in each]


def test_a_receipt_that_got_lost_counts_nobody_twice(portal, tablet):
    page, lost = tablet, []
    before = portal.query(COUNTED)[0][0]

    def take_and_lose_the_receipt(route):
        route.fetch()
        lost.append(route.request.post_data)
        route.abort()

    page.route("**/surveys/kiosk/**", take_and_lose_the_receipt)
    page.get_by_text("매일", exact=True).click()
    for _question in range(2):
        page.get_by_role("button", name="다음").click()
    page.locator("[name=q-ease][value='3']").check()
    for _question in range(2):
        page.get_by_role("button", name="다음").click()
    page.get_by_role("button", name="응답 보내기").click()
    expect(page.locator("[data-kiosk-waiting]")).to_contain_text("응답 1건")
    page.unroute("**/surveys/kiosk/**")
    page.get_by_role("link", name="다음 분").click()
    expect(page.locator("[data-kiosk-waiting]")).to_be_hidden()

    assert len(lost) >= 1
    assert portal.query(COUNTED)[0][0] == before + 1
    page.problems[:] = [each for each in page.problems if "ERR_FAILED" not in each]


def test_whoever_walks_away_leaves_nothing_to_the_next(tablet):
    page = tablet
    page.clock.install()
    page.reload()
    page.get_by_text("매일", exact=True).click()

    page.clock.run_for(61_000)
    expect(page.get_by_text("아직 계십니까?")).to_be_visible()
    page.clock.run_for(21_000)

    expect(page.get_by_text("아직 계십니까?")).to_be_hidden()
    expect(page.get_by_label("매일")).not_to_be_checked()
