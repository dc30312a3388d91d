"""Real browsers on a real portal."""

import os
import shutil

import pytest

from tests.browser.portal import Portal

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
REQUIRED = os.environ.get("REQUIRE_BROWSER") == "1"
FLAGS = [
    "--no-sandbox", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run", "--use-gl=angle", "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
]  # fmt: skip


# Not for the whole session: while Playwright runs, its event loop keeps Django's database away from
# the tests that follow in the same process.
@pytest.fixture(scope="module")
def chromium():
    if CHROMIUM is None and not REQUIRED:
        pytest.skip("Chromium is not installed")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def portal():
    """가람시 with one person of each kind, served on a port of its own."""
    made = Portal(JOB_LEASE_SECONDS="5", BASEMAP_PMTILES="city.pmtiles")
    made.python("from tests.browser.cast import make; make()")
    made.start()
    yield made
    made.stop()
    shutil.rmtree(made.folder, ignore_errors=True)


@pytest.fixture
def window(chromium, portal):
    """A window of one's own for each person; pages must not run into script errors or refusals."""
    opened = []

    def open_window(width=1280, height=900, language="ko", **options):
        context = chromium.new_context(
            base_url=portal.url, viewport={"width": width, "height": height},
            locale="ko-KR" if language == "ko" else "en-GB", **options,
        )  # fmt: skip
        context.set_default_timeout(15_000)
        page = context.new_page()
        page.problems = []
        page.on("pageerror", lambda error: page.problems.append(str(error)))
        page.on(
            "console",
            lambda message: page.problems.append(message.text) if message.type == "error" else None,
        )
        opened.append((context, page))
        return page

    yield open_window
    problems = [problem for _context, page in opened for problem in page.problems]
    for context, _page in opened:
        context.close()
    assert problems == []


@pytest.fixture
def sign_in(window):
    def _sign_in(email, **options):
        page = window(**options)
        page.goto("/accounts/login/")
        page.locator("input[name=login]").fill(email)
        page.locator("input[name=password]").fill("livinglab-demo")
        page.locator("input[name=password]").press("Enter")
        page.wait_for_url("**/me/**")
        return page

    return _sign_in
