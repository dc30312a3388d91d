"""The city map and the place of a proposal, with mouse, keyboard and without a script."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

SCATTER = """
from tests import factories as f
author = f.UserFactory()
for n in range(12):
    f.ProposalFactory(author=author, lon=127.01 + n * 0.007, lat=37.72 + n % 4 * 0.018)
for n in range(5):
    f.ProposalFactory(author=author, lon=127.05, lat=37.76, status="planned")
"""


@pytest.fixture(scope="module")
def scattered(portal):
    portal.python(SCATTER)


@pytest.fixture
def city_map(window, scattered):
    def _open(address="/map/", **options):
        page = window(**options)
        page.goto(address)
        page.wait_for_selector("#city-map .mark", timeout=60_000)
        return page

    return _open


def cards(page):
    return page.locator("[data-map-list] .card")


def numbers(page):
    """The sum of the marks, and the number above the list."""
    marks = page.locator("#city-map .mark").all_text_contents()
    above = page.locator("#list-count").text_content()
    return sum(int(text or 1) for text in marks), int(re.search(r"\d+", above).group())


def test_marks_and_list_show_the_same_proposals(city_map):
    page = city_map()

    expect(cards(page)).to_have_count(17)

    assert numbers(page) == (17, 17)


def test_a_pile_is_opened_with_the_keyboard_and_left_again(city_map):
    page = city_map("/map/#18/37.76/127.05")
    pile = page.get_by_role("button", name="제안 5건")

    pile.focus()
    page.keyboard.press("Enter")

    title = page.locator("[data-map-title]")
    expect(title).to_be_focused()
    expect(title).to_have_text("이 지점의 제안")
    expect(cards(page)).to_have_count(5)
    page.get_by_role("button", name="이 화면 모두 보기").click()
    expect(title).to_have_text("이 화면의 제안")


def test_filters_stay_in_the_address_and_back_leads_back(city_map):
    page = city_map()
    expect(cards(page)).to_have_count(17)

    page.locator("summary", has_text="검색과 필터").click()
    page.locator("[data-map-filters] [name=status][value=planned]").check()
    page.locator("[data-map-filters] button").click()

    expect(page).to_have_url(re.compile("status=planned"))
    expect(cards(page)).to_have_count(5)
    page.go_back()
    expect(cards(page)).to_have_count(17)
    expect(page).not_to_have_url(re.compile("status"))


def test_the_map_fits_a_phone(city_map):
    page = city_map(width=320, height=700)

    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_without_a_script_the_map_is_outlines_and_links(window, scattered):
    page = window(java_script_enabled=False)
    page.goto("/map/")

    page.get_by_role("link", name=re.compile("동편동")).click()

    assert "district=4199052000" in page.url
    assert page.locator(".card").count() > 0


def test_a_place_is_chosen_with_a_tap_or_with_the_keyboard(window, scattered):
    page = window()
    page.goto("/proposals/new/")
    page.wait_for_selector("#picker-map canvas", timeout=60_000)
    said, lon = page.locator("[data-picker-said]"), page.locator("[name=lon]")

    page.locator("#picker-map canvas").click(position={"x": 260, "y": 200})
    expect(said).to_have_text(re.compile("편동의 지점을 골랐습니다."))
    tapped = lon.input_value()

    page.get_by_role("button", name="지도 가운데로 정하기").press("Enter")
    expect(lon).not_to_have_value(tapped)
    expect(page.locator("[name=district]")).to_have_value(re.compile("^4199"))

    page.get_by_role("button", name="고른 위치 지우기").click()
    expect(lon).to_have_value("")
