"""The city of the figures: files in a folder of each test's own."""

import pytest

from city.models import City
from maps.models import District, Population
from tests import factories as f
from tests.reports.remembered import live


@pytest.fixture(autouse=True)
def own_folders(tmp_path, settings):
    settings.EXTRACT_ROOT = tmp_path / "extract"
    settings.RELEASES_ROOT = tmp_path / "releases"
    settings.EVIDENCE_ROOT = tmp_path / "evidence"


LIVES = {"life": 130, "short_life": 30}


@pytest.fixture
def lived(request, db):
    """A life is the first thing in a city, as people of the test come into it afterwards."""
    acts = [LIVES[name] for name in LIVES if name in request.fixturenames]
    return live(*acts, _populate) if acts else None


@pytest.fixture
def city(lived):
    return City.objects.first() if lived else f.make_city()


@pytest.fixture
def populated(lived, city):
    """Both districts with their residents."""
    return city if lived else _populate(city)


def _populate(city=None):
    city = city or f.make_city()
    for district, persons in zip(District.objects.order_by("code"), (12_000, 30_000), strict=True):
        Population.objects.create(district=district, as_of="2025-12-31", persons=persons)
    return city


@pytest.fixture
def life(lived):
    """A hundred random acts of residents and officers over five months."""
    return lived


@pytest.fixture
def short_life(lived):
    """A few acts, where it only matters that there is something to count."""
    return lived
