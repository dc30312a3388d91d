"""What the list and the map of a city cost in CPU, beside what was measured of other platforms."""

import gzip
from urllib.parse import urlencode

from django.core.management import call_command

from benchmarks.results import Report
from benchmarks.server import Server, server
from benchmarks.tiles import LAYER
from benchmarks.view_bytes import view_tiles
from city.models import City
from maps.points import revision
from maps.snapshot import build_snapshot

TIMES = 40
ZOOM = 12
# Measured on another machine of the same kind, with 10,000 ideas of the same shape. Quoted, not
# run here: neither can be installed by one script beside ours.
ADHOCRACY = 52.0  # CPU s, of 52 to 71; 6.8 MB
SIGNALS = 0.24  # CPU s for the city's GeoJSON; 1.18 MB; cut at 4,000


def run(size: int) -> Report:
    call_command("collectstatic", verbosity=0, interactive=False)
    build_snapshot(LAYER)
    report = Report(
        ("answer", "CPU ms", "bytes", "gzip"), packages=("django", "gunicorn")
    )  # fmt: skip
    with server() as running:
        rows = {name: _measure(running, paths) for name, paths in _answers().items()}
    for name, (cpu, plain, packed) in rows.items():
        report.row(name, 1000 * cpu, plain, packed)
    whole = sum(cpu for cpu, _plain, _packed in rows.values())
    dearest = max(cpu for name, (cpu, _plain, _packed) in rows.items() if name not in MAP_DATA)
    report.row("all of them: list and map once", 1000 * whole,
               sum(plain for _cpu, plain, _packed in rows.values()),
               sum(packed for _cpu, _plain, packed in rows.values()))  # fmt: skip
    points = sum(rows[name][0] for name in MAP_DATA)
    if size == 10_000:
        report.goal(
            "The dearest request, times cheaper than adhocracy+'s page (52 CPU s)",
            ADHOCRACY / dearest,
            "≥ 1000",
        )
        report.goal(
            "All tiles of a view, times cheaper than Signals' points of the city (0.24 CPU s)",
            SIGNALS / points,
            "≥ 10",
        )
        report.notes.append(
            f"Everything that list and map ask for together is {ADHOCRACY / whole:,.0f} times cheaper "
            "than adhocracy+'s page."
        )  # fmt: skip
    report.notes += [
        f"Each answer {TIMES} times over HTTP, signed out, nothing cached in between; CPU of the web "
        "process and of its PostgreSQL backends together. The points are the tiles that a view of "
        f"1280 × 800 at z{ZOOM} touches, and nothing is cut: every proposal is counted in one.",
        "Measured elsewhere, with 10,000 ideas: adhocracy+ 52 to 71 CPU s and 6.8 MB; Signals 0.24 "
        "CPU s and 1.18 MB for its city map, cut at 4,000.",
    ]
    return report


MAP_DATA = ("tiles of the view",)


def _answers() -> dict[str, list[str]]:
    city = City.objects.current()
    now = urlencode({"rev": revision(LAYER)})
    box = urlencode({"bbox": ",".join(f"{side:.5f}" for side in city.bounds)})
    tiles = [f"/tiles/{LAYER}/{z}/{x}/{y}.mvt?{now}" for z, x, y in view_tiles(ZOOM)[0]]
    return {
        "the list, first page": ["/proposals/"],
        "the map's page": ["/map/"],
        "the list beside the map": [f"/map/view/?{box}"],
        MAP_DATA[0]: tiles,
    }


def _measure(running: Server, paths: list[str]) -> tuple[float, int, int]:
    """CPU seconds for all the paths once, and their bytes as they are and compressed."""
    bodies = [_plain(running.get(path)) for path in paths for _ in range(3)][::3]
    start = running.cpu()
    for _ in range(TIMES):
        for path in paths:
            running.get(path)
    cpu = (running.cpu() - start) / TIMES
    packed = [len(gzip.compress(body, 6)) for body in bodies if body]
    return cpu, sum(map(len, bodies)), sum(packed)


def _plain(body: bytes) -> bytes:
    return gzip.decompress(body) if body.startswith(b"\x1f\x8b") else body
