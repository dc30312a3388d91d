"""Every migration, for real and one after the other, on a database with nothing in it."""

import os
import sqlite3
import subprocess
import sys
import uuid

import pytest
from django.db import connection

from tests.template import BASE

pytestmark = pytest.mark.django_db
ON_SQLITE = [
    # Tables that were made anew keep their quotes, so only what the database knows is compared.
    'SELECT t.name, c.name, c.type, c."notnull", c.pk FROM sqlite_master t,'
    " pragma_table_info(t.name) c WHERE t.type = 'table'",
    "SELECT type, name, sql FROM sqlite_master",
]
ON_POSTGRES = [
    "SELECT table_name, column_name, data_type, is_nullable FROM information_schema.columns"
    " WHERE table_schema = 'public'",
    "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "SELECT conname, conrelid::regclass::text, pg_get_constraintdef(oid) FROM pg_constraint"
    " WHERE connamespace = 'public'::regnamespace",
    "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
]
SAME_ROWS = ["SELECT app, name FROM django_migrations", "SELECT count(*) FROM django_content_type"]


@pytest.fixture
def empty_place(tmp_path):
    """A folder, and on PostgreSQL a database: what a city gives the program."""
    url = os.environ.get("DATABASE_URL", "")
    if connection.vendor == "sqlite":
        yield f"sqlite:///{tmp_path}/db.sqlite3", lambda: sqlite3.connect(tmp_path / "db.sqlite3")
        return
    import psycopg

    name = f"empty_{uuid.uuid4().hex[:12]}"
    there = f"{url.rsplit('/', 1)[0]}/{name}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
        yield there, lambda: psycopg.connect(there)
        server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def test_a_city_starts_in_an_empty_place_as_the_tests_know_it(empty_place, tmp_path):
    url, connect = empty_place

    started = subprocess.run(
        [sys.executable, "manage.py", "start_city", "--name", "관악구",
         "--admin-email", "it@gwanak.example", "--admin-password", "a quiet river at noon"],
        cwd=BASE, capture_output=True, text=True, check=False,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "livinglab.settings",
             "LIVINGLAB_VAR": str(tmp_path), "DATABASE_URL": url},
    )  # fmt: skip

    assert started.returncode == 0, started.stderr
    with connect() as place, connection.cursor() as tests:
        assert place.execute("SELECT count(*) FROM maps_district").fetchone() == (21,)
        questions = ON_SQLITE if connection.vendor == "sqlite" else ON_POSTGRES
        for question in [*questions, *SAME_ROWS]:
            tests.execute(question)
            assert sorted(map(str, tests.fetchall())) == sorted(
                map(str, place.execute(question).fetchall())
            )
