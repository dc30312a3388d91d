"""A PostgreSQL of the benchmarks' own, on loopback; its data are kept from run to run."""

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from benchmarks.folder import FOLDER, CannotRun

OWNER = "livinglab"
# PostgreSQL refuses to run as root, so root lends it the postgres user.
AS_POSTGRES = ["--reuid=postgres", "--regid=postgres", "--init-groups"] if os.getuid() == 0 else []
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
    _check_that_nobody_uses(data)
    options = {**OPTIONS, "port": str(port), "unix_socket_directories": str(data)}
    with (FOLDER / "postgresql.log").open("w") as log:
        process = subprocess.Popen(
            # The server ends with this program, however that ends.
            [
                "setpriv", "--pdeathsig", "INT", *AS_POSTGRES, _program("postgres"),
                "-D", str(data), *(f"-c{name}={value}" for name, value in options.items()),
            ],
            stdout=log, stderr=log, cwd="/",
        )  # fmt: skip
    try:
        address = f"postgres://{OWNER}@127.0.0.1:{port}/"
        _wait_for(address, process)
        yield address
    finally:
        process.send_signal(signal.SIGINT)  # ends its connections and stops
        process.wait()


def _check_that_nobody_uses(data: Path) -> None:
    lock = data / "postmaster.pid"
    if lock.exists() and Path(f"/proc/{lock.read_text().split()[0]}").exists():
        raise CannotRun("Another benchmark is running: wait until it has ended.")


def _wait_for(address: str, process: subprocess.Popen) -> None:
    for _ in range(300):
        try:
            psycopg.connect(address + "postgres").close()
            return
        except psycopg.OperationalError:
            if process.poll() is not None:
                break
            time.sleep(0.1)
    raise CannotRun(f"PostgreSQL did not start; {FOLDER / 'postgresql.log'} says why.")


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
    subprocess.run(
        [
            "setpriv", *AS_POSTGRES, _program("initdb"),
            "-D", str(data), "-U", OWNER, "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8",
        ],
        check=True, stdout=subprocess.DEVNULL, cwd="/",
    )  # fmt: skip


def _program(name: str) -> str:
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    if not found:
        raise CannotRun("PostgreSQL is not installed here. Run benchmarks/install first.")
    return str(found[-1])


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
