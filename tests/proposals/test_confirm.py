"""주민 확인: who is asked, what a letter's own link can do, and what is shown of the answers."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from io import BytesIO

import pytest
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone
from PIL import Image

from accounts.models import Delivery, Update
from accounts.moderation import decide_case
from accounts.personal_links import personal_link
from city.models import City
from photos.models import Photo
from proposals import confirm_links
from proposals.confirm import NotAsked, answer, rounds_of, tally
from proposals.models import Commitment, Confirmation
from proposals.promise import promise, report_done
from proposals.support import give_support
from proposals.triage import decide
from tests import factories as f
from tests.pilots.people import join

NOW = timezone.make_aware(datetime(2026, 3, 3, 10))


@pytest.fixture
def proposal(resident, officer):
    proposal = f.ProposalFactory(author=resident, support_threshold=99)
    decide(proposal=proposal, status="accepted", reason="합니다.", by=officer)
    return proposal


def promised(proposal, officer, what="보도 120m 정비", **more):
    return promise(
        proposal=proposal, what=what, due_month=date(2027, 5, 1), department=f.department(),
        by=officer, **more,
    )  # fmt: skip


def done(proposal, officer, what="보도 120m 정비", at=None):
    commitment = promised(proposal, officer, what)
    return report_done(commitment=commitment, by=officer, figure="보도 120m", at=at)


def jpeg():
    file = BytesIO()
    Image.new("RGB", (60, 40), "teal").save(file, "JPEG")
    return SimpleUploadedFile("photo.jpg", file.getvalue(), "image/jpeg")


def backers(proposal, many):
    people = [f.UserFactory() for _ in range(many)]
    for person in people:
        give_support(proposal=proposal, by=person)
    return people


def question_to(person, commitment):
    return Confirmation.objects.get(person=person, commitment=commitment)


# ── A link of one's own ──────────────────────────────────────────────────────────────────────
@pytest.fixture
def commitment(proposal, officer):
    return done(proposal, officer)


@pytest.fixture
def link(commitment, resident):
    return confirm_links.link_of(question_to(resident, commitment))


def test_a_letter_brings_its_reader_a_link_of_their_own(commitment, resident, neighbour, link):
    news = Update.objects.get(kind="confirmation")

    # Signed to the second, so the token may differ; what it opens is the same question.
    address = personal_link(news, resident)
    token = address.split("/")[-2]
    assert confirm_links.question_of(token) == question_to(resident, commitment)
    assert personal_link(news, neighbour) is None
    assert str(commitment.pk) in news.url
    assert link not in news.url


def test_whoever_answered_already_gets_no_link(commitment, resident):
    answer(commitment=commitment, person=resident, answer="yes")

    assert personal_link(Update.objects.get(kind="confirmation"), resident) is None


def test_looking_at_the_link_answers_nothing(visitor, link, commitment, resident):
    response = visitor.get(link)

    assert response.status_code == 200
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert response["Referrer-Policy"] == "no-referrer"
    assert "no-store" in response["Cache-Control"]
    assert not response.cookies
    assert visitor.head(link).status_code == 200
    assert question_to(resident, commitment).answer is None


def test_one_button_answers_without_signing_in(visitor, link, commitment, resident):
    response = visitor.post(link, {"answer": "no", "note": "아직 물이 고입니다."})

    assert response.status_code == 302
    row = question_to(resident, commitment)
    assert (row.answer, row.note) == ("no", "아직 물이 고입니다.")
    assert "아직 물이 고입니다." in visitor.get(response.url).content.decode()


def test_pressing_twice_or_otherwise_changes_the_one_answer(visitor, link, commitment, resident):
    for said in ("no", "no", "yes"):
        visitor.post(link, {"answer": said})

    assert tally(commitment)["answered"] == 1
    assert question_to(resident, commitment).answer == "yes"


def test_what_was_written_is_not_lost_when_no_button_was_pressed(visitor, link):
    response = visitor.post(link, {"note": "아직 어둡습니다.", "answer": "maybe"})

    assert response.status_code == 422
    assert "아직 어둡습니다." in response.content.decode()


def test_a_photo_comes_along_and_the_next_one_replaces_it(visitor, link, commitment, resident):
    visitor.post(link, {"answer": "yes", "photo": jpeg()})
    first = question_to(resident, commitment).photo
    visitor.post(link, {"answer": "yes", "photo": jpeg()})

    assert Photo.objects.count() == 1
    assert question_to(resident, commitment).photo != first


def test_a_file_that_is_no_photo_is_refused_kindly(visitor, link, commitment, resident):
    response = visitor.post(
        link, {"answer": "yes", "photo": SimpleUploadedFile("a.jpg", b"nothing")}
    )

    assert response.status_code == 422
    assert question_to(resident, commitment).answer is None


def test_the_link_works_for_sixty_days(visitor, link, monkeypatch):
    monkeypatch.setattr(confirm_links, "WORKS_FOR", timedelta(seconds=-1))

    assert visitor.get(link).status_code == 410
    assert visitor.post(link, {"answer": "yes"}).status_code == 410


@pytest.mark.parametrize("signed", [False, True])
def test_nobody_writes_a_link_themselves(visitor, signed):
    token = signing.dumps([1, 1, 0], salt="another") if signed else "1:2:3"

    assert visitor.get(f"/promises/answer/{token}/").status_code == 404


def test_the_link_answers_only_this_question(
    visitor, link, proposal, officer, commitment, resident
):
    other = f.ProposalFactory(author=resident, support_threshold=99)
    decide(proposal=other, status="accepted", reason="합니다.", by=officer)
    another = done(other, officer)

    visitor.post(link, {"answer": "no", "round": 6, "commitment": another.pk})

    assert question_to(resident, another).answer is None
    assert visitor.get("/me/").status_code == 302  # nobody is signed in by it


def test_the_link_ends_with_what_it_asks(visitor, link, commitment, proposal, resident):
    commitment.state = "promised"
    commitment.save(update_fields=["state"])
    assert visitor.get(link).status_code == 410

    commitment.state = "done"
    commitment.save(update_fields=["state"])
    type(proposal).objects.update(hidden_at=timezone.now())
    assert visitor.post(link, {"answer": "yes"}).status_code == 410


# ── Who is asked ─────────────────────────────────────────────────────────────────────────────
def test_participants_near_the_place_are_asked_too(proposal, officer):
    near, gone, far = f.UserFactory(), f.UserFactory(), f.UserFactory()
    pilot = f.make_pilot()
    pilot.takenup_set.create(proposal=proposal)
    west, east = f.District.objects.order_by("code")
    for person, status, lives_in in [
        (near, "completed", west), (gone, "withdrawn", west), (far, "completed", east),
    ]:  # fmt: skip
        place = join(pilot, person, status)
        place.district = lives_in
        place.save()
    proposal.district = west
    proposal.save(update_fields=["district"])

    commitment = done(proposal, officer)

    asked = set(Confirmation.objects.filter(commitment=commitment).values_list("person", flat=True))
    assert asked == {proposal.author_id, near.pk}


# ── Reopening ────────────────────────────────────────────────────────────────────────────────
def test_one_promise_of_several_is_reopened_alone(proposal, officer):
    City.objects.update(reopen_from=2, reopen_share=50)
    people = backers(proposal, 2)
    promised(proposal, officer, "가로등 3개")
    commitment = done(proposal, officer)

    for person in people:
        answer(commitment=commitment, person=person, answer="no")

    commitment.refresh_from_db()
    proposal.refresh_from_db()
    assert (commitment.state, proposal.status) == ("promised", "planned")
    assert commitment.changes.last().by is None
    assert Delivery.objects.filter(person=officer, update_told__kind="promise-due").exists()


def test_after_it_is_reopened_nobody_answers_about_the_old_work(proposal, officer):
    City.objects.update(reopen_from=1, reopen_share=50)
    first, second = backers(proposal, 2)
    commitment = done(proposal, officer)
    answer(commitment=commitment, person=first, answer="no")

    with pytest.raises(NotAsked):
        answer(commitment=commitment, person=second, answer="no")


def test_a_handful_of_people_is_not_counted_out_when_it_is_reopened(proposal, officer):
    City.objects.update(reopen_from=3, reopen_share=50, smallest_group=5)
    people = backers(proposal, 3)
    commitment = done(proposal, officer)

    for person in people:
        answer(commitment=commitment, person=person, answer="no")

    assert not re.search(r"\d", commitment.changes.last().reason)


def test_many_commitments_are_counted_in_one_query(
    proposal, officer, django_assert_num_queries, resident
):
    commitments = [done(proposal, officer, "보도 정비")]
    with django_assert_num_queries(1):
        found = rounds_of([row.pk for row in commitments])
    assert found[commitments[0].pk][0]["asked"] == 1


def test_words_of_residents_are_shown_without_a_name_until_they_are_hidden(
    visitor, commitment, proposal, resident, officer
):
    row = answer(commitment=commitment, person=resident, answer="yes", note="이제 밝습니다.")
    page = visitor.get(f"/proposals/{proposal.pk}/").content.decode()
    assert "이제 밝습니다." in page

    decide_case(kind="confirmation", target=row.pk, hide=True, reason="개인정보", by=officer)

    assert "이제 밝습니다." not in visitor.get(f"/proposals/{proposal.pk}/").content.decode()
    assert tally(commitment)["answered"] == 1


# ── At the same moment ───────────────────────────────────────────────────────────────────────
@pytest.mark.django_db(transaction=True)
def test_of_two_last_noes_at_once_only_one_reopens_it(proposal, officer):
    City.objects.update(reopen_from=3, reopen_share=50)
    people = backers(proposal, 4)
    commitment = done(proposal, officer)
    for person in people[:2]:
        answer(commitment=commitment, person=person, answer="no")

    def say_no(person):
        try:
            answer(commitment=Commitment.objects.get(pk=commitment.pk), person=person, answer="no")
        except NotAsked as refusal:
            return str(refusal)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        said = list(threads.map(say_no, people[2:]))

    assert sum(sentence is None for sentence in said) == 1
    assert "다시 살피고" in next(sentence for sentence in said if sentence)
    assert proposal.decisions.filter(before_outcome="done", status="planned").count() == 1
    assert commitment.changes.filter(by__isnull=True).count() == 1
