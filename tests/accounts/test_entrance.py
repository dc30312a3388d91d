"""Coming in by a code: what a visitor wrote or tapped is sent at once, without a password."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.utils import timezone

from accounts.consent import current_text, has_consented
from accounts.entrance_codes import CODES_AN_HOUR, MOST_TRIES, erase_codes
from accounts.erase import erase_person
from accounts.models import EntranceCode, User
from accounts.roles import Level
from proposals.models import Comment, Proposal, Support
from tests.factories import ProposalFactory, UserFactory, category

ENTER, CODE = "/accounts/enter/", "/accounts/enter/code/"
NEW = "new@example.test"
YES = {"new": "1", "age": "yes", "terms": "yes", "privacy": "yes"}


def ask_for_code(browser, address=NEW, **state):
    return browser.post(ENTER, {"address": address, **state})


def newest_code(mailoutbox) -> str:
    return re.search(r"^\s+(\d{6})$", mailoutbox[-1].body, re.MULTILINE)[1]


def wrong_code(mailoutbox) -> str:
    return f"{(int(newest_code(mailoutbox)) + 1) % 1_000_000:06}"


def type_code(browser, mailoutbox, **state):
    return browser.post(CODE, {"code": newest_code(mailoutbox), **state})


def come_in_new(browser, mailoutbox, **answers):
    """The code, then the consents; the answer is where one is led."""
    ask_for_code(browser)
    assert type_code(browser, mailoutbox).url == CODE
    return browser.post(CODE, YES | answers)


def is_in(browser) -> bool:
    return browser.get("/me/settings/").wsgi_request.user.is_authenticated


def proposal_form(**changed):
    return {
        "title": "학교 앞 길이 어둡습니다", "text": "가로등 하나가 꺼져 있습니다.",
        "category": category().pk, "lon": "127.02", "lat": "37.75",
    } | changed  # fmt: skip


# ── The story ────────────────────────────────────────────────────────────────────────────────


def test_a_visitor_writes_gets_a_code_and_the_proposal_is_public(visitor, mailoutbox):
    response = visitor.post("/proposals/new/", proposal_form())
    assert response.url == ENTER
    assert "학교 앞 길이 어둡습니다" in visitor.get(ENTER).content.decode()
    assert not Proposal.objects.exists()

    ask_for_code(visitor)
    assert type_code(visitor, mailoutbox).url == CODE
    response = visitor.post(CODE, YES)

    proposal = Proposal.objects.get()
    assert response.url == proposal.get_absolute_url()
    assert (proposal.level, proposal.channel, proposal.lang) == (Level.GUEST, "web", "ko")
    person = proposal.author
    assert (person.email, person.level, person.has_usable_password()) == (NEW, Level.GUEST, False)
    assert EmailAddress.objects.get(user=person).verified
    assert has_consented(person, current_text("privacy"))
    assert "공개되었습니다" in visitor.get(response.url).content.decode()


def test_the_same_person_comes_again_without_being_asked_again(visitor, client, mailoutbox):
    come_in_new(visitor, mailoutbox)

    ask_for_code(client, "New@Example.test ")
    response = type_code(client, mailoutbox)

    assert response.url == "/me/"
    assert is_in(client)
    assert User.objects.count() == 1


def test_a_tap_on_support_is_carried_through(visitor, mailoutbox):
    proposal = ProposalFactory()
    page = visitor.get(proposal.get_absolute_url()).content.decode()
    link = re.search(r'href="([^"]*act=support[^"]*)"', page)[1].replace("&amp;", "&")

    assert proposal.title in visitor.get(link).content.decode()
    response = come_in_new(visitor, mailoutbox)

    assert response.url == proposal.get_absolute_url()
    assert Support.objects.get().level == Level.GUEST


def test_a_link_alone_makes_nobody_who_is_in_back_anything(visitor, resident):
    visitor.force_login(resident)
    proposal = ProposalFactory()

    page = visitor.get(f"{ENTER}?act=support&pk={proposal.pk}")
    again = visitor.get("/accounts/enter/send/")

    assert proposal.title in page.content.decode()
    assert again.status_code == 200
    assert not Support.objects.exists()
    assert visitor.post(ENTER).url == proposal.get_absolute_url()
    assert Support.objects.count() == 1


def test_a_comment_is_carried_through_word_for_word(visitor, mailoutbox):
    proposal = ProposalFactory()
    address = f"/proposals/{proposal.pk}/comment/"
    assert 'name="comment-text"' in visitor.get(address).content.decode()

    words = {"comment-text": "저도 <b>밤에</b> 무섭습니다."}
    assert visitor.post(address, words, follow=True).redirect_chain[-1][0] == ENTER
    response = come_in_new(visitor, mailoutbox)

    comment = Comment.objects.get()
    assert (comment.text, comment.level) == ("저도 <b>밤에</b> 무섭습니다.", Level.GUEST)
    assert response.url.endswith(f"#comment-{comment.pk}")


def test_an_empty_comment_is_asked_for_before_anything_else(visitor):
    proposal = ProposalFactory()

    response = visitor.post(f"/proposals/{proposal.pk}/comment/", {"comment-text": " "})

    assert response.status_code == 422
    assert "댓글 내용을 적어 주세요." in response.content.decode()


def test_somebody_with_a_password_may_send_it_by_signing_in(visitor, resident):
    EmailAddress.objects.create(user=resident, email=resident.email, verified=True, primary=True)
    visitor.post("/proposals/new/", proposal_form(), follow=True)

    response = visitor.post(ENTER, {"by_password": "1"})
    page = visitor.get(response.url).content.decode()
    there = re.search(r'name="next" value="([^"]+)"', page)[1]
    response = visitor.post(
        "/accounts/login/",
        {"login": resident.email, "password": "correct horse battery", "next": there},
        follow=True,
    )

    assert Proposal.objects.get().author == resident
    assert response.redirect_chain[-1][0] == Proposal.objects.get().get_absolute_url()


def test_a_session_that_ended_meanwhile_costs_nothing(visitor, mailoutbox):
    visitor.post("/proposals/new/", proposal_form(), follow=True)
    ask_for_code(visitor)
    state = re.search(r'name="state" value="([^"]+)"', visitor.get(CODE).content.decode())[1]
    visitor.cookies.pop("sessionid")

    response = type_code(visitor, mailoutbox, state=state)
    visitor.cookies.pop("sessionid")
    assert response.url == CODE
    assert visitor.get(CODE).url == ENTER  # a page without its state asks for the address once more


def test_without_a_session_the_page_itself_brings_what_was_written(visitor, mailoutbox, resident):
    visitor.post("/proposals/new/", proposal_form(), follow=True)
    ask_for_code(visitor, resident.email)
    state = re.search(r'name="state" value="([^"]+)"', visitor.get(CODE).content.decode())[1]
    visitor.cookies.pop("sessionid")

    type_code(visitor, mailoutbox, state=state)

    assert Proposal.objects.get().author == resident


def test_what_was_sent_is_not_sent_twice(visitor, mailoutbox, resident):
    proposal = ProposalFactory()
    visitor.post(f"/proposals/{proposal.pk}/comment/", {"comment-text": "한 번만"}, follow=True)
    ask_for_code(visitor, resident.email)
    state = re.search(r'name="state" value="([^"]+)"', visitor.get(CODE).content.decode())[1]
    type_code(visitor, mailoutbox, state=state)

    for address in (CODE, ENTER, "/accounts/enter/send/"):
        visitor.post(address, {"state": state, "code": newest_code(mailoutbox)})

    assert Comment.objects.count() == 1


def test_a_proposal_that_cannot_be_sent_as_it_is_waits_in_its_form(visitor, mailoutbox):
    walking = category()
    visitor.post("/proposals/new/", proposal_form(), follow=True)
    walking.is_open = False
    walking.save()

    response = come_in_new(visitor, mailoutbox)

    assert response.url == "/proposals/new/"
    assert "가로등 하나가 꺼져 있습니다." in visitor.get(response.url).content.decode()
    assert not Proposal.objects.exists()


def test_a_visitor_from_elsewhere_says_so(visitor, mailoutbox):
    come_in_new(visitor, mailoutbox, lives_elsewhere="on")

    assert User.objects.get().level == Level.VISITOR


def test_next_leads_back_but_never_to_another_site(visitor, mailoutbox):
    visitor.get(f"{ENTER}?next=https://evil.test/")
    assert come_in_new(visitor, mailoutbox).url == "/me/"
    visitor.logout()
    visitor.get(f"{ENTER}?next=/help/")
    ask_for_code(visitor)
    assert type_code(visitor, mailoutbox).url == "/help/"


# ── Codes ────────────────────────────────────────────────────────────────────────────────────


def test_a_wrong_code_is_explained_and_opens_nothing(visitor, mailoutbox, resident):
    ask_for_code(visitor, resident.email)

    response = visitor.post(CODE, {"code": wrong_code(mailoutbox)})

    assert response.status_code == 422
    assert "4번" in response.content.decode()
    assert not is_in(visitor)


def test_after_five_tries_the_right_code_is_of_no_use(visitor, mailoutbox, resident):
    ask_for_code(visitor, resident.email)
    for _each in range(MOST_TRIES):
        visitor.post(CODE, {"code": wrong_code(mailoutbox)})

    response = type_code(visitor, mailoutbox)

    assert response.status_code == 422
    assert "새 번호" in response.content.decode()
    assert not is_in(visitor)


def test_an_old_code_is_of_no_use(visitor, mailoutbox, resident):
    ask_for_code(visitor, resident.email)
    EntranceCode.objects.update(created_at=timezone.now() - timedelta(minutes=10))

    assert type_code(visitor, mailoutbox).status_code == 422
    assert not is_in(visitor)


def test_of_two_codes_the_newest_counts(visitor, mailoutbox, resident):
    ask_for_code(visitor, resident.email)
    first = newest_code(mailoutbox)
    visitor.post(CODE, {"again": "1"})
    while newest_code(mailoutbox) == first:
        visitor.post(CODE, {"again": "1"})

    assert visitor.post(CODE, {"code": first}).status_code == 422
    assert type_code(visitor, mailoutbox).url == "/me/"


def test_a_code_opens_the_door_once(visitor, client, mailoutbox, resident):
    ask_for_code(visitor, resident.email)
    type_code(visitor, mailoutbox)
    state = EntranceCode.objects.get()
    ask_for_code(client, resident.email)
    EntranceCode.objects.exclude(pk=state.pk).delete()  # as if the second letter never came

    assert type_code(client, mailoutbox).status_code == 422
    assert not is_in(client)


def test_an_address_gets_only_so_many_codes_an_hour(visitor, mailoutbox):
    for _each in range(CODES_AN_HOUR):
        ask_for_code(visitor)

    response = ask_for_code(visitor)

    assert response.status_code == 422
    assert f'value="{NEW}"' in response.content.decode()
    assert len(mailoutbox) == CODES_AN_HOUR


def test_a_visitor_gets_only_so_many_codes_an_hour(visitor, mailoutbox, settings):
    settings.ACCOUNT_RATE_LIMITS = {"entrance_code": "2/h/ip"}
    for number in range(3):
        response = ask_for_code(visitor, f"person-{number}@example.test")

    assert response.status_code == 422
    assert len(mailoutbox) == 2


def test_the_answer_says_nothing_about_who_has_an_account(visitor, client, resident, mailoutbox):
    known, unknown = ask_for_code(visitor, resident.email), ask_for_code(client)

    assert known.url == unknown.url == CODE
    pages = [browser.get(CODE).content.decode() for browser in (visitor, client)]
    pages = [re.sub(r'value="[^"]{20,}"', "", page.replace(resident.email, NEW)) for page in pages]
    assert pages[0] == pages[1]


def test_only_a_digest_is_kept_and_not_for_long(visitor, mailoutbox):
    ask_for_code(visitor)
    code = EntranceCode.objects.get()

    assert newest_code(mailoutbox) not in code.digest
    assert erase_codes(timezone.now() + timedelta(hours=23)) == 0
    assert erase_codes(timezone.now() + timedelta(hours=25)) == 1


@pytest.mark.parametrize(
    "address",
    ["", "가나다", "a@b", "x" * 300 + "@example.test", "031-828-2114", '"\x01"@example.test'],
)
def test_what_is_no_address_is_explained(visitor, mailoutbox, address):
    response = ask_for_code(visitor, address)

    assert response.status_code == 422
    assert mailoutbox == []


@pytest.mark.parametrize(
    "typed", ["", "12345", "1234567", "가나다라마바", "１２３４５６７", "\u0661" * 6]
)
def test_what_is_no_code_costs_no_try(visitor, mailoutbox, typed):
    ask_for_code(visitor)

    assert visitor.post(CODE, {"code": typed}).status_code == 422
    assert EntranceCode.objects.get().tries == 0


def test_a_code_page_without_an_address_leads_back(visitor):
    assert visitor.get(CODE).url == ENTER
    assert visitor.post(CODE, {"code": "123456", "state": "made-up"}).url == ENTER


def test_a_mail_server_that_is_down_is_said_and_costs_no_code(visitor, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1

    response = ask_for_code(visitor)

    assert response.status_code == 422
    assert not EntranceCode.objects.exists()


def test_by_text_message_too(visitor, city, settings, tmp_path):
    city.is_demo, settings.TEXT_FILE_PATH = True, tmp_path
    city.save()

    ask_for_code(visitor, "010-1234-5678")
    text = next(tmp_path.iterdir()).read_text("utf-8")
    visitor.post(CODE, {"code": re.search(r"\b\d{6}\b", text)[0]})
    visitor.post(CODE, YES)

    person = User.objects.get()
    assert (person.phone, person.email, person.level) == ("821012345678", None, Level.GUEST)
    assert is_in(visitor)


# ── People ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("missing", ["age", "terms", "privacy"])
def test_nobody_new_comes_in_without_the_required_answers(visitor, mailoutbox, missing):
    response = come_in_new(visitor, mailoutbox, **{missing: "no"})

    assert response.status_code == 422
    assert not User.objects.exists()
    assert visitor.post(CODE, YES).status_code == 302  # the code was right all the same
    assert is_in(visitor)


@pytest.mark.parametrize("role", ["officer", "manager", "administrator"])
def test_a_code_alone_opens_no_desk(visitor, mailoutbox, role, request):
    person = request.getfixturevalue(role)
    ask_for_code(visitor, person.email)

    response = type_code(visitor, mailoutbox)

    assert response.status_code == 422
    assert "비밀번호로" in response.content.decode()
    assert not is_in(visitor)


def test_who_asked_for_a_second_step_is_not_let_in_by_one(visitor, mailoutbox, resident):
    Authenticator.objects.create(user=resident, type="totp", data={})
    ask_for_code(visitor, resident.email)

    assert type_code(visitor, mailoutbox).status_code == 422
    assert not is_in(visitor)


def test_a_closed_account_stays_closed(visitor, mailoutbox, resident):
    User.objects.filter(pk=resident.pk).update(is_active=False)
    ask_for_code(visitor, resident.email)

    assert type_code(visitor, mailoutbox).status_code == 422
    assert not is_in(visitor)


@pytest.mark.parametrize("came_in_before", [True, False])
def test_whoever_opened_an_account_with_another_s_address_does_not_share_it(
    visitor, mailoutbox, city, came_in_before
):
    stranger = UserFactory(email=NEW, last_login=timezone.now() if came_in_before else None)
    EmailAddress.objects.create(user=stranger, email=NEW, verified=False)

    come_in_new(visitor, mailoutbox)

    person = User.objects.get(email=NEW)
    assert person.pk != stranger.pk
    assert not person.has_usable_password()
    assert User.objects.filter(pk=stranger.pk).exists() is came_in_before


def test_a_guest_who_sets_a_password_has_an_account(visitor, mailoutbox):
    come_in_new(visitor, mailoutbox)
    words = "봄비 내리는 날 걷기 길"

    visitor.post("/accounts/password/set/", {"password1": words, "password2": words})

    person = User.objects.get()
    assert person.has_usable_password()
    assert person.level == Level.REGISTERED


def test_a_person_who_leaves_leaves_no_code_behind(visitor, mailoutbox):
    come_in_new(visitor, mailoutbox)

    erase_person(person=User.objects.get())

    assert not EntranceCode.objects.exists()


def test_the_pages_work_without_script(visitor, mailoutbox):
    pages = [visitor.get(ENTER).content.decode()]
    ask_for_code(visitor)
    pages.append(visitor.get(CODE).content.decode())
    type_code(visitor, mailoutbox)
    pages.append(visitor.get(CODE).content.decode())

    for page in pages:
        forms = re.findall(r"<form class=\"form\".*?</form>", page, re.DOTALL)
        assert len(forms) == 1
        assert 'method="post"' in forms[0]
        assert "<button" in forms[0]
        assert "hx-" not in forms[0]
