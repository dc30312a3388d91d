"""Observations a second over HTTP in batches of 5,000, against COPY of the same rows; sums afterwards."""

import json
import multiprocessing
import time
import urllib.request
from datetime import UTC, datetime, timedelta
from statistics import fmean

from django.db import connection, connections
from django.db.models import Count, F, Sum
from django.db.models.functions import TruncDate, TruncHour

from accounts.models import User
from benchmarks.measure import in_turn, middle
from benchmarks.results import Report
from benchmarks.server import server
from city.models import Department
from city.words import words
from pilots.devices.registry import new_token, register_device
from pilots.devices.roll_up import roll_up
from pilots.models import (
    Device,
    Measure,
    Observation,
    ObservedDay,
    ObservedHour,
    Pilot,
    Site,
    Touched,
)

SENSORS, BATCH, ROUNDS = 20, 5_000, 3
START = datetime(2026, 1, 1, tzinfo=UTC)
STEP = timedelta(seconds=10)
GOAL_RATE, GOAL_TIMES = "≥ 2000", "≤ 5"


def run(size: int) -> Report:
    """`size`: observations a round, the same number from each sensor."""
    devices = _sensors()
    tokens = {device.pk: new_token(device=device, by=None) for device in devices}
    report = Report(("way", "observations a second, median", "lowest", "highest"))
    summed: list[float] = []
    right: list[bool] = []

    with server() as portal:

        def ours() -> float:
            _clear()
            rate = _send(portal.port, devices, tokens, size)
            begun = time.perf_counter()
            roll_up()
            summed.append(time.perf_counter() - begun)
            right.append(_sums_are_right(size))
            return rate

        def yardstick() -> float:
            _clear()
            return _copy(devices, size)

        rounds = in_turn(ROUNDS, ours=ours, yardstick=yardstick)
    for name, said in (
        ("ours", f"POST /sta/v1.1/CreateObservations, {BATCH:,} a batch, two senders"),
        ("yardstick", "COPY of the same rows into the same table, with its indexes"),
    ):
        report.row(said, middle(rounds[name]), min(rounds[name]), max(rounds[name]))
    report.row("sums by hour and day afterwards", size / middle(summed), size / max(summed),
               size / min(summed))  # fmt: skip
    report.goal("observations a second over HTTP, sustained", middle(rounds["ours"]), GOAL_RATE)
    times = [b / a for a, b in zip(rounds["ours"], rounds["yardstick"], strict=True)]
    report.goal("times as long as COPY of the same rows", middle(times), GOAL_TIMES)
    report.same("Sums by hour and day, against SQL over the rows", all(right))
    report.notes.append(
        f"{SENSORS} sensors, one value each {STEP.seconds} s, {size:,} values a round, {ROUNDS} rounds "
        "in turn. The senders are processes of their own that build JSON on the same cores; every value "
        "is read, checked for its range and looked up for an earlier one, and answered with its address."
    )
    return report


def _sensors() -> list[Device]:
    pilot, _made = Pilot.objects.get_or_create(
        title=words("측정값 벤치"),
        defaults={
            "stage": "running", "department": Department.objects.first(),  # type: ignore[misc]
            "manager": User.objects.filter(department__isnull=False).first(),
        },
    )  # fmt: skip
    measure, _made = Measure.objects.get_or_create(
        pilot=pilot, code="level",
        defaults={"name": words("수위"), "direction": "down", "definition": words("수위")},
    )  # fmt: skip
    if not measure.devices.exists():
        for number in range(SENSORS):
            site = Site.objects.create(pilot=pilot, name=words(f"지점 {number}"), key=str(number))
            register_device(
                measure=measure, site=site, name=f"센서 {number}", by=None, lowest=0, highest=1000
            )
    return list(measure.devices.select_related("measure", "site").order_by("pk"))


def _clear() -> None:
    with connection.cursor() as cursor:
        for model in (Touched, ObservedHour, ObservedDay):
            cursor.execute(f'TRUNCATE "{model._meta.db_table}"')
        cursor.execute(f'TRUNCATE "{Observation._meta.db_table}" CASCADE')


def _rows(number: int, size: int) -> list[tuple[datetime, float]]:
    return [(START + n * STEP, (n * 37 + number) % 900 / 8) for n in range(size // SENSORS)]


def _send(port: int, devices: list[Device], tokens: dict[int, str], size: int) -> float:
    """Two senders; the clock runs until the last answer."""
    connections.close_all()  # a forked process must not share this one's
    fork = multiprocessing.get_context("fork")
    barrier, done = fork.Barrier(3), fork.Queue()
    senders = [
        fork.Process(target=_sender, args=(port, devices[half::2], tokens, size, barrier, done))
        for half in range(2)
    ]
    for sender in senders:
        sender.start()
    barrier.wait()
    begun = time.perf_counter()
    kept = sum(done.get() for _ in senders)
    seconds = time.perf_counter() - begun
    for sender in senders:
        sender.join()
    return kept / seconds


def _sender(port, devices, tokens, size, barrier, done) -> None:
    batches = [(device.pk, batch) for device in devices for batch in _batches(device, size)]
    barrier.wait()
    kept = 0
    for key, batch in batches:
        body = json.dumps([
            {"Datastream": {"@iot.id": key}, "components": ["phenomenonTime", "result"],
             "dataArray": [[at.isoformat(), value] for at, value in batch]}
        ])  # fmt: skip
        asked = urllib.request.Request(
            f"http://127.0.0.1:{port}/sta/v1.1/CreateObservations", body.encode(),
            {"Content-Type": "application/json", "Authorization": f"Bearer {tokens[key]}"},
        )  # fmt: skip
        with urllib.request.urlopen(asked) as response:  # noqa: S310 (our own address)
            kept += sum(each.startswith("http") for each in json.load(response))
    done.put(kept)


def _batches(device: Device, size: int) -> list[list[tuple[datetime, float]]]:
    rows = _rows(int(device.site.key), size)
    return [rows[start : start + BATCH] for start in range(0, len(rows), BATCH)]


def _copy(devices: list[Device], size: int) -> float:
    """One connection, one COPY a batch, as fast as PostgreSQL takes the same rows."""
    batches = [(device, batch) for device in devices for batch in _batches(device, size)]
    connection.ensure_connection()
    begun = time.perf_counter()
    for device, batch in batches:
        with (
            connection.cursor() as cursor,
            cursor.copy(
                f'COPY "{Observation._meta.db_table}" '
                "(measure_id, site_id, device_id, at, value, flag) FROM STDIN"
            ) as copy,
        ):
            for at, value in batch:
                copy.write_row((device.measure_id, device.site_id, device.pk, at, value, ""))
    return size / (time.perf_counter() - begun)


def _sums_are_right(size: int) -> bool:
    """The kept sums against plain SQL over all rows, and all rows against what was sent."""
    expected = fmean(v for n in range(SENSORS) for _at, v in _rows(n, size))
    total = Observation.objects.aggregate(n=Count("pk"), total=Sum("value"))
    if (
        total["n"] != size // SENSORS * SENSORS
        or abs(total["total"] / total["n"] - expected) > 1e-6
    ):
        return False
    return all(
        _by(Observation.objects.annotate(key=trunc), Count("pk"), Sum("value"))
        == _by(model.objects.annotate(key=key), Sum("n"), Sum("total"))
        for model, key, trunc in (
            (ObservedHour, TruncHour("hour"), TruncHour("at")),
            (ObservedDay, F("day"), TruncDate("at")),
        )
    )


def _by(rows, n, total) -> dict:
    found = rows.order_by().values("site", "key").annotate(how_many=n, sum=total)
    return {(row["site"], row["key"]): (row["how_many"], round(row["sum"], 6)) for row in found}
