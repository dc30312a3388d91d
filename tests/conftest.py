"""The cast and the city in which the tests play."""

import pytest
from django.test import Client

from tests import factories as f


def pytest_configure(config):
    # Compiled word lists are not committed; the tests read Korean pages.
    from livinglab.words import compile_words

    compile_words()


@pytest.fixture(autouse=True)
def _a_process_that_knows_nothing_yet():
    """What the map or the cache remembers of one test's rows is not true in the next."""
    from django.core.cache import cache

    from maps import points

    points.forget()
    cache.clear()


@pytest.fixture
def city(db):
    """가람시, a small square city with two districts: 동편 (west half is 서편)."""
    return f.make_city()


@pytest.fixture
def resident(city):
    return f.UserFactory(email="resident@example.test", pseudonym="푸른 징검다리 1001")


@pytest.fixture
def neighbour(city):
    return f.UserFactory(email="neighbour@example.test", pseudonym="맑은 은행나무 1002")


@pytest.fixture
def officer(city):
    return f.UserFactory(email="officer@example.test", role="officer", department=f.department())


@pytest.fixture
def manager(city):
    return f.UserFactory(email="manager@example.test", role="manager", department=f.department())


@pytest.fixture
def administrator(city):
    return f.UserFactory(email="admin@example.test", role="admin", department=f.department())


@pytest.fixture
def expert(city):
    return f.UserFactory(email="expert@example.test", role="expert")


@pytest.fixture
def sign_in():
    """A browser of one's own for each person: sign_in(resident).get("/me/")."""

    def _sign_in(person) -> Client:
        client = Client()
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return _sign_in


@pytest.fixture
def visitor(city) -> Client:
    return Client()
