"""Every address, asked by everybody, with and without sense: never a 500, and no door stands open."""

import re
from urllib.parse import quote

import pytest

from tests.livinglab.whole_city import build_city

pytestmark = pytest.mark.django_db
EVERYBODY = ["visitor", "resident", "expert", "officer", "manager", "administrator"]
STRANGERS = ["visitor", "resident", "expert"]
KINDLY = {200, 301, 302, 304, 400, 401, 403, 404, 405, 409, 410, 422}
HAS_KEY = re.compile(r"/(\d|published)")
FIELD = re.compile(r'<(?:input|select|textarea|button)[^>]* name="([^"]+)"')
NONSENSE = [
    "\x00", "가" * 10_000, "1e308", "-1", "9" * 30, "0001-01-01", "9999-12-31T23:59",
    "[" * 100_000, "</script>'\"",
]  # fmt: skip
# Lists, map, tiles, API and desk read the same filters; what only some of them read shares a line.
ODD_QUERIES = [
    "page=abc&on=tomorrow&stage=unknown&tab=unknown&lon=x&page_size=-1",
    "page=-1&on=0001-01-01&lon=nan&lat=inf&origin=unknown&rev=%00",
    "page=9999999999999999999999&on=9999-12-31&lon=1e308&lat=-1e308&proposal=%00",
    f"page={'9' * 5000}&proposal={'9' * 5000}&stage=%00&kind=%00", "key=%00", "cut=%00",
    "category=%00&cut=category", "bbox=NaN,NaN,NaN,NaN", "bbox=1e308,0,inf,1", "bbox=1,2,3",
    "since=9999-99-99", "since=0001-01-01", "until=9999-12-31", "category=unknown",
    "status=unknown&lang=xx", "district=%00", "call=%00", "order=drop",
    *(f"q={quote(q)}" for q in ("'\"--100%\\_", "a\x00b", "🙂👍🏽", "가" * 10_000)),
]  # fmt: skip


@pytest.fixture
def site(settings, tmp_path, resident, neighbour, officer, manager, expert):
    settings.EXTRACT_ROOT, settings.RELEASES_ROOT = tmp_path / "extract", tmp_path / "releases"
    settings.EVIDENCE_ROOT = tmp_path / "evidence"
    return build_city(
        resident=resident, neighbour=neighbour, officer=officer, manager=manager, expert=expert
    )


@pytest.fixture
def browser_of(request, sign_in, visitor):
    def _browser_of(who):
        browser = visitor if who == "visitor" else sign_in(request.getfixturevalue(who))
        browser.raise_request_exception = False  # a failure is an answer, as it is live
        return browser

    return _browser_of


def refused_by(browser, addresses, expected, method="get"):
    """The addresses that answer otherwise than expected, with what they answered."""
    ask = getattr(browser, method)
    given = {address: ask(address).status_code for address in addresses}
    return {address: code for address, code in given.items() if code not in expected}


@pytest.mark.parametrize("who", EVERYBODY)
def test_everybody_gets_the_answer_that_is_theirs(site, browser_of, who):
    addresses, secret = site
    browser, desk = browser_of(who), [each for each in addresses if each.startswith("/desk/")]

    if who in STRANGERS:
        closed = {302, 405} if who == "visitor" else {403, 405}
        assert refused_by(browser, desk, closed) == {}
        assert refused_by(browser, desk, closed, "post") == {}
    for room, key in secret.items():
        seen = who not in STRANGERS and room in ("proposals", "pilots")
        assert refused_by(browser, [f"/{room}/{key}/"], {200 if seen else 404}) == {}
        assert refused_by(browser, [f"/api/v1/{room}/{key}/"], {404}) == {}
    for method in ("get", "put", "post"):
        assert refused_by(browser, addresses, KINDLY, method) == {}


@pytest.mark.parametrize(("who", "room"), [("visitor", "/"), ("administrator", "/desk/")])
def test_odd_questions_get_an_answer_too(site, browser_of, who, room):
    lists = [each for each in site[0] if each.startswith(room) and not HAS_KEY.search(each)]
    if who == "visitor":
        lists = [each for each in lists if not each.startswith(("/desk/", "/me/", "/accounts/"))]
    pages = [each for each in site[0] if each.startswith(room) and HAS_KEY.search(each)]
    several = "page=-1&q=%00&move=%00&lang=xx&comment=" + "9" * 5000

    asked = [f"{address}?{odd}" for address in lists for odd in ODD_QUERIES]
    assert refused_by(browser_of(who), asked, KINDLY) == {}
    assert refused_by(browser_of(who), [f"{each}?{several}" for each in pages], KINDLY) == {}


def test_forms_filled_with_nonsense_are_answered(site, browser_of):
    """Every form of every page, as a manager who also is a resident: all its fields say the same."""
    browser = browser_of("manager")
    forms = {address: _fields(browser.get(address)) for address in site[0]}

    wrong = []
    for address, names in forms.items():
        if names and not address.startswith("/accounts/"):
            for nonsense in NONSENSE:
                code = browser.post(address, dict.fromkeys(names, nonsense)).status_code
                wrong += [(address, nonsense[:20], code)] if code not in KINDLY else []
    assert wrong == []


def _fields(response) -> set[str]:
    return (
        set()
        if response.streaming
        else set(FIELD.findall(response.content.decode(errors="replace")))
    )


@pytest.mark.parametrize(
    "address",
    ["/reports/%00/", "/reports/a%00b/1/", "/data/proposals/%00/%00", "/media/%00", "/media/../db",
     "/media/photos/%2e%2e/%2e%2e/secret-key", "/api/v1/reports/%00/", "/api/v1/surveys/%00/",
     "/api/v1/surveys/" + "9" * 5000 + "/", "/proposals/99999999999999999999999/",
     "/desk/people/moderation/proposal/99999999999999999999999/", "/me/unsubscribe/%00/",
     "/tiles/proposals/22/99999999999999999999/0.mvt", "/pilots/99999999999999999999/",
     "/surveys/99999999999999999999999/results.csv", "/me/inbox/99999999999999999999999/"],
)  # fmt: skip
def test_addresses_that_lead_nowhere(browser_of, address):
    assert browser_of("administrator").get(address).status_code in (400, 404)


def test_readers_pages_leave_no_cookie_and_hold_no_token(site, browser_of):
    browser = browser_of("visitor")
    forms = ("/accounts/", "/proposals/new/", "/me/", "/admin/")
    asks = ("/comment/", "/guardian/", "/trouble/")  # forms for people without an account
    pages = [
        each for each in site[0]
        if not each.startswith(forms) and not any(part in each for part in asks)
    ]  # fmt: skip

    for address in pages:
        response = browser.get(address)
        assert not response.cookies, address
        if not response.streaming:
            assert b"csrfmiddlewaretoken" not in response.content, address
