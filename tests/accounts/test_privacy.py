"""A person asks for a copy of their data, and leaves."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.apps import apps
from django.conf import settings as conf
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.utils import timezone

from accounts.areas import save_circle
from accounts.consent import current_text, give_consent
from accounts.deliver import send_news
from accounts.erase import EraseRefused, erase_expired, erase_person
from accounts.models import (
    AccessLog,
    Delivery,
    DeskContact,
    EntranceCode,
    Residence,
    ResidenceRequest,
    User,
)
from accounts.moderation import decide_case, report_abuse
from accounts.privacy import export_person, undeclared
from accounts.profile import keep_profile
from accounts.tell import tell
from accounts.texting import send_text
from city.words import words
from maps.models import District
from photos.models import Photo
from pilots.models import Diary, Participation, Partner, Pilot
from proposals.models import (
    Comment,
    Commitment,
    Confirmation,
    Decision,
    Draft,
    Follow,
    Proposal,
    ProposalPhoto,
    Receipt,
    Solution,
    Support,
)
from proposals.privacy import waiting_for_city_words
from proposals.submit import withdraw_proposal
from surveys.models import Panel, Panelist, Question, Response, Survey, Wave
from tests import factories as f

CANARY = "카나리아9731"
CANARY_MAIL = "canary9731@example.test"


def test_every_model_says_what_of_it_is_personal():
    assert undeclared() == []


def make_photo():
    photo = Photo(alt=f"{CANARY}의 집 앞", width=1, height=1)
    photo.file.save("x.jpg", ContentFile(CANARY.encode()), save=False)
    photo.thumbnail.save("x.jpg", ContentFile(CANARY.encode()), save=False)
    photo.save()
    return photo


def make_proposal(person, **fields):
    proposal = f.ProposalFactory(
        author=person, title=f"{CANARY} 앞 보도", text=f"저는 {CANARY}입니다.",
        place_note=f"{CANARY}네 대문", **fields,
    )  # fmt: skip
    ProposalPhoto.objects.create(proposal=proposal, photo=make_photo())
    return proposal


@pytest.fixture
def pilot(manager):
    return Pilot.objects.create(
        title=words("횡단보도 실증"),
        department=f.department(),
        manager=manager,
        panel=Panel.objects.create(),
    )


@pytest.fixture
def canary(resident, neighbour, officer, sign_in, pilot, settings, tmp_path):
    """A resident who has left a word in every field there is."""
    settings.TEXT_FILE_PATH = tmp_path / "messages"
    person = resident
    person.email, person.phone, person.pseudonym = CANARY_MAIL, "821012345678", CANARY
    person.save()
    EmailAddress.objects.create(user=person, email=CANARY_MAIL, verified=True, primary=True)
    SocialAccount.objects.create(
        user=person, provider="kakao", uid=CANARY, extra_data={"n": CANARY}
    )
    Authenticator.objects.create(user=person, type="totp", data={"secret": CANARY})
    give_consent(person=person, text=current_text("privacy"))
    keep_profile(person=person, birth_year=1948, home_district=District.objects.first())
    sign_in(person).get("/me/settings/")

    alone, backed = make_proposal(person), make_proposal(person)
    Support.objects.create(proposal=backed, supporter=neighbour)
    Decision.objects.create(
        proposal=backed, status="received", reason=f"{CANARY}: 대문 옆입니다", mover="author",
        decided_by=person,
    )  # fmt: skip
    others = f.ProposalFactory(author=neighbour)
    Support.objects.create(proposal=others, supporter=person)
    Follow.objects.create(proposal=others, person=person)
    Solution.objects.create(
        proposal=others,
        author=person,
        title=CANARY,
        text=CANARY,
        offeror="company",
        interest=CANARY,
    )
    comment = Comment.objects.create(proposal=others, author=person, text=f"{CANARY}도 봤어요")
    report_abuse(kind="comment", target=comment.pk, by=neighbour, reason=f"{CANARY}라고 실명을 씀")
    decide_case(
        kind="comment", target=comment.pk, hide=False, reason=f"{CANARY} 본인입니다", by=officer
    )
    theirs = Comment.objects.create(proposal=others, author=neighbour, text="저도요")
    report_abuse(kind="comment", target=theirs.pk, by=person, reason=f"{CANARY}를 욕합니다")
    commitment = Commitment.objects.create(
        proposal=others, what=words("보도 정비"), department=f.department(),
        due_month=timezone.localdate(), first_due_month=timezone.localdate(), promised_by=officer,
    )  # fmt: skip
    Confirmation.objects.create(commitment=commitment, person=person, answer="no", note=CANARY)
    DeskContact.objects.create(
        person=person, name=CANARY, phone=CANARY, address=CANARY, set_by=officer
    )
    Receipt.objects.create(
        number="2026-0000001-AA", proposal=others, act="support", person=person, channel="paper",
        consent="helper", consent_on=timezone.localdate(), consent_note=f"{CANARY}의 딸",
        made_by=officer,
    )  # fmt: skip
    save_circle(person=person, lon=127.02, lat=37.75, radius=500)
    draft = Draft.objects.create(token="t", owner=person, form={"title": CANARY})
    draft.photos.add(make_photo())

    survey = Survey.objects.create(title=words("설문"), panel=Panel.objects.create())
    Question.objects.create(survey=survey, code="q1", kind="single", words=words("?"))
    Question.objects.create(survey=survey, code="why", kind="text", words=words("왜?"))
    wave = Wave.objects.create(survey=survey)
    panelist = Panelist.objects.create(panel=survey.panel, person=person)
    Response.objects.create(wave=wave, panelist=panelist, answers={"q1": "a", "why": CANARY})
    member = Panelist.objects.create(panel=pilot.panel, person=person)
    Participation.objects.create(
        pilot=pilot, panelist=member, status="active", motivation=CANARY, withdrawal_reason=CANARY
    )
    Diary.objects.create(pilot=pilot, panelist=member, text=CANARY, rating=4, photo=make_photo())
    Partner.objects.create(pilot=pilot, name=words(CANARY), kind="expert", person=person)

    for proposal in (alone, backed):
        tell(
            people=[person, neighbour], kind="decision", thread=proposal.thread, url="/",
            title=words(f"‘{proposal.title}’ 제안을 검토합니다"), body=words(f"{CANARY} 님께"),
        )  # fmt: skip
    EntranceCode.objects.create(kind="email", address=CANARY_MAIL, digest="0" * 64)
    ResidenceRequest.objects.create(person=person, note=f"{CANARY} 님, 다시 들러 주세요.")
    Residence.objects.create(
        person=person, method="desk", confirmed=False, by=officer, note=f"{CANARY} 님이 이사함"
    )
    send_text("821012345678", f"{CANARY} 님, 확인 번호 123456")
    cache.set("a page", f"<p>{CANARY}</p>")
    return person


def everything_in_the_database():
    """All rows of all models, whichever database it is."""
    return "\n".join(
        f"{model._meta.label} {row!r}"
        for model in apps.get_models(include_auto_created=True)
        for row in model._base_manager.values()
    )


def every_file():
    roots = [
        conf.MEDIA_ROOT, conf.RELEASES_ROOT, conf.EXTRACT_ROOT, conf.EMAIL_FILE_PATH,
        conf.TEXT_FILE_PATH,
    ]  # fmt: skip
    return [path for root in roots for path in Path(root).rglob("*") if path.is_file()]


def test_no_word_of_a_person_stays_anywhere(canary, settings, django_capture_on_commit_callbacks):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    send_news(timezone.now() + timedelta(days=1))
    assert everything_in_the_database().count(CANARY) > 20
    assert any(path.suffix == ".log" for path in every_file())

    with django_capture_on_commit_callbacks(execute=True):
        erase_person(person=canary)

    left = everything_in_the_database()
    assert [line for line in left.splitlines() if CANARY in line or CANARY_MAIL in line] == []
    assert not any(CANARY.encode() in path.read_bytes() for path in every_file())
    assert not any(path.suffix == ".log" for path in every_file())
    assert cache.get("a page") is None
    assert not any(
        session.get_decoded().get("_auth_user_id") == str(canary.pk)
        for session in Session.objects.all()
    )


def test_what_stays_is_an_empty_row_and_right_counts(canary):
    erase_person(person=canary)

    shell = User.objects.get(pk=canary.pk)
    assert shell.email is None
    assert shell.pseudonym.startswith("탈퇴한 주민")
    assert not shell.is_active
    assert not shell.has_usable_password()
    assert Support.objects.filter(supporter=shell).count() == 1
    assert Response.objects.get().answers == {"q1": "a"}
    assert not Panelist.objects.filter(person=shell).exists()
    assert Confirmation.objects.get(person=shell).answer == "no"
    assert not Delivery.objects.filter(person=shell).exists()
    assert shell.consents.exists()


def test_a_proposal_nobody_backs_is_withdrawn_and_one_that_others_back_goes_on(canary):
    erase_person(person=canary)

    backed, alone = Proposal.objects.filter(author=canary).order_by("-supports__pk", "pk")
    if not backed.supports.exists():
        backed, alone = alone, backed
    assert (alone.status, alone.outcome) == ("closed", "withdrawn")
    assert alone.hidden_at
    assert backed.status == "received"
    assert backed.is_public
    assert "시에서" in backed.text
    assert not ProposalPhoto.objects.exists()


def test_what_was_withdrawn_before_waits_for_nobody_s_words(resident, visitor):
    proposal = f.ProposalFactory(author=resident)
    withdraw_proposal(proposal=proposal, by=resident)

    erase_person(person=resident)

    proposal.refresh_from_db()
    assert proposal.hidden_at
    assert "시에서" not in proposal.text
    assert not waiting_for_city_words().exists()
    assert visitor.get(proposal.get_absolute_url()).status_code == 404


def test_an_officer_can_find_the_proposals_that_wait_for_the_city_s_words(canary):
    erase_person(person=canary)

    assert waiting_for_city_words().count() == 1


def test_a_sign_in_elsewhere_ends_with_the_account(canary, sign_in):
    client = sign_in(canary)

    erase_person(person=canary)

    assert client.get("/me/settings/").status_code == 302


def test_staff_leave_their_office_before_they_leave(officer):
    with pytest.raises(EraseRefused):
        erase_person(person=officer)


def test_an_erasure_by_an_officer_is_written_down(resident, administrator):
    erase_person(person=resident, by=administrator)

    assert AccessLog.objects.get().action == "erase"


def test_a_person_gets_everything_that_is_kept_about_them(canary, sign_in):
    response = sign_in(canary).get("/me/data/")

    assert "attachment" in response["Content-Disposition"]
    data = json.loads(response.content)["data"]
    assert data["accounts.User"][0]["email"] == CANARY_MAIL
    assert {row["title"] for row in data["proposals.Proposal"]} == {f"{CANARY} 앞 보도"}
    assert data["surveys.Response"][0]["answers"]["why"] == CANARY
    assert data["pilots.Diary"][0]["text"] == CANARY
    assert data["accounts.Consent"]


def test_nobody_gets_anything_of_somebody_else(canary, neighbour):
    assert CANARY not in str(export_person(neighbour)["data"].get("proposals.Proposal", ""))


def test_what_is_past_its_time_goes(resident, neighbour, sign_in):
    now = timezone.now()
    Draft.objects.create(token="old", owner=resident, updated_at=now - timedelta(days=8))
    Draft.objects.create(token="new", owner=resident, updated_at=now - timedelta(days=6))
    never_came = f.UserFactory(created_at=now - timedelta(days=31))
    EmailAddress.objects.create(user=never_came, email=never_came.email, verified=False)
    give_consent(person=never_came, text=current_text("terms"))
    just_joined = f.UserFactory()
    EmailAddress.objects.create(user=just_joined, email=just_joined.email, verified=False)
    tell(people=[neighbour], kind="x", thread="proposal:1", url="/", title=words("옛 소식"))
    Delivery.objects.update(read_at=now - timedelta(days=366))

    erased = erase_expired()

    assert erased["drafts of a week ago"] == 1
    assert list(Draft.objects.values_list("token", flat=True)) == ["new"]
    assert not User.objects.filter(pk=never_came.pk).exists()
    assert User.objects.filter(pk=just_joined.pk).exists()
    assert not Delivery.objects.exists()


def test_the_same_happens_when_the_clock_has_moved_on(resident):
    Draft.objects.create(token="now", owner=resident)

    assert erase_expired()["drafts of a week ago"] == 0
    assert erase_expired(timezone.now() + timedelta(days=8))["drafts of a week ago"] == 1


def test_each_run_is_written_down(resident, caplog):
    with caplog.at_level("INFO", logger="accounts.erase"):
        erase_expired()

    assert "drafts of a week ago: 0" in caplog.text
