"""A database migrated once on this machine, from which every test process and portal takes a copy.

Its name is the digest of what makes it, so a changed migration makes a new one.
"""

import fcntl
import hashlib
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

BASE = Path(__file__).resolve().parents[1]
FOLDER = Path(tempfile.gettempdir()) / f"livinglab-migrated-{os.getuid()}"
OURS = re.compile(r"^(?:from|import) ((?:city|photos|maps|accounts|surveys|reports)\.\S+)", re.M)
MAKERS = ("django", "django-allauth")  # their migrations run too
KEPT = 3  # other branches of the same machine have theirs


def digest() -> str:
    migrations = sorted(BASE.glob("*/migrations/*.py"))
    named = {name for path in migrations for name in OURS.findall(path.read_text("utf-8"))}
    helpers = sorted(BASE / f"{name.replace('.', '/')}.py" for name in named)
    made_of = hashlib.sha256(repr([version(maker) for maker in MAKERS]).encode())
    for path in (*migrations, *(path for path in helpers if path.exists())):
        made_of.update(f"{path.relative_to(BASE)}\n".encode() + path.read_bytes())
    return made_of.hexdigest()[:16]


def migrate(database_url: str, folder: str) -> None:
    """What a city's machine does with an empty database, in a process of its own."""
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "-v", "0", "--skip-checks"],
        cwd=BASE, check=True,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "livinglab.settings",
             "LIVINGLAB_VAR": folder, "DATABASE_URL": database_url},
    )  # fmt: skip


@contextmanager
def _one_at_a_time() -> Iterator[str]:
    """A folder to work in; whoever comes second waits and finds the template made."""
    FOLDER.mkdir(mode=0o700, exist_ok=True)
    with (FOLDER / "lock").open("w") as lock, tempfile.TemporaryDirectory() as work:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield work


def copy_sqlite(to: Path) -> None:
    template = FOLDER / f"{digest()}.sqlite3"
    with _one_at_a_time() as work:
        if not template.exists():
            migrate(f"sqlite:///{work}/db.sqlite3", work)
            with sqlite3.connect(f"{work}/db.sqlite3") as made:
                made.execute("VACUUM INTO ?", [f"{work}/whole.sqlite3"])
            shutil.move(f"{work}/whole.sqlite3", template)
            by_age = sorted(FOLDER.glob("*.sqlite3"), key=lambda path: path.stat().st_mtime)
            for old in by_age[:-KEPT]:
                old.unlink()
        for unfinished in to.parent.glob(f"{to.name}-*"):  # of a run that was killed
            unfinished.unlink()
        shutil.copy(template, to)


def copy_static(to: Path) -> None:
    """What an earlier portal has packed; the next one packs anew if a file has changed since."""
    with _one_at_a_time():
        if (FOLDER / "static").exists():
            shutil.copytree(FOLDER / "static", to)


def keep_static(made: Path) -> None:
    kept, stamp = FOLDER / "static", "collected"
    with _one_at_a_time():
        if not kept.exists() or (kept / stamp).read_text() != (made / stamp).read_text():
            shutil.rmtree(kept, ignore_errors=True)
            shutil.copytree(made, kept)


def postgres_template(server: str) -> str:
    """The template's name, for `CREATE DATABASE … TEMPLATE`."""
    import psycopg

    name = f"livinglab_{digest()}"
    with _one_at_a_time() as work, psycopg.connect(server, autocommit=True) as connection:
        names = "SELECT datname FROM pg_database WHERE datname ~ '^livinglab_[0-9a-f]{16}$'"
        made = [row[0] for row in connection.execute(f"{names} ORDER BY oid")]
        if name not in made:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}_half"')
            connection.execute(f'CREATE DATABASE "{name}_half"')
            migrate(f"{server.rsplit('/', 1)[0]}/{name}_half", work)
            connection.execute(f'ALTER DATABASE "{name}_half" RENAME TO "{name}"')
            for old in made[: 1 - KEPT]:
                connection.execute(f'DROP DATABASE "{old}"')
    return name
