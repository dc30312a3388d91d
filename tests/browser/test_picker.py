"""Saying where something is: with a finger, with keys only, by GPS, and in front of one's home."""

import json
import re

import pytest
from playwright.sync_api import expect

from maps.locate import snap_to_grid

pytestmark = pytest.mark.browser

PILOT = """
import json
from city.words import words
from maps.models import Place
from tests import factories as f
Place.objects.create(kind="station", name=words("가람역", "Garam"), lon=127.05, lat=37.751)
print(json.dumps(f.make_pilot().pk))
"""
HERE = {"longitude": 127.0512345, "latitude": 37.7512345}


@pytest.fixture(scope="module")
def pilot(portal):
    return portal.python(PILOT)


def open_picker(page, address):
    page.goto(address)
    page.wait_for_selector("[data-picker-middle]", timeout=60_000)
    return page


@pytest.fixture
def site_page(sign_in, pilot):
    def _site_page(**options):
        page = sign_in("manager@garam.test", **options)
        open_picker(page, f"/desk/pilots/{pilot}/sites/new/")
        page.locator("[data-picker-kinds]").wait_for()
        return page

    return _site_page


def said(page):
    return page.locator("[data-picker-said]")


def drawn(page):
    return json.loads(page.locator("[name=shape]").input_value())


def corners(page):
    return page.locator("[data-picker-corners] li")


def save(page, name):
    page.locator("[name=name_0]").fill(name)
    page.get_by_role("button", name="저장").click()
    page.wait_for_url(re.compile(r"/desk/pilots/\d+/$"))


def test_an_area_is_drawn_with_the_mouse_moved_and_seen_on_the_pilots_page(
    site_page, portal, pilot
):
    page = site_page()
    page.get_by_label("구역(예: 공원)").check()
    canvas = page.locator("#picker-map canvas").first
    for number, (x, y) in enumerate([(240, 80), (340, 80), (340, 180), (240, 180)], 1):
        canvas.click(position={"x": x, "y": y})
        expect(corners(page)).to_have_count(number)
    page.get_by_role("button", name="마지막 꼭짓점 지우기").click()
    expect(corners(page)).to_have_count(3)
    canvas.click(position={"x": 240, "y": 180})
    expect(corners(page)).to_have_count(4)
    canvas.click(position={"x": 240, "y": 80})  # the first corner again: done
    expect(page.get_by_role("button", name="그리기 마치기")).to_be_disabled()
    expect(said(page)).to_have_text(re.compile("넓이 약 .*꼭짓점 4개인 구역"))
    before = drawn(page)

    box = canvas.bounding_box()
    page.mouse.move(box["x"] + 340, box["y"] + 180)
    page.mouse.down()
    page.mouse.move(box["x"] + 320, box["y"] + 160, steps=4)
    page.mouse.up()

    expect(page.locator("[name=shape]")).not_to_have_value(
        json.dumps(before, separators=(",", ":"))
    )
    assert len(drawn(page)["coordinates"][0]) == 5
    save(page, "물놀이터")
    page.goto(f"/pilots/{pilot}/")
    assert page.locator("#sites + div .mini-map path[fill-opacity]").count() == 1
    expect(page.locator("#sites + div li", has_text="물놀이터")).to_be_visible()


def test_a_line_ends_where_its_last_corner_is_tapped_again(site_page):
    page = site_page()
    page.get_by_label("선(예: 길)").check()
    canvas = page.locator("#picker-map canvas").first
    for number, (x, y) in enumerate([(280, 80), (320, 120), (300, 180)], 1):
        canvas.click(position={"x": x, "y": y})
        expect(corners(page)).to_have_count(number)

    canvas.click(position={"x": 300, "y": 180})

    expect(page.get_by_role("button", name="그리기 마치기")).to_be_disabled()
    assert len(drawn(page)["coordinates"]) == 3
    page.get_by_role("button", name=re.compile("^지우기: ")).nth(1).click()
    expect(corners(page)).to_have_count(2)
    page.get_by_role("button", name="마지막 꼭짓점 지우기").click()
    expect(said(page)).to_have_text("선에는 꼭짓점이 두 개 이상 있어야 합니다.")


def test_an_area_is_drawn_with_keys_only(site_page, portal):
    page = site_page()
    page.locator("[name=marked][value=spot]").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    canvas = page.locator("#picker-map canvas").first
    canvas.focus()
    where = page.locator("[data-picker-where]")
    for number, key in enumerate(["Enter", "ArrowRight", "ArrowDown"], 1):
        if key != "Enter":
            before = where.text_content()
            page.keyboard.press(key)
            expect(where).not_to_have_text(before)
        page.keyboard.press("Enter")
        expect(corners(page)).to_have_count(number)
        expect(said(page)).to_have_text(re.compile(f"꼭짓점 {number}: "))

    page.get_by_role("button", name="그리기 마치기").press("Enter")
    expect(said(page)).to_have_text(re.compile("꼭짓점 3개인 구역"))
    page.get_by_role("button", name="가운데에 꼭짓점 찍기").press("Enter")  # one more, when done
    page.get_by_role("button", name="마지막 꼭짓점 지우기").press("Enter")

    expect(corners(page)).to_have_count(3)
    assert drawn(page)["type"] == "Polygon"


def test_what_was_drawn_before_can_be_changed_and_a_shape_with_a_hole_is_kept(site_page):
    page = site_page()
    square = [[127.02, 37.74], [127.04, 37.74], [127.04, 37.76], [127.02, 37.76], [127.02, 37.74]]
    hole = [[127.03, 37.745], [127.03, 37.75], [127.035, 37.75], [127.03, 37.745]]
    page.locator("summary", has_text="GeoJSON").click()
    field = page.locator("[name=shape]")

    field.fill(json.dumps({"type": "Polygon", "coordinates": [square, hole]}))
    field.blur()
    expect(said(page)).to_have_text(re.compile("그대로 둡니다"))
    page.locator("[name=name_0]").fill("연못")
    page.get_by_role("button", name="저장").click()
    page.wait_for_url(re.compile(r"/desk/pilots/\d+/$"))
    page.get_by_role("link", name=re.compile("연못")).first.click()
    page.locator("[data-picker-kinds]").wait_for()
    assert len(drawn(page)["coordinates"]) == 2

    page.get_by_role("button", name="처음부터 다시").click()
    page.get_by_label("선(예: 길)").check()
    expect(field).to_have_value("")


def test_a_rough_position_asks_to_be_put_right_and_shows_how_rough(window, pilot):
    page = window(geolocation=HERE | {"accuracy": 800}, permissions=["geolocation"])
    open_picker(page, "/proposals/new/")
    lon = page.locator("[name=lon]")

    page.get_by_role("button", name="내 위치").click()
    expect(said(page)).to_have_text(
        re.compile("800m로 큽니다. 지도에서 정확한 지점을 눌러 주세요.")
    )
    expect(lon).to_have_value("127.0512345")

    page.locator("#picker-map canvas").click(position={"x": 300, "y": 200})
    expect(said(page)).not_to_have_text(re.compile("800"))
    expect(lon).not_to_have_value("127.0512345")


def test_a_position_elsewhere_leaves_the_spot_that_was_chosen(window, pilot):
    seoul = {"longitude": 126.97, "latitude": 37.56, "accuracy": 10}
    page = window(geolocation=seoul, permissions=["geolocation"])
    open_picker(page, "/proposals/new/")
    page.get_by_role("button", name="지도 가운데로 정하기").click()
    expect(said(page)).to_have_text(re.compile("편동의 지점을 골랐습니다"))
    before = page.locator("[name=lon]").input_value()

    page.get_by_role("button", name="내 위치").click()

    expect(said(page)).to_have_text(re.compile("가람시 밖의 위치입니다"))
    assert page.locator("[name=lon]").input_value() == before


def test_the_exact_point_of_a_home_never_leaves_the_browser(window, portal, pilot):
    page = window(geolocation=HERE | {"accuracy": 10}, permissions=["geolocation"])
    sent = []
    page.on("request", lambda request: sent.append(f"{request.url} {request.post_data or ''}"))
    open_picker(page, "/proposals/new/")
    page.get_by_label("집이나 직장 바로 앞인가요?").check()

    page.get_by_role("button", name="내 위치").click()

    expect(said(page)).to_have_text(re.compile("네모 칸만 저장됩니다"))
    square = snap_to_grid(HERE["longitude"], HERE["latitude"], 200)
    found = [float(page.locator(f"[name={name}]").input_value()) for name in ("lon", "lat")]
    assert found == pytest.approx(list(square), abs=2e-7)
    page.locator("[name=title]").fill("골목이 어둡습니다")
    page.locator("[name=text]").fill("가로등이 하나뿐이어서 밤에 다니기 어렵습니다.")
    page.locator("[name=category]").first.check()
    page.get_by_role("button", name="다음 단계로").click()
    page.wait_for_url(re.compile("/accounts/enter/"))
    kept = str(portal.query("SELECT form FROM proposals_draft"))
    assert "near_home" in kept
    assert "127.0512345" not in kept
    assert sum("lon" in request for request in sent) >= 2
    assert not any("127.0512345" in request or "37.7512345" in request for request in sent)


def test_the_pin_can_be_dragged_but_not_out_of_the_city(window, pilot):
    page = window()
    open_picker(page, "/proposals/new/")
    page.get_by_role("button", name="지도 가운데로 정하기").click()
    pin, lon = page.locator(".pin"), page.locator("[name=lon]")
    expect(pin).to_be_visible()
    before = lon.input_value()

    def drag(x, y):
        box = pin.bounding_box()
        start = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        page.mouse.move(*start)
        page.mouse.down()
        page.mouse.move(start[0] + x, start[1] + y, steps=4)
        page.mouse.up()

    drag(30, 30)
    expect(lon).not_to_have_value(before)
    inside, place = lon.input_value(), pin.bounding_box()
    drag(260, 0)
    expect(said(page)).to_have_text(re.compile("밖의 위치입니다"))
    assert lon.input_value() == inside
    assert pin.bounding_box()["x"] == pytest.approx(place["x"], abs=1)


def test_where_the_drawing_library_is_missing_the_field_for_pasting_stands_open(
    site_page, sign_in, pilot
):
    page = sign_in("manager@garam.test")
    page.route(
        "**/terra-draw/**",
        lambda route: route.fulfill(status=200, body="", content_type="text/javascript"),
    )
    open_picker(page, f"/desk/pilots/{pilot}/sites/new/")

    expect(page.locator("[name=shape]")).to_be_visible()
    expect(page.locator("[data-picker-kinds]")).to_be_hidden()
