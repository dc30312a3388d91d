"""A PostgreSQL of the benchmarks' own, on loopback; its data are kept from run to run."""

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from benchmarks.folder import FOLDER, Missing

OWNER = "livinglab"
# As a city would set it on a machine of this size; durable writes are not what is measured.
OPTIONS = {
    "listen_addresses": "127.0.0.1",
    "shared_buffers": "2GB",
    "effective_cache_size": "8GB",
    "work_mem": "64MB",
    "maintenance_work_mem": "512MB",
    "max_wal_size": "8GB",
    "synchronous_commit": "off",
    # One backend answers one question, so that its CPU time is all of it.
    "max_parallel_workers_per_gather": "0",
    "jit": "off",
}


@contextmanager
def cluster() -> Iterator[str]:
    """Starts it, gives its address without a database's name, and stops it."""
    data, port = FOLDER / "postgresql", _free_port()
    if not (data / "PG_VERSION").exists():
        _make(data)
    options = [f"-c {name}={value}" for name, value in OPTIONS.items()]
    options += [f"-p {port}", f"-c unix_socket_directories={data}"]
    log = str(data / "server.log")
    _run("pg_ctl", "-D", str(data), "-w", "-s", "-l", log, "-o", " ".join(options), "start")
    try:
        yield f"postgres://{OWNER}@127.0.0.1:{port}/"
    finally:
        _run("pg_ctl", "-D", str(data), "-m", "fast", "-s", "stop")


def make_database(address: str, name: str) -> str:
    """The address of a database, made now unless it is there."""
    with psycopg.connect(address + "postgres", autocommit=True) as connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if known.fetchone() is None:
            connection.execute(f'CREATE DATABASE "{name}"')  # type: ignore[arg-type]
    return address + name


def _make(data: Path) -> None:
    data.mkdir(parents=True, exist_ok=True)
    if os.getuid() == 0:
        shutil.chown(data, "postgres", "postgres")
    _run("initdb", "-D", str(data), "-U", OWNER, "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8")


def _run(program: str, *arguments: str) -> None:
    """PostgreSQL refuses to run as root, so root lends it the postgres user."""
    as_postgres = (
        ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"]
        if os.getuid() == 0
        else []
    )
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"))
    if not found:
        raise Missing("PostgreSQL is not installed here. Run benchmarks/install first.")
    subprocess.run(  # noqa: S603
        [*as_postgres, str(found[-1]), *arguments],
        check=True, stdout=subprocess.DEVNULL, cwd="/",
    )  # fmt: skip


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
