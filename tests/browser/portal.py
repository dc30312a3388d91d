"""A whole portal of its own, as a city runs it: its own folder and database, web, worker, clock."""

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.request
import uuid
from pathlib import Path

from tests import template

BASE = Path(__file__).resolve().parents[2]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Portal:
    def __init__(self, **settings: str):
        self.folder = Path(tempfile.mkdtemp(prefix="livinglab-portal-"))
        template.copy_static(self.folder / "static")
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.env = {
            **os.environ,
            "LIVINGLAB_VAR": str(self.folder),
            "SITE_URL": self.url,
            "DJANGO_SETTINGS_MODULE": "livinglab.settings",
            **self._database(),
            **self._broker(),
            **settings,
        }
        self.env.pop("DEBUG", None)
        self.server: subprocess.Popen | None = None

    def _database(self) -> dict[str, str]:
        """Migrated and without a row; on PostgreSQL beside the tests' own."""
        url = os.environ.get("DATABASE_URL", "")
        if not url.startswith("postgres"):
            template.copy_sqlite(self.folder / "db.sqlite3")
            return {"DATABASE_URL": f"sqlite:///{self.folder / 'db.sqlite3'}"}
        import psycopg

        name = f"portal_{uuid.uuid4().hex[:12]}"
        like = template.postgres_template(url)
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{like}"')
        return {"DATABASE_URL": url.rsplit("/", 1)[0] + f"/{name}"}

    def _broker(self) -> dict[str, str]:
        broker = os.environ.get("TEST_BROKER_URL", "")
        # Portals of tests that run at the same time must not take each other's messages.
        return {
            "CELERY_BROKER_URL": broker or "filesystem://localhost",
            "CELERY_KEY_PREFIX": f"{self.folder.name}:",
        }

    def manage(self, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=BASE, env=self.env, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def python(self, code: str):
        """Runs Python inside the portal and returns what it prints as JSON."""
        printed = self.manage("shell", "--no-imports", "-v", "0", "-c", code)
        return json.loads(printed) if printed.strip() else None

    def query(self, sql: str) -> list[tuple]:
        """A quick look at the rows from outside, while the portal works."""
        url = self.env["DATABASE_URL"]
        if url.startswith("postgres"):
            import psycopg

            with psycopg.connect(url) as connection:
                return connection.execute(sql).fetchall()
        with sqlite3.connect(self.folder / "db.sqlite3", timeout=20) as connection:
            return connection.execute(sql).fetchall()

    def start(self) -> None:
        self.log = (self.folder / "portal.log").open("ab")
        self.server = subprocess.Popen(
            [sys.executable, "manage.py", "serve", "--port", str(self.port)],
            cwd=BASE, env=self.env, stdout=self.log, stderr=self.log, start_new_session=True,
        )  # fmt: skip
        deadline = time.monotonic() + 90
        while time.monotonic() < deadline:
            assert self.server.poll() is None, (self.folder / "portal.log").read_text("utf-8")
            try:
                with urllib.request.urlopen(f"{self.url}/health/ready", timeout=2) as answer:
                    assert answer.status == 200
                    template.keep_static(self.folder / "static")
                    return
            except OSError:
                time.sleep(0.1)
        raise AssertionError((self.folder / "portal.log").read_text("utf-8"))

    def processes(self) -> list[int]:
        """Everything alive in the portal's process group."""
        listed = subprocess.run(
            ["ps", "-e", "-o", "pid=,pgid="], capture_output=True, text=True, check=True
        ).stdout
        pairs = (map(int, line.split()) for line in listed.splitlines())
        return [pid for pid, group in pairs if self.server and group == self.server.pid]

    def stop(self, number: int = signal.SIGINT) -> None:
        """One Ctrl-C: the terminal sends it to the whole group."""
        if self.server and self.server.poll() is None:
            os.killpg(self.server.pid, number)
            self.server.wait(20)
