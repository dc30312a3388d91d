"""What the tests of this room share."""

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _patient_doors():
    """Nobody is told to slow down because the test before was quick."""
    cache.clear()
