"""Moving the city map in Chromium: how long the page is busy, beside the same map with no marks."""

import shutil
from dataclasses import dataclass

from django.core.management import call_command
from playwright.sync_api import Page, sync_playwright

from benchmarks.folder import CannotRun
from benchmarks.measure import load_average
from benchmarks.results import Report
from benchmarks.server import Server, server
from city.models import City
from maps.snapshot import build_snapshot
from tests.browser.conftest import FLAGS

LAYER = "proposals"
ZOOMS = (12, 14, 16)
NOTHING = "?since=2199-01-01"  # the same page, the same ground, no marks
DRAGS, STEPS = 4, 40
A_FRAME = 16  # milliseconds between two movements of the mouse
REST = 800  # milliseconds after a drag, in which list and marks follow
WATCH = """
window.busy = [];
new PerformanceObserver((list) => window.busy.push(...list.getEntries().map((task) => task.duration)))
  .observe({ type: "longtask" });
"""


@dataclass(frozen=True)
class Moved:
    marks: int
    longest: float  # milliseconds of the longest task; none is noted below 50
    script: float  # seconds


def run(size: int) -> Report:
    build_snapshot(LAYER)
    call_command("collectstatic", interactive=False, verbosity=0)
    west, south, east, north = City.objects.current().bounds
    middle = f"{(south + north) / 2}/{(west + east) / 2}"
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if not chromium:
        raise CannotRun("Chromium is not installed here.")
    report = Report(
        head=(
            "zoom", "marks", "longest task while moved, ms", "script, s",
            "without marks: longest task, ms", "script, s",
        ),
    )  # fmt: skip
    with server() as running, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        moved = []
        for zoom in ZOOMS:
            view = f"{zoom}/{middle}"
            both = _move(browser, running, view), _move(browser, running, view, NOTHING)
            moved.append((zoom, *both))
        browser.close()
    for zoom, ours, bare in moved:
        report.row(
            f"z{zoom}",
            ours.marks,
            _task(ours.longest),
            ours.script,
            _task(bare.longest),
            bare.script,
        )
    times = max(ours.script / bare.script for _z, ours, bare in moved)
    report.goal("Script while moved, times that without marks", times, "≤ 2")
    report.notes += [
        f"A window of 1280 × 900; {DRAGS} drags of {STEPS} steps, each followed by a rest in which "
        "list and marks come in. WebGL is drawn by the processor (SwiftShader), so frames are slow "
        "here with and without marks; tasks and script are the page's own. Chromium notes tasks "
        "from 50 ms on; they are as long as the machine is busy, so read them beside those without marks.",
        f"Load average at the end: {load_average()}.",
    ]
    return report


def _task(milliseconds: float) -> str:
    return f"{milliseconds:.0f}" if milliseconds else "under 50"


def _move(browser, running: Server, view: str, query: str = "") -> Moved:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.add_init_script(WATCH)
    page.goto(f"http://127.0.0.1:{running.port}/map/{query}#{view}")
    page.wait_for_selector("#city-map canvas" if query else "#city-map .mark", timeout=60_000)
    page.wait_for_timeout(3_000)  # everything has come in
    asked = page.context.new_cdp_session(page)
    asked.send("Performance.enable")
    page.evaluate("window.busy.length = 0")
    before = _script(asked)
    _drag(page)
    found = Moved(
        page.locator("#city-map .mark").count(),
        page.evaluate("Math.max(0, ...window.busy)"),
        _script(asked) - before,
    )
    page.close()
    return found


def _drag(page: Page) -> None:
    box = page.locator("#city-map").bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + 150
    for drag in range(DRAGS):
        way = 8 if drag % 2 else -8
        page.mouse.move(x, y)
        page.mouse.down()
        for step in range(STEPS):
            page.mouse.move(x + way * step, y + 2 * step)
            page.wait_for_timeout(A_FRAME)
        page.mouse.up()
        page.wait_for_timeout(REST)


def _script(asked) -> float:
    metrics = {
        each["name"]: each["value"] for each in asked.send("Performance.getMetrics")["metrics"]
    }
    return metrics["ScriptDuration"]
