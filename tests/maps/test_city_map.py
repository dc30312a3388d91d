"""The city map works without a script, and allows exactly one inline text where it needs it."""

import json
import re
from base64 import b64encode
from hashlib import sha256

import pytest
from django.core.cache import cache
from django.template import Context, Template
from django.utils.translation import override

from city.words import words
from maps.models import District, Place, Succession
from tests import factories as f


@pytest.fixture(autouse=True)
def _fresh():
    cache.clear()


def page(visitor, query=""):
    response = visitor.get(f"/map/{query}")
    assert response.status_code == 200
    return response, response.content.decode()


def test_without_a_script_each_district_leads_to_its_list(city, visitor):
    f.ProposalFactory.create_batch(3, lon=127.02, lat=37.75)
    f.ProposalFactory(lon=None, lat=None, district=District.objects.get(code="4199052000"))

    _response, html = page(visitor, "?lang=en")

    rows = re.findall(r'<li><a href="([^"]+)">([^<]+) <span class="number">([^<]+)<', html)
    assert rows == [
        ("/proposals/?district=4199051000", "Seopyeon-dong", "3 proposals"),
        ("/proposals/?district=4199052000", "Dongpyeon-dong", "1 proposal"),
    ]
    assert html.count('<a class="outline-map__area"') == 2


def test_the_filters_of_the_address_count(city, visitor):
    f.ProposalFactory(lon=127.02, lat=37.75, status="planned")
    f.ProposalFactory(lon=127.02, lat=37.75)

    _response, html = page(visitor, "?status=planned&lang=en")

    assert "1 proposal<" in html
    assert "/proposals/?status=planned&amp;district=4199051000" in html
    assert re.search(r'value="planned"\s+checked', html)


def test_a_district_counts_what_its_predecessor_had(city, visitor):
    before = District.objects.get(code="4199052000")
    f.ProposalFactory(lon=127.07, lat=37.75)
    after = District.objects.get(pk=before.pk)
    after.pk, after.code = None, "4199052500"
    after.save()
    District.objects.filter(pk=before.pk).update(valid_to="2026-01-01")
    Succession.objects.create(before=before, after=after)

    _response, html = page(visitor, "?lang=en")

    assert re.search(r'district=4199052500">[^<]+<span class="number">1 proposal<', html)


def test_the_import_map_is_allowed_by_its_hash_and_nothing_else_is(city, visitor):
    response, html = page(visitor)

    [text] = re.findall(r'<script type="importmap">(.*?)</script>', html)
    policy = response["Content-Security-Policy"]
    assert f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'" in policy
    assert "unsafe" not in policy
    assert json.loads(text)["imports"]["maplibre-gl"].startswith("/static/vendor/")
    inline = re.findall(r"<script(?![^>]*\b(?:src|type=\"(?:importmap|application/json)\"))", html)
    assert not inline


def test_pages_without_a_map_allow_no_hash(city, visitor):
    assert "sha256" not in visitor.get("/tiles/proposals/now.json")["Content-Security-Policy"]


def test_the_page_is_the_same_for_every_signed_out_reader(city, visitor):
    response, html = page(visitor)

    assert "csrf" not in html
    assert not response.cookies


def test_a_basemap_only_where_the_city_chose_one(city, visitor, settings):
    _response, html = page(visitor)
    assert "&quot;basemap&quot;: {}" in html

    settings.BASEMAP_TILES = "https://tiles.example/{z}/{x}/{y}.png"
    settings.BASEMAP_ATTRIBUTION = "© Example"
    _response, html = page(visitor)

    assert "https://tiles.example/{z}/{x}/{y}.png" in html
    assert "© Example" in html


def test_whoever_made_the_map_is_named_in_the_readers_language(city, visitor, settings):
    District.objects.update(source="행정구역: 통계청 2020")
    settings.BASEMAP_STYLE = "https://maps.example/style.json"
    settings.BASEMAP_ATTRIBUTION = "© 국토교통부 브이월드"

    assert "행정구역: 통계청 2020 · © 국토교통부 브이월드" in page(visitor)[1]
    english = page(visitor, "?lang=en")[1]
    assert "Districts: Statistics Korea 2020 · © Ministry of Land" in english
    settings.BASEMAP_ATTRIBUTION_EN = "© VWorld, MOLIT"
    assert "Districts: Statistics Korea 2020 · © VWorld, MOLIT" in page(visitor, "?lang=en")[1]


def test_the_number_of_queries_does_not_grow(city, visitor, django_assert_max_num_queries):
    f.ProposalFactory.create_batch(5)

    with django_assert_max_num_queries(20):
        page(visitor)


@pytest.mark.parametrize("query", ["?category=nothing", "?since=never", "?bbox=1,2", "?rev=%00"])
def test_odd_filters_are_no_server_error(city, visitor, query):
    page(visitor, query)


# ── The small still map ────────────────────────────────────────────────────────────────────────


def draw(source, **context):
    return Template("{% load maps %}" + source).render(Context(context))


def test_the_small_map_shows_the_pin_and_what_is_near(city):
    Place.objects.create(kind="station", name=words("가람역"), lon=127.021, lat=37.748)
    Place.objects.create(kind="station", name=words("먼역"), lon=127.09, lat=37.79)

    svg = draw("{% mini_map lon lat %}", lon=127.02, lat=37.75)

    assert 'aria-hidden="true"' in svg
    assert "가람역" in svg
    assert "먼역" not in svg
    assert "translate(500 333)" in svg
    assert "style=" not in svg


def test_the_small_map_may_have_a_name(city):
    svg = draw('{% mini_map 127.02 37.75 title="가람역 앞" %}')

    assert 'role="img" aria-label="가람역 앞"' in svg


def test_without_a_point_there_is_no_small_map(city):
    assert draw("{% mini_map lon lat %}", lon=None, lat=None).strip() == ""


def test_numbers_in_drawings_are_never_written_in_a_language(city):
    with override("ko"):
        svg = draw("{% mini_map lon lat %}", lon=127.02, lat=37.75)

    assert not re.search(r'[xyd]="[^"]*\d,\d', svg)
