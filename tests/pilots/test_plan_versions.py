"""A public plan keeps a version of each change, wherever at the desk the change is made."""

import re

import pytest

from city.words import words
from pilots.models import Pilot
from pilots.protocol import add_alternative, add_measure, edit_pilot, remove_measure
from pilots.recruit.alternatives import deal_to_sites
from pilots.recruit.quotas import Cell, QuotasRefused, set_quotas
from pilots.recruit.set_up import (
    SetUpRefused,
    ask_before_applying,
    ask_no_more,
    set_up_recruiting,
)
from pilots.workflow import Stage
from tests.pilots.people import make_recruiting_pilot

pytestmark = pytest.mark.django_db

ASKED = {"words": words("우산을 자주 쓰십니까?"), "wanted": True, "otherwise": words("아쉽습니다.")}
SEED = {"seed_source": "2026년 7월 25일 로또 당첨 번호", "children_may_join": True}


@pytest.fixture
def pilot(city, officer):
    return make_recruiting_pilot(manager=officer, department=officer.department, seats=4)


def last(pilot):
    return pilot.protocol_versions.order_by("number").last()


def test_quotas_are_a_new_version_with_who_set_them(pilot, officer):
    before = last(pilot).number

    set_quotas(pilot=pilot, seats={Cell(sex="f"): 2, Cell(sex="m"): 2}, by=officer)
    set_quotas(pilot=pilot, seats={Cell(sex="f"): 2, Cell(sex="m"): 2}, by=officer)

    assert (last(pilot).number, last(pilot).by) == (before + 1, officer)
    assert [row["seats"] for row in last(pilot).plan["people"]["quotas"]] == [2, 2]


def test_what_applicants_are_asked_is_a_new_version(pilot, officer):
    before = last(pilot).number

    question = ask_before_applying(pilot=pilot, by=officer, **ASKED)
    assert len(last(pilot).plan["people"]["eligibility"]) == 1
    ask_no_more(question=question, by=officer)

    assert last(pilot).number == before + 2
    assert last(pilot).plan["people"]["eligibility"] == []


def test_the_seed_that_is_announced_is_a_new_version(pilot, officer):
    before = last(pilot).number

    set_up_recruiting(pilot=pilot, by=officer, **SEED)

    assert last(pilot).number == before + 1
    assert last(pilot).plan["people"]["seed_source"] == SEED["seed_source"]


def test_which_site_tests_what_is_a_new_version(pilot, officer):
    add_alternative(pilot=pilot, code="a", name=words("5초 더"), by=officer)
    add_alternative(pilot=pilot, code="b", name=words("지금처럼"), is_control=True, by=officer)

    deal_to_sites(pilot=pilot, by=officer)

    assert last(pilot).plan["sites"][0]["alternative"] in ("a", "b")


def test_the_next_primary_measure_is_told_by_the_version_that_drops_the_first(pilot, officer):
    first = pilot.measures.get()
    second = add_measure(pilot=pilot, name=words("신호를 어긴 사람"), code="red", by=officer)
    before = last(pilot).number

    remove_measure(measure=first, by=officer)

    assert last(pilot).number == before + 1
    assert [(row["code"], row["role"]) for row in last(pilot).plan["measures"]] == [
        (second.code, "primary")
    ]


def test_after_recruiting_its_rules_stay(pilot, officer, sign_in):
    question = ask_before_applying(pilot=pilot, by=officer, **ASKED)
    Pilot.objects.filter(pk=pilot.pk).update(stage=Stage.RUNNING)
    before = last(pilot).number

    with pytest.raises(SetUpRefused):
        ask_before_applying(pilot=pilot, by=officer, **ASKED)
    with pytest.raises(SetUpRefused):
        ask_no_more(question=question, by=officer)
    with pytest.raises(SetUpRefused):
        set_up_recruiting(pilot=pilot, by=officer, **SEED)
    with pytest.raises(QuotasRefused):
        set_quotas(pilot=pilot, seats={Cell(): 2}, by=officer)

    desk = sign_in(officer)
    asked = {"words_0": "하나 더?", "wanted": "yes", "otherwise_0": "아쉽습니다."}
    address = f"/desk/pilots/{pilot.pk}/recruit/questions/"
    assert "모집이 끝나" in desk.post(f"{address}new/", asked).content.decode()
    assert (
        "모집이 끝나" in desk.post(f"{address}{question.pk}/remove/", follow=True).content.decode()
    )
    assert last(pilot).number == before


# ── Addresses ────────────────────────────────────────────────────────────────────────────────


def canonical(page):
    return re.search(r'<link rel="canonical" href="([^"]+)">', page)[1]


def test_each_version_has_an_address_that_serves_that_very_version(pilot, officer, visitor):
    old = last(pilot)
    address = f"/pilots/{pilot.pk}/protocol/{old.number}/"
    as_newest = visitor.get(address).content.decode()
    edit_pilot(pilot=pilot, by=officer, question=words("비 오는 날에는 어떻습니까?"))
    new = last(pilot)

    page = visitor.get(address).content.decode()

    assert old.digest in page
    assert new.digest not in page
    assert "비 오는 날에는 어떻습니까?" not in page
    assert canonical(page) == canonical(as_newest) == f"http://testserver{address}"
    assert canonical(visitor.get(f"{address}?lang=en").content.decode()) == canonical(page)


def test_an_old_version_names_the_newest_and_the_newest_does_not(pilot, officer, visitor):
    old = last(pilot).number
    edit_pilot(pilot=pilot, by=officer, question=words("비 오는 날에는 어떻습니까?"))
    start = f"/pilots/{pilot.pk}/protocol/"

    old_page = visitor.get(f"{start}{old}/").content.decode()
    new_page = visitor.get(f"{start}{old + 1}/").content.decode()

    assert f'rel="latest-version" href="{start}{old + 1}/"' in old_page
    assert f'href="{start}compare/?from={old}&amp;to={old + 1}"' in old_page
    assert "이전 판입니다" in old_page
    assert "이전 판입니다" not in new_page


def test_without_a_number_it_is_the_newest(pilot, officer, visitor):
    edit_pilot(pilot=pilot, by=officer, question=words("비 오는 날에는 어떻습니까?"))
    start = f"/pilots/{pilot.pk}/protocol/"

    page = visitor.get(start).content.decode()

    assert "비 오는 날에는 어떻습니까?" in page
    assert f'href="{start}{last(pilot).number}/"' in page
    assert canonical(page) == f"http://testserver{start}"
    assert visitor.get(f"{start}{last(pilot).number + 1}/").status_code == 404
