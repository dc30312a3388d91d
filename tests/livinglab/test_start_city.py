"""From nothing to an empty, correct portal: start_city, and the pages of a city without proposals."""

import json
import re

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.models import LevelRight, SettingChange, User
from city.models import Category, City, Department
from livinglab.management.commands.start_city import Command
from maps.models import District
from tests import factories as f
from tests.livinglab.whole_city import patterns

PASSWORD = "a quiet river at noon"
EMAIL = "it@garam.example"

pytestmark = pytest.mark.django_db


@pytest.fixture
def outlines(tmp_path):
    features = [
        {
            "type": "Feature",
            "properties": {"adm_cd": code, "adm_nm": f"경기도 가람시 {name}"},
            "geometry": f._box(west, f.SOUTH, east, f.NORTH),
        }
        for code, name, west, east in (
            ("4199051000", "서편동", f.WEST, f.MIDDLE), ("4199052000", "동편동", f.MIDDLE, f.EAST),
        )
    ]  # fmt: skip
    path = tmp_path / "garam.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    return str(path)


@pytest.fixture
def start(outlines, capsys):
    def _start(**options):
        known = {"name": "가람시", "name_en": "Garam", "admin_email": EMAIL,
                 "admin_password": PASSWORD, "outlines": outlines}  # fmt: skip
        call_command("start_city", **(known | options))
        return capsys.readouterr().out

    return _start


def table(tmp_path, text, encoding="utf-8"):
    path = tmp_path / "table.csv"
    path.write_bytes(text.encode(encoding))
    return str(path)


def test_a_city_starts_with_its_own_words_bounds_rows_and_one_administrator(start):
    said = start()

    city = City.objects.get()
    assert (city.name, city.people_word["ko"], city.operator["ko"]) == (
        {"ko": "가람시", "en": "Garam"}, "시민", "가람시청",
    )  # fmt: skip
    assert city.bounds == (f.WEST, f.SOUTH, f.EAST, f.NORTH)
    assert not city.is_demo
    assert District.objects.count() == 2
    assert Department.objects.exclude(phone="").count() == 0
    assert Category.objects.filter(department=None).count() == 0
    assert LevelRight.objects.count() == 24
    person = User.objects.get()
    assert (person.is_admin, person.email) == (True, EMAIL)
    assert "/desk/settings/" in said
    assert SettingChange.objects.get().by is None


def test_a_city_of_the_installed_outlines_needs_no_file(start):
    start(name="관악구", name_en="", outlines="")

    city = City.objects.get()
    assert (city.name["ko"], city.people_word["ko"]) == ("관악구", "구민")
    assert District.objects.count() == 21


def test_what_its_people_are_called_may_be_said(start):
    start(people="군민")

    assert City.objects.get().people_word["ko"] == "군민"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949"])
def test_departments_and_categories_come_from_tables(start, tmp_path, encoding):
    departments = table(tmp_path, "부서코드,부서명,전화번호\nwater,물관리과,031-1\n", encoding)
    (tmp_path / "b").mkdir()
    categories = table(
        tmp_path / "b", "slug,name,name_en,icon,department\nriver,하천,River,environment,water\n"
    )

    start(departments=departments, categories=categories)

    category = Category.objects.get()
    assert (str(category.department), category.department.phone) == ("물관리과", "031-1")
    assert category.name == {"ko": "하천", "en": "River"}


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"admin_password": "short"}, ""),
        ({"admin_email": "nobody"}, "nobody"),
        ({"name": " "}, ""),
        ({"name": "없는시", "outlines": ""}, "--outlines"),
        ({"outlines": "/nowhere.geojson"}, ""),
        ({"departments": "/nowhere.csv"}, "/nowhere.csv"),
        ({"name": None}, "--name"),
        ({"admin_password": None}, "--admin-password"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_written(start, options, sentence):
    with pytest.raises(CommandError, match=re.escape(sentence)):
        start(**options)

    assert not City.objects.exists()
    assert not User.objects.exists()
    assert not District.objects.exists()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("code,name\nroad,도로과\nroad,또 도로과\n", "line 3|3번째"),
        ("code,name\nroad,\n", "line 2|2번째"),
        ("code,name\n도로,도로과\n", "line 2|2번째"),
        ("number,title\n1,도로과\n", "code, name"),
        ("code,name\n", ""),
        ("", "code, name"),
    ],
)
def test_a_wrong_line_of_a_table_is_named_and_nothing_is_written(start, tmp_path, text, sentence):
    with pytest.raises(CommandError, match=sentence):
        start(departments=table(tmp_path, text))

    assert not City.objects.exists()
    assert not Department.objects.exists()


def test_a_category_of_an_unknown_department_is_refused(start, tmp_path):
    with pytest.raises(CommandError, match="nobody"):
        start(categories=table(tmp_path, "slug,name,department\nriver,하천,nobody\n"))


def test_a_city_is_never_started_twice(start):
    start()
    with pytest.raises(CommandError, match="/desk/settings/"):
        start(name="다른시")

    City.objects.update(is_demo=True)
    with pytest.raises(CommandError, match="LIVINGLAB_VAR"):
        start()
    assert City.objects.count() == 1


def test_somebody_at_a_terminal_is_asked(start, monkeypatch):
    answers = iter(["가람시", EMAIL])
    passwords = iter(["short", PASSWORD, "another one entirely", PASSWORD, PASSWORD])
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("builtins.input", lambda question: next(answers))
    monkeypatch.setattr(
        "livinglab.management.commands.start_city.getpass", lambda question: next(passwords)
    )

    start(name=None, admin_email=None, admin_password=None)

    assert User.objects.get().check_password(PASSWORD)
    assert next(passwords, None) is None
    assert Command.help


# Pages that are no page: files, machines' addresses, the ends of a sign-in.
NO_PAGE = ("/api/", "/tiles/", "/health/", "/accounts/", "/media/", "/ogc/", "/feeds/")
FRIENDLY = {200, 302, 404, 405}


@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_page_of_an_empty_city_answers(start, language):
    start()
    addresses = ["/" + each for each in patterns() if "<" not in each and "(" not in each]
    addresses = [each for each in addresses if not each.startswith(NO_PAGE)]
    visitor, administrator = Client(), Client()
    administrator.force_login(
        User.objects.get(), backend="django.contrib.auth.backends.ModelBackend"
    )

    for address in addresses:
        for browser in (visitor, administrator):
            response = browser.get(address, {"lang": language})
            assert response.status_code in FRIENDLY, address
    for address in ("/", "/map/", "/proposals/", "/pilots/", "/reports/", "/data/", "/help/"):
        assert visitor.get(address, {"lang": language}).status_code == 200, address
    for address in ("/desk/", "/desk/proposals/", "/desk/pilots/", "/desk/settings/", "/me/",
                    "/proposals/new/"):  # fmt: skip
        assert administrator.get(address, {"lang": language}).status_code == 200, address


def test_an_empty_city_invites_the_first_proposal(start):
    start()

    page = Client().get("/proposals/").content.decode()
    assert "/proposals/new/" in page
    assert 'class="empty"' in page
    home = Client().get("/").content.decode()
    assert "가람시" in home
    assert "None" not in home
