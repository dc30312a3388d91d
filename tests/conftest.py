"""The cast and the city in which the tests play."""

import os
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from tests import factories as f
from tests import template


def pytest_configure(config):
    # Compiled word lists are not committed; the tests read Korean pages.
    from livinglab.words import compile_words

    compile_words()


LONGEST = ("reports", "browser", "livinglab", "city")
ASKS_THE_DATABASE = {"db", "transactional_db"}
WHOLE_STACK = {"kills", "stack"}


def pytest_collection_modifyitems(config, items):
    """The rooms that take longest begin, so that at the end no process waits for another's.

    With ONLY_THE_DATABASE=1, the second pass of .ci/run, only what can be otherwise on another
    database is asked again: whatever reads it, and the processes that run together.
    """
    tests = Path(__file__).parent
    rooms = {item: item.path.relative_to(tests).parts[0] for item in items}
    items.sort(key=lambda item: LONGEST.index(rooms[item]) if rooms[item] in LONGEST else 9)
    if os.environ.get("ONLY_THE_DATABASE"):
        others = [item for item in items if not _may_differ(item)]
        config.hook.pytest_deselected(items=others)
        items[:] = [item for item in items if item not in set(others)]


def _may_differ(item) -> bool:
    marks = {mark.name for mark in item.iter_markers()}
    if "browser" in marks:
        return bool(marks & WHOLE_STACK)
    return bool(marks & WHOLE_STACK or ASKS_THE_DATABASE & set(item.fixturenames))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    """The test database begins as a copy; Django's own `migrate` then finds nothing to do."""
    from django.db import connection

    wanted = connection.settings_dict["TEST"]
    if connection.vendor == "sqlite":
        template.copy_sqlite(Path(wanted["NAME"]))
    else:
        wanted["TEMPLATE"] = template.postgres_template(os.environ["DATABASE_URL"])


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_keepdb):
    """SQLite's copy is used as it is there, and goes with its folder."""
    return django_db_keepdb or "sqlite" in settings.DATABASES["default"]["ENGINE"]


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
