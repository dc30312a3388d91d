"""CPU time of this process, of the database's backend and of other processes; medians."""

import os
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from statistics import median

from django.db import connection

TICK = 1 / os.sysconf("SC_CLK_TCK")


def cpu_of(pid: int) -> float:
    """Seconds of CPU that a process has used so far; the kernel counts them in ticks of 10 ms."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * TICK


def memory_of(pid: int) -> float:
    """MB of a process, with its share of what it shares with others."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    return 0.0


def cpu_here(work: Callable[[], object]) -> float:
    """Seconds of CPU of this process."""
    start = time.process_time()
    work()
    return time.process_time() - start


def cpu_with_database(work: Callable[[], object]) -> float:
    """Seconds of CPU of this process and of the backend that answers it."""
    pid = backend()
    start = cpu_of(pid)
    here = cpu_here(work)
    return here + cpu_of(pid) - start


def backend() -> int:
    connection.ensure_connection()
    return connection.connection.info.backend_pid


def load_average() -> float:
    return round(os.getloadavg()[0], 1)


def middle(values: Iterable[float]) -> float:
    return median(list(values))


def in_turn(rounds: int, **ways: Callable[[], float]) -> dict[str, list[float]]:
    """Each way in each round, the order turned round by round, so that noise meets them alike."""
    found: dict[str, list[float]] = {name: [] for name in ways}
    names = list(ways)
    for number in range(rounds):
        for name in names if number % 2 == 0 else names[::-1]:
            found[name].append(ways[name]())
    return found
