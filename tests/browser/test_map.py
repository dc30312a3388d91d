"""The city map and the place of a proposal, with mouse, keyboard and without a script."""

import io
import re

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.map_file import write_map_file

pytestmark = pytest.mark.browser

SCATTER = """
from tests import factories as f
author = f.UserFactory()
for n in range(12):
    f.ProposalFactory(author=author, lon=127.01 + n * 0.007, lat=37.72 + n % 4 * 0.018)
for n in range(5):
    f.ProposalFactory(author=author, lon=127.05, lat=37.76, status="planned")
from django.utils import timezone
f.ProposalFactory(author=author, lon=127.091, lat=37.731, place_note="hidden", hidden_at=timezone.now())
from city.words import words
from maps.models import Place
Place.objects.create(kind="station", name=words("가람역", "Garam Station"), lon=127.02, lat=37.75)
"""

PILOT = """
from accounts.models import User
from django.utils import timezone
from pilots.models import Observation
from tests import factories as f
officer = User.objects.get(email="officer@garam.test")
pilot = f.make_pilot(manager=officer, stage="running")
Observation.objects.create(measure=pilot.measures.get(), site=pilot.sites.get(), at=timezone.now(), value=22.5)
f.make_pilot(manager=officer, stage="draft")
"""

# The module itself, with far more squares than a view has; mulberry32 makes the same ones each time.
DENSE = """async () => {
  const files = performance.getEntriesByType("resource").map(({ name }) => name);
  const { gather } = await import(files.find((name) => name.includes("/maps/gather")));
  let seed = 1;
  const random = () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const features = Array.from({ length: 6000 }, () => ({
    geometry: { coordinates: [127 + random() * 0.1, 37.7 + random() * 0.1] },
    properties: { count: 1 + Math.floor(random() * 300), id: 0, category: 1, state: "" },
  }));
  const marks = gather(features, { zoom: 15, view: [127, 37.7, 127.1, 37.8] });
  const total = (rows) => rows.reduce((sum, { count }) => sum + count, 0);
  return { marks: marks.length, shown: total(marks), there: total(features.map(({ properties }) => properties)) };
}"""


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


MIDDLE = "Number(location.hash.split('/')[2])"  # the longitude that the address keeps


def middle(page):
    page.wait_for_function(f"() => {MIDDLE} > 0")
    return page.evaluate(MIDDLE)


def test_marks_and_list_show_the_same_proposals(city_map):
    page = city_map()

    expect(cards(page)).to_have_count(17)

    assert numbers(page) == (17, 17)


def test_a_dense_view_has_few_marks_that_leave_nothing_out(city_map):
    found = city_map().evaluate(DENSE)

    assert 50 < found["marks"] <= 250
    assert found["shown"] == found["there"]


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


def test_a_dong_is_found_with_the_keyboard_alone(city_map):
    page = city_map()
    west = middle(page)
    field = page.get_by_role("combobox", name="지도에서 장소 찾기")

    field.focus()
    page.keyboard.type("동편")
    option = page.get_by_role("option", name="동편동 읍면동")
    expect(option).to_be_visible()
    expect(field).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", option.get_attribute("id"))
    page.keyboard.press("Enter")

    expect(field).to_have_attribute("aria-expanded", "false")
    expect(field).to_have_value("동편동")
    expect(field).to_be_focused()
    page.wait_for_function(f"() => {MIDDLE} > {west + 0.01}")
    page.go_back()
    page.wait_for_function(f"() => {MIDDLE} === {west}")


def test_enter_takes_the_first_place_at_once_and_nothing_found_is_said(city_map):
    page = city_map()
    field = page.get_by_role("combobox")

    field.press_sequentially("가람역")
    field.press("Enter")
    expect(page).to_have_url(re.compile(r"#16\.50/37\.75000/127\.02000"))

    field.fill("달나라")
    expect(page.locator(".map-search__said")).to_contain_text("찾지 못했습니다.")
    expect(page.get_by_role("listbox")).to_be_hidden()


def test_near_me_shows_my_surroundings_and_tells_nobody(city_map):
    here = {"latitude": 37.7601, "longitude": 127.0501, "accuracy": 30}
    page = city_map(geolocation=here, permissions=["geolocation"])
    asked = []
    page.on("request", lambda request: asked.append(request.url))

    page.get_by_role("button", name="내 주변").click()

    expect(page.locator("[data-map-note]")).to_contain_text("오차 약 30m")
    expect(page.locator(".here")).to_be_visible()
    expect(cards(page)).to_have_count(5)
    assert not [url for url in asked if "37.7601" in url or "127.0501" in url]


def test_near_me_stays_kind_where_it_may_not_look_or_finds_somebody_elsewhere(city_map):
    page = city_map(permissions=[])
    button, note = page.get_by_role("button", name="내 주변"), page.locator("[data-map-note]")

    button.click()
    expect(note).to_contain_text("허용하지 않았습니다")

    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation({"latitude": 37.56, "longitude": 126.97})
    button.click()
    expect(note).to_contain_text("밖이어서")
    expect(page.locator(".here")).to_have_count(0)


def test_a_count_beside_the_map_filters_marks_and_list(city_map):
    page = city_map()
    expect(cards(page)).to_have_count(17)

    page.locator(".map-facets summary").click()
    count = page.locator("[data-chooses='상태 반영 예정']")
    expect(count).to_contain_text("5")
    count.press("Enter")

    expect(page).to_have_url(re.compile("status=planned"))
    expect(cards(page)).to_have_count(5)
    expect(page.locator("#city-map .mark")).to_have_count(1)
    assert numbers(page) == (5, 5)
    expect(count).to_be_focused()
    expect(count).to_have_attribute("aria-current", "true")
    expect(page.locator("[data-map-filters] [name=status][value=planned]")).to_be_checked()
    page.go_back()
    expect(cards(page)).to_have_count(17)

    page.get_by_role("link", name="최신순").click()
    expect(page).to_have_url(re.compile("order=newest"))
    expect(page.get_by_role("link", name="최신순")).to_have_attribute("aria-current", "true")


def test_what_is_shown_again_joins_the_marks_as_soon_as_the_list_knows(city_map, portal):
    page = city_map("/map/#13/37.73/127.09")
    expect(page.locator("#list-count")).to_be_attached()
    before = numbers(page)
    update = "UPDATE proposals_proposal SET hidden_at = {} WHERE place_note = 'hidden' RETURNING id"

    portal.query(update.format("NULL"))
    try:
        # Whoever comes back to the window gets the list anew; the marks follow what it says.
        page.wait_for_function(
            """sum => {
              document.dispatchEvent(new Event("visibilitychange"));
              const marks = [...document.querySelectorAll("#city-map .mark")];
              return marks.reduce((all, mark) => all + Number(mark.textContent || 1), 0) === sum;
            }""",
            arg=before[0] + 1,
            polling=500,
        )
        assert numbers(page)[1] == before[1] + 1
    finally:
        portal.query(update.format("CURRENT_TIMESTAMP"))


def test_the_map_fits_a_phone_and_no_mark_lies_under_a_button(city_map):
    page = city_map(width=320, height=700)

    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    top = page.locator("#city-map").bounding_box()["y"]
    for button in page.locator(".map-button").all():
        box = button.bounding_box()
        assert box["y"] + box["height"] <= top


def test_a_map_file_of_the_city_lies_beneath_its_districts(city_map, portal):
    picture = io.BytesIO()
    Image.new("RGB", (256, 256), "#c81e5a").save(picture, "PNG")
    write_map_file(portal.folder / "city.pmtiles", picture.getvalue())
    try:
        page = city_map()
        for _look in range(40):  # until the tiles are drawn
            seen = Image.open(io.BytesIO(page.locator("#city-map").screenshot())).convert("RGB")
            if seen.getpixel((60, 30)) == (200, 30, 90):
                break
        else:
            pytest.fail(f"not drawn: {seen.getpixel((60, 30))}")
    finally:
        (portal.folder / "city.pmtiles").unlink()


def test_districts_are_shaded_with_the_keyboard_and_back_brings_the_marks(city_map):
    page = city_map()
    page.get_by_role("radio", name="제안 표시").focus()
    page.keyboard.press("ArrowRight")

    rows = page.locator("[data-map-districts] tbody tr")
    expect(rows).to_have_count(2)
    expect(page.locator("#city-map .mark:visible")).to_have_count(0)
    assert "layers=districts" in page.url
    shaded = rows.evaluate_all("all => all.map((row) => row.dataset.shade)")
    assert all(shade in "01234" for shade in shaded)

    page.go_back()
    page.wait_for_selector("#city-map .mark:visible")
    expect(page.get_by_role("radio", name="제안 표시")).to_be_checked()


def test_a_site_shows_what_was_measured_and_its_mark_leads_to_its_line(city_map, portal):
    portal.python(PILOT)
    page = city_map()

    page.get_by_role("checkbox", name="측정값").press("Space")
    page.wait_for_url("**layers=values**")
    mark = page.get_by_role("button", name="가람초등학교 앞, 22.5초")  # the draft has none
    mark.press("Enter")

    line = page.get_by_role("link", name="가람초등학교 앞")
    expect(line).to_be_focused()
    expect(page.locator("[data-site]:visible")).to_contain_text("22.5초")
    expect(page.locator("[data-sites-title]")).to_have_text("이 지도의 실증 위치 1곳")

    page.goto("/map/?layers=values#16/37.72/127.09")
    expect(page.locator("[data-sites-title]")).to_have_text("이 지도의 실증 위치 0곳")
    expect(mark).to_have_count(0)


def test_hexagons_are_said_in_words_too(window, scattered):
    page = window()
    page.goto("/map/?layers=hexagons")

    expect(page.locator("[data-layers-said]")).to_contain_text("가장 많이 모인 곳")
    expect(page.get_by_role("radio", name="밀도(육각형)")).to_be_checked()


def test_where_webgl_is_missing_the_outlines_stay(window, scattered):
    page = window()
    page.add_init_script(
        "HTMLCanvasElement.prototype.getContext = () => null;"
        "Object.defineProperty(window, 'WebGL2RenderingContext', {value: undefined});"
    )
    page.goto("/map/")

    expect(page.locator("[data-map-still] svg")).to_be_visible()
    expect(page.locator("#city-map")).to_be_hidden()
    expect(page.get_by_role("combobox")).to_have_count(0)
    expect(page.get_by_role("link", name=re.compile("동편동"))).to_be_visible()


def test_without_a_script_the_map_is_outlines_and_links(window, scattered):
    page = window(java_script_enabled=False)
    page.goto("/map/")

    page.get_by_role("link", name=re.compile("동편동")).click()

    assert "district=4199052000" in page.url
    assert page.locator(".card").count() > 0


def test_a_place_is_chosen_with_a_tap_or_with_the_keyboard(window, scattered):
    page = window()
    page.goto("/proposals/new/")
    page.wait_for_selector("#picker-map .picker__canvas", state="attached", timeout=60_000)
    said, lon = page.locator("[data-picker-said]"), page.locator("[name=lon]")

    page.locator("#picker-map canvas").click(position={"x": 260, "y": 200})
    expect(said).to_have_text(re.compile("편동의 지점을 골랐습니다."))
    tapped = lon.input_value()

    page.get_by_role("button", name="지도 가운데로 정하기").press("Enter")
    expect(lon).not_to_have_value(tapped)
    expect(page.locator("[name=district]")).to_have_value(re.compile("^4199"))

    page.get_by_role("button", name="고른 위치 지우기").click()
    expect(lon).to_have_value("")
