"""What the machine looks for in new texts: holding, flagging, emergencies, the dry run."""

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Delivery, ModerationCase, ModerationRule
from accounts.moderation import decide_case
from accounts.rules import dry_run, finds, seed_rules
from city.models import Category
from proposals.comment import post_comment
from proposals.models import Comment, Proposal
from proposals.submit import edit_proposal, submit_proposal
from tests.factories import ProposalFactory, category

Kind = ModerationRule.Kind
BIRTHS = st.dates(
    min_value=timezone.datetime(1930, 1, 1).date(), max_value=timezone.datetime(1999, 12, 31).date()
)


def rule(kind, effect="hold", **details):
    return ModerationRule.objects.create(kind=kind, effect=effect, is_on=True, **details)


def propose(by, text="가로등이 어둡습니다.", **details):
    category()
    return submit_proposal(
        by=by, title="가로등", text=text, category=Category.objects.first(), **details
    )


@given(
    born=BIRTHS,
    sex=st.sampled_from("1256"),
    rest=st.integers(0, 999_999),
    gap=st.sampled_from(["", "-", " - "]),
)
def test_every_resident_registration_number_is_found(born, sex, rest, gap):
    text = f"번호는 {born:%y%m%d}{gap}{sex}{rest:06}입니다"

    assert finds(ModerationRule(kind=Kind.RESIDENT_NUMBER), text)


@given(bank=st.integers(0, 999), kind=st.integers(0, 99), number=st.integers(0, 999_999))
def test_account_numbers_and_telephones_of_offices_are_no_registration_number(bank, kind, number):
    assert not finds(
        ModerationRule(kind=Kind.RESIDENT_NUMBER), f"계좌 {bank:03}-{kind:02}-{number:06}"
    )
    assert not finds(ModerationRule(kind=Kind.RESIDENT_NUMBER), "031-828-2114, 991332-1234567")


def test_a_held_proposal_is_out_of_sight_and_its_author_knows_at_once(resident, sign_in):
    rule(Kind.LINKS)

    proposal = propose(resident, "여기를 보세요 https://example.test/a")

    assert proposal.hidden_at
    assert not Proposal.objects.public().exists()
    told = Delivery.objects.get(person=resident).update_told
    page = sign_in(resident).get(told.url).content.decode()
    assert "https://example.test/a" in page


def test_what_was_held_is_seen_once_an_officer_agrees(resident, officer):
    rule(Kind.LINKS)
    proposal = propose(resident, "www.example.test")

    decide_case(kind="proposal", target=proposal.pk, hide=False, reason="괜찮습니다.", by=officer)

    assert Proposal.objects.public().get() == proposal
    assert ModerationCase.objects.get().state == "kept"


def test_links_of_somebody_who_is_here_for_long_are_fine(resident, neighbour):
    rule(Kind.LINKS, only_new_people=True)
    resident.created_at = timezone.now() - timedelta(days=3)

    assert propose(resident, "https://example.test").hidden_at is None
    assert propose(neighbour, "https://example.test").hidden_at


def test_a_flag_leaves_the_text_in_sight(resident):
    rule(Kind.WORDS, "flag", phrases="바보\n멍청이")
    comment = post_comment(proposal=ProposalFactory(), by=resident, text="이 바 보 야")

    assert comment.hidden_at is None
    assert ModerationCase.objects.get().target == comment.pk


def test_the_eleventh_text_in_an_hour_is_caught(resident):
    rule(Kind.MANY, "flag", limit=3)
    proposal = ProposalFactory()
    for _each in range(4):
        post_comment(proposal=proposal, by=resident, text="또 씁니다.")

    assert ModerationCase.objects.count() == 1


def test_a_rule_that_is_off_and_words_of_officers_catch_nothing(resident, officer):
    ModerationRule.objects.create(kind=Kind.LINKS, effect="hold")
    propose(resident, "https://example.test")
    rule(Kind.WORDS, "flag", phrases="안내")
    propose(officer, "안내")

    assert not ModerationCase.objects.exists()


def test_other_words_under_a_text_that_was_let_through_are_looked_at_again(resident, officer):
    rule(Kind.LINKS)
    proposal = propose(resident, "https://example.test/a")
    decide_case(kind="proposal", target=proposal.pk, hide=False, reason="좋습니다.", by=officer)

    edited = edit_proposal(
        proposal=proposal, by=resident, title="가로등", text="https://other.test",
        category=proposal.category,
    )  # fmt: skip

    assert edited.hidden_at
    assert ModerationCase.objects.get().state == "open"


def test_the_dry_run_names_what_it_would_have_caught_and_changes_nothing(resident):
    proposal = ProposalFactory()
    caught = Comment.objects.create(proposal=proposal, author=resident, text="www.example.test")
    Comment.objects.create(
        proposal=proposal, author=resident, text="www.example.test",
        created_at=timezone.now() - timedelta(days=31),
    )  # fmt: skip

    run = dry_run(ModerationRule(kind=Kind.LINKS))

    assert run.caught == [("comment", caught)]
    assert not ModerationCase.objects.exists()


def test_a_rule_is_switched_on_only_by_who_has_seen_the_dry_run(administrator, resident, sign_in):
    Comment.objects.create(proposal=ProposalFactory(), author=resident, text="www.example.test")
    client = sign_in(administrator)
    url = "/desk/settings/moderation/new/"
    typed = {"kind": "links", "effect": "hold", "limit": "10", "is_on": "on"}

    shown = client.post(url, typed)

    assert shown.status_code == 422
    assert "www.example.test" in shown.content.decode()
    assert not ModerationRule.objects.exists()
    tried = shown.context["form"]["tried"].value()
    assert client.post(url, typed | {"tried": tried, "effect": "flag"}).status_code == 422
    assert client.post(url, typed | {"tried": tried}).status_code == 302
    assert ModerationRule.objects.get().is_on


def test_what_a_city_starts_with_is_made_once(city):
    seed_rules()
    seed_rules()

    assert ModerationRule.objects.count() == len(Kind)
    assert not finds(ModerationRule.objects.get(kind=Kind.EMERGENCY), "커피가 식었습니다.")


@pytest.mark.parametrize("words", ["지금 불이 났어요", "사람이쓰러져있어요", "가스  냄새가 납니다"])
def test_an_emergency_shows_119_first_and_is_sent_the_second_time(
    words, resident, officer, sign_in
):
    seed_rules()
    proposal, client = ProposalFactory(), sign_in(resident)
    url = f"/proposals/{proposal.pk}/comment/"

    first = client.post(url, {"comment-text": words})

    page = first.content.decode()
    assert first.status_code == 422
    assert 'href="tel:119"' in page
    assert words in page
    assert not Comment.objects.exists()
    assert client.post(url, {"comment-text": words, "danger_seen": "1"}).status_code == 302
    assert ModerationCase.objects.get().is_urgent
    today = sign_in(officer).get("/desk/").content.decode()
    assert words.split()[0] in today


def test_the_page_for_a_proposal_comes_back_with_the_banner_and_all_that_was_typed(
    resident, visitor, sign_in
):
    seed_rules()
    typed = {
        "title": "가스 냄새", "text": "골목에서 냄새가 납니다.", "category": category().pk,
        "place_note": "골목 끝", "district": "", "lon": "", "lat": "",
    }  # fmt: skip
    for client in (visitor, sign_in(resident)):
        page = client.post("/proposals/new/", typed)
        assert 'href="tel:112"' in page.content.decode()
        assert "골목에서 냄새가 납니다." in page.content.decode()
    assert not Proposal.objects.exists()
