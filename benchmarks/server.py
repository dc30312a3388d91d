"""The portal's own web server on the benchmark's city, wrk that asks it, and its CPU time."""

import os
import re
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection

from benchmarks.folder import HERE, CannotRun
from benchmarks.measure import cpu_of
from livinglab.processes import commands, wait_until_it_answers

CONNECTIONS = 8


@dataclass(frozen=True)
class Load:
    per_second: float
    middle_ms: float
    refused: int


class Server:
    def __init__(self, port: int, process: subprocess.Popen):
        self.port, self._process = port, process

    def get(self, path: str) -> bytes:
        address = f"http://127.0.0.1:{self.port}{path}"
        with urllib.request.urlopen(address) as response:
            return response.read()

    def load(self, paths: list[str], seconds: int) -> Load:
        """As many requests as eight connections can make, each path in its turn."""
        with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
            file.write("\n".join(paths))
            file.flush()
            done = subprocess.run(
                [
                    _wrk(), "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--latency",
                    "-s", str(HERE / "paths.lua"), f"http://127.0.0.1:{self.port}",
                ],
                env={**os.environ, "PATHS": file.name},
                capture_output=True, text=True, check=True,
            )  # fmt: skip
        refused = re.search(r"Non-2xx or 3xx responses: (\d+)", done.stdout)
        middle = re.search(r"50%\s+([\d.]+)(us|ms|s)", done.stdout)
        speed = re.search(r"Requests/sec:\s+([\d.]+)", done.stdout)
        assert middle
        assert speed
        unit = {"us": 0.001, "ms": 1, "s": 1000}[middle[2]]
        return Load(float(speed[1]), float(middle[1]) * unit, int(refused[1]) if refused else 0)

    def cpu(self) -> float:
        """Seconds of CPU of the web processes and of every backend that serves this database."""
        pids = [self._process.pid, *_children(self._process.pid), *_backends()]
        return sum(cpu_of(pid) for pid in pids)


@contextmanager
def server() -> Iterator[Server]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(commands(port)["web"], cwd=settings.BASE_DIR)
    try:
        wait_until_it_answers(port)
        running = Server(port, process)
        _wait_for(running, "/empty/")
        yield running
    finally:
        process.terminate()
        process.wait()


def _wait_for(running: Server, path: str) -> None:
    """The port is open before the worker has read the portal."""
    for _ in range(100):
        try:
            running.get(path)
            return
        except OSError:
            time.sleep(0.1)


def _wrk() -> str:
    if found := shutil.which("wrk"):
        return found
    raise CannotRun("wrk is not installed here. Run benchmarks/install first.")


def _children(pid: int) -> list[int]:
    return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _backends() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        return [pid for (pid,) in cursor.fetchall()]
