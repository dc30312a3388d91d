"""The city of the figures: files in a folder of each test's own."""

import pytest

from maps.models import District, Population
from tests.reports.acts import Life


@pytest.fixture(autouse=True)
def own_folders(tmp_path, settings):
    settings.EXTRACT_ROOT = tmp_path / "extract"
    settings.RELEASES_ROOT = tmp_path / "releases"
    settings.EVIDENCE_ROOT = tmp_path / "evidence"


@pytest.fixture
def populated(city):
    """Both districts with their residents."""
    for district, persons in zip(District.objects.order_by("code"), (12_000, 30_000), strict=True):
        Population.objects.create(district=district, as_of="2025-12-31", persons=persons)
    return city


@pytest.fixture
def life(populated):
    """A hundred random acts of residents and officers over five months."""
    return Life().live(130)


@pytest.fixture
def short_life(populated):
    """A few acts, where it only matters that there is something to count."""
    return Life().live(30)
