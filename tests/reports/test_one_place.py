"""A spot in front of somebody's home has one public position, the grid's; the exact one is nowhere."""

import json
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import mapbox_vector_tile
import pyarrow.parquet as pq
import pyogrio
import pytest
from django.apps import apps
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts.deliver import send_news
from maps import points
from maps.cells import cell_of, tile_of
from maps.locate import snap_to_grid
from maps.snapshot import build_snapshot
from proposals.drafts import erase_old_drafts
from proposals.models import Draft, Proposal
from proposals.support import give_support
from proposals.triage import decide
from reports.compute import compute_figures
from reports.opendata.release import path_of, release_data
from tests import factories as f

LON, LAT = 127.0212345, 37.7512345
TRACES = ("127.0212", "37.7512", "0212345", "7512345")  # the exact spot, to the nearest ten metres

PAGES = (
    "/", "/map/", "/map/?lon={lon}&lat={lat}", "/map/view/", "/map/hexagons.geojson",
    "/map/search/?q=횡단보도", "/map/where/?lon={lon}&lat={lat}", "/proposals/", "/proposals/{pk}/",
    "/search/?q=횡단보도", "/tiles/proposals/now.json",
    "/tiles/proposals/view.json?bounds=127.0,37.7,127.1,37.8&zoom=16",
    "/api/v1/proposals/", "/api/v1/proposals/{pk}/", "/api/v1/proposals.geojson",
    "/api/v1/figures/", "/api/v1/datasets/", "/feeds/alerts.atom",
    "/desk/", "/desk/proposals/", "/desk/proposals/{pk}/", "/me/",
)  # fmt: skip


@pytest.fixture
def home(city, resident, sign_in, settings, tmp_path):
    """A resident marks the spot in front of the house, first with a mistake, then well."""
    settings.MAPS_ROOT = tmp_path / "maps"
    settings.MAP_SNAPSHOT_FROM = 1
    typed = {
        "title": "집 앞 횡단보도가 어둡습니다", "text": "밤이면 차가 사람을 보지 못합니다.",
        "category": f.category().pk, "lon": str(LON), "lat": str(LAT), "near_home": "on",
        "client_id": str(uuid4()),
    }  # fmt: skip
    client = sign_in(resident)
    client.post("/proposals/new/", typed | {"title": ""})
    client.post("/proposals/new/", typed)
    proposal = Proposal.objects.get()
    give_support(proposal=proposal, by=f.UserFactory())
    assert (proposal.lon, proposal.lat) == snap_to_grid(LON, LAT, city.home_grid_metres)
    return proposal


def traces_in(text: str) -> list[str]:
    return [trace for trace in TRACES if trace in text]


def test_no_table_holds_the_exact_spot(home):
    erase_old_drafts(at=timezone.now() - timedelta(days=1))  # nothing yet: it is looked at as well
    for model in apps.get_models():
        for row in model._default_manager.values():
            assert not traces_in(str(row)), model
    assert cell_of(LON, LAT) != home.cell == cell_of(home.lon, home.lat)
    assert not Draft.objects.exists()


def test_no_page_feed_or_address_of_the_api_tells_it(home, sign_in):
    officer = f.UserFactory(role="officer")
    about = {"pk": home.pk, "lon": home.lon, "lat": home.lat}
    told = 0
    for client in (Client(), sign_in(home.author), sign_in(officer)):
        for page in PAGES:
            answer = client.get(page.format(**about), follow=True)
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            assert not traces_in(body.decode(errors="replace")), page
            told += str(home.lon).encode() in body
    assert told >= 3  # the grid's point is there


def test_no_tile_and_no_file_of_the_map_has_a_point_there(home, settings):
    exact, shown = tile_of(cell_of(LON, LAT), 18), tile_of(home.cell, 18)
    assert exact != shown
    for build in (lambda: None, lambda: build_snapshot("proposals")):
        build()
        points.forget()
        for (x, y), found in ((exact, 0), (shown, 1)):
            answer = Client().get(f"/tiles/proposals/18/{x}/{y}.mvt", follow=True)
            layers = mapbox_vector_tile.decode(answer.content) if answer.content else {}
            assert sum(len(layer["features"]) for layer in layers.values()) == found
    for file in Path(settings.MAPS_ROOT).rglob("*"):
        if file.is_file():
            for number in (LON, LAT):
                assert round(number * 10_000_000).to_bytes(4, "little") not in file.read_bytes()


def test_no_released_file_has_it(home):
    release_data(run=compute_figures())
    seen = set()
    for release in home_releases():
        for file in release.files.all():
            path = path_of(file)
            seen.add(path.suffix)
            if path.suffix == ".parquet":
                text = str(pq.read_table(path).to_pylist())
            else:
                text = path.read_bytes().decode(errors="replace")
            assert not traces_in(text), file.name
    assert {".csv", ".geojson", ".parquet"} <= seen

    proposals = next(r for r in home_releases() if r.dataset.slug == "proposals")
    for file in proposals.files.filter(name__endswith=".gpkg"):  # binary: read back, not searched
        (point,) = pyogrio.read_dataframe(path_of(file)).geometry
        assert (round(point.x, 7), round(point.y, 7)) == (home.lon, home.lat)
    geojson = json.loads(path_of(proposals.files.get(name="proposals.geojson")).read_text())
    (feature,) = geojson["features"]
    assert feature["geometry"]["coordinates"] == [home.lon, home.lat]


def home_releases():
    return apps.get_model("reports.Release").objects.select_related("dataset")


def test_no_letter_has_it(home):
    """What is told inside the portal is in a table; this is what leaves by mail."""
    officer = f.UserFactory(role="officer", department=f.department())
    decide(proposal=home, status="in_review", reason="현장을 보겠습니다.", by=officer)
    send_news(at=timezone.now() + timedelta(days=2))

    assert mail.outbox
    for letter in mail.outbox:
        assert not traces_in(str(letter.message()) + letter.body)
