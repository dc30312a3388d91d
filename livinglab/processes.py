"""Web, worker and clock as one group of processes: started together, ended together."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable

from django.conf import settings
from django.core.management.base import CommandError

PR_SET_PDEATHSIG = 1
PATIENCE = 10  # seconds between "please stop" and "stop"


def check_port(port: int) -> None:
    """One sentence now rather than a traceback from the web server later."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise CommandError(
                f"Port {port} cannot be used ({error.strerror}). "
                f"Choose another one with --port, for example --port {port + 1}."
            ) from None


def _die_with_parent() -> None:
    # Should this program be killed outright, its children must not go on alone (Linux).
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def commands(port: int) -> dict[str, list[str]]:
    python = [sys.executable, "-m"]
    web = [
        *python, "gunicorn", "livinglab.wsgi", "--bind", f"127.0.0.1:{port}",
        "--workers", "1", "--threads", "8", "--timeout", "60", "--log-level", "warning",
        "--graceful-timeout", "5",
    ]  # fmt: skip
    worker = [
        *python, "celery", "-q", "-A", "livinglab", "worker", "-B", "-P", "threads", "-c", "2",
        "--loglevel", "WARNING", "--without-gossip", "--without-mingle", "--without-heartbeat",
    ]  # fmt: skip
    return {"web": web, "worker": worker}


class Group:
    def __init__(self, port: int):
        self._commands = commands(port)
        self._running: dict[str, subprocess.Popen] = {}
        self._restarts: list[float] = []
        self._stopping = False

    def start(self, name: str) -> None:
        self._running[name] = subprocess.Popen(  # noqa: S603
            self._commands[name],
            cwd=settings.BASE_DIR,
            env={
                "DJANGO_SETTINGS_MODULE": "livinglab.settings",
                # Celery warns root of pickled messages; ours are JSON.
                "PYTHONWARNINGS": "ignore:You're running the worker with superuser",
                **os.environ,
            },
            preexec_fn=_die_with_parent if sys.platform == "linux" else None,
            # Children ignore the terminal's Ctrl-C; this program stops them in order.
            start_new_session=False,
        )

    def run(self, when_ready: Callable[[], None]) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._stop)
        for name in self._commands:
            self.start(name)
        try:
            when_ready()
            while not self._stopping:
                self._look_after_children()
                time.sleep(0.3)
        finally:
            self.stop()

    def _stop(self, *_args) -> None:
        self._stopping = True

    def _look_after_children(self) -> None:
        for name, process in self._running.items():
            if process.poll() is None or self._stopping:
                continue
            recent = [moment for moment in self._restarts if time.monotonic() - moment < 60]
            if name == "web" or len(recent) >= 5:
                raise CommandError(f"The {name} process ended (exit code {process.returncode}).")
            self._restarts = [*recent, time.monotonic()]
            self.start(name)
            return

    def stop(self) -> None:
        for process in self._running.values():
            if process.poll() is None:
                process.terminate()
        patience = time.monotonic() + PATIENCE
        for process in self._running.values():
            try:
                process.wait(max(0.1, patience - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def wait_until_it_answers(port: int, seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise CommandError("The web process did not start in time; see the lines above.")
