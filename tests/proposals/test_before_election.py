"""Before an election nobody who did not ask is told what the city achieved, unless a law allows it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.areas import save_district
from accounts.models import Delivery, SettingChange
from city.models import City
from city.words import words
from maps.models import District
from proposals.follow import follow
from proposals.promise import promise, report_done
from proposals.support import give_support
from tests import factories as f

pytestmark = pytest.mark.django_db
BASIS = "지방자치법 제48조"


@pytest.fixture
def near_election(city):
    City.objects.update(election_on=timezone.localdate() + timedelta(days=60))


@pytest.fixture
def people(city):
    """The author, a backer, a follower, and somebody who only keeps an eye on the neighbourhood."""
    return {name: f.UserFactory() for name in ("author", "backer", "follower", "watcher")}


def keep_a_promise(people, officer):
    district = District.objects.order_by("code").first()
    proposal = f.ProposalFactory(author=people["author"], district=district)
    give_support(proposal=proposal, by=people["backer"])
    follow(proposal=proposal, by=people["follower"])
    save_district(person=people["watcher"], district=district)
    type(proposal).objects.filter(pk=proposal.pk).update(status="accepted")
    proposal.refresh_from_db()
    commitment = promise(
        proposal=proposal, what=words("가로등을 답니다."), due_month=timezone.localdate().replace(day=1),
        department=f.department(), by=officer,
    )  # fmt: skip
    report_done(commitment=commitment, by=officer, figure=words("가로등 3개"), note="마쳤습니다.")


def sent_outward(people):
    """Who gets something out of the house about the kept promise, and who has it in the inbox."""
    return {name: is_due(person, "반영했습니다") for name, person in people.items()}


def is_due(person, said):
    rows = Delivery.objects.filter(person=person).select_related("update_told")
    (row,) = [each for each in rows if said in each.update_told.title["ko"]]
    return row.due_at is not None


def test_far_from_an_election_everybody_hears_of_a_kept_promise(people, officer):
    keep_a_promise(people, officer)

    assert all(sent_outward(people).values())


def test_before_one_only_those_whose_own_matter_it_is(near_election, people, officer):
    keep_a_promise(people, officer)

    assert sent_outward(people) == {
        "author": True, "backer": True, "follower": True, "watcher": False,
    }  # fmt: skip


def test_where_a_law_is_named_everybody_again(near_election, people, officer):
    City.objects.update(election_basis=BASIS)

    keep_a_promise(people, officer)

    assert all(sent_outward(people).values())


def test_a_promise_alone_is_no_achievement(near_election, people, officer):
    keep_a_promise(people, officer)

    assert is_due(people["watcher"], "반영하기로 했습니다")


# ── The first page ───────────────────────────────────────────────────────────────────────────


def home(visitor):
    return visitor.get("/").content.decode()


def test_the_home_page_shows_nothing_off_before_an_election(near_election, visitor):
    f.ProposalFactory(status="closed", outcome="done", title="신호가 길어졌습니다")

    page = home(visitor)

    assert "공직선거법 제86조" in page
    assert 'id="in-numbers"' not in page
    assert 'id="home-changed"' not in page
    assert "신호가 길어졌습니다" in page  # as one of the newest; it is not hidden


def test_with_a_law_it_does_and_names_it(near_election, visitor):
    City.objects.update(election_basis=BASIS)

    page = home(visitor)

    assert BASIS in page
    assert 'id="in-numbers"' in page


def test_without_an_election_there_is_no_such_line(city, visitor):
    assert "공직선거법" not in home(visitor)
    assert 'id="in-numbers"' in home(visitor)


# ── The desk ─────────────────────────────────────────────────────────────────────────────────


def save_rules(client, **fields):
    page = client.get("/desk/settings/rules/")
    form = page.context["form"]
    typed = {name: form[name].value() or "" for name in form.fields}
    typed = {name: "" if value is False else value for name, value in typed.items()}
    answer = client.post("/desk/settings/rules/", {**typed, "seen": page.context["seen"], **fields})
    assert answer.status_code == 302


def test_who_named_the_law_and_when_is_kept(near_election, administrator, sign_in):
    save_rules(sign_in(administrator), election_basis=BASIS)

    change = SettingChange.objects.get(after__has_key="election_basis")
    assert (change.by, change.after["election_basis"]) == (administrator, BASIS)
    assert City.objects.current().election_basis == BASIS


def test_what_allowed_it_before_one_election_says_nothing_of_the_next(
    near_election, administrator, sign_in
):
    client = sign_in(administrator)
    save_rules(client, election_basis=BASIS)

    save_rules(client, election_on=str(timezone.localdate() + timedelta(days=170)))

    assert City.objects.current().election_basis == ""
