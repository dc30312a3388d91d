"""What the list and the map of a city cost in CPU, beside what was measured of other platforms."""

import gzip
from dataclasses import dataclass
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
TILES = "all tiles of the view"
# Measured elsewhere and quoted: no script can put these platforms beside ours.
ADHOCRACY = 52.0  # CPU s for a page of 10,000 ideas, of 52 to 71; 6.8 MB
SIGNALS = 0.24  # CPU s for the GeoJSON of a city's points; 1.18 MB; cut at 4,000


@dataclass(frozen=True)
class Cost:
    cpu: float  # seconds
    size: int
    packed: int

    def __add__(self, other: "Cost") -> "Cost":
        return Cost(self.cpu + other.cpu, self.size + other.size, self.packed + other.packed)


def run(size: int) -> Report:
    call_command("collectstatic", verbosity=0, interactive=False)
    build_snapshot(LAYER)
    with server() as running:
        costs = {name: _measure(running, paths) for name, paths in _answers().items()}
    whole = sum(costs.values(), Cost(0, 0, 0))
    report = Report(("answer", "CPU ms", "bytes", "gzip"), packages=("django", "gunicorn"))
    for name, cost in {**costs, "list and map, everything once": whole}.items():
        report.row(name, 1000 * cost.cpu, cost.size, cost.packed)
    if size == 10_000:
        _compare(report, costs, whole)
    report.notes.append(
        f"Each answer {TIMES} times over HTTP, signed out, no cache in front; CPU of the web process "
        "and of its PostgreSQL backends. The tiles are those that a view of 1280 × 800 at "
        f"z{ZOOM} touches; nothing is cut, every proposal is counted in one of their squares."
    )
    return report


def _compare(report: Report, costs: dict[str, Cost], whole: Cost) -> None:
    dearest = max(cost.cpu for name, cost in costs.items() if name != TILES)
    report.goal("The dearest page, times cheaper than adhocracy+'s", ADHOCRACY / dearest, "≥ 1000")
    report.goal("All tiles of a view, times cheaper than Signals' points of a city",
                SIGNALS / costs[TILES].cpu, "≥ 10")  # fmt: skip
    report.notes += [
        "Measured elsewhere, with 10,000 ideas: adhocracy+ 52 to 71 CPU s and 6.8 MB for its page "
        "of list and map; Signals 0.24 CPU s and 1.18 MB for its city's points, cut at 4,000.",
        "What is left of a page's cost is its template: the list beside the map draws fifty cards, "
        "each with its own icons and badges, and its points take a few of the milliseconds.",
        "All that list and map ask for is together "
        f"{ADHOCRACY / whole.cpu:,.0f} times cheaper than adhocracy+'s page.",
    ]


def _answers() -> dict[str, list[str]]:
    city = City.objects.current()
    now = urlencode({"rev": revision(LAYER)})
    box = urlencode({"bbox": ",".join(f"{side:.5f}" for side in city.bounds)})
    return {
        "the list, first page": ["/proposals/"],
        "the map's page": ["/map/"],
        "the list beside the map": [f"/map/view/?{box}"],
        TILES: [f"/tiles/{LAYER}/{z}/{x}/{y}.mvt?{now}" for z, x, y in view_tiles(ZOOM)[0]],
    }


def _measure(running: Server, paths: list[str]) -> Cost:
    """All the paths once."""
    bodies = [running.get(path) for path in paths]
    start = running.cpu()
    for path in paths * TIMES:
        running.get(path)
    cpu = (running.cpu() - start) / TIMES
    return Cost(cpu, sum(map(len, bodies)), sum(len(gzip.compress(each, 6)) for each in bodies))
