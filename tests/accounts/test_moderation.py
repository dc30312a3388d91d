"""Reporting a text, and deciding about it."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from accounts.models import Delivery, ModerationAct, ModerationCase
from accounts.moderation import ReportRefused, decide_case, report_abuse
from photos.keep import keep_photo
from proposals.models import Comment, ProposalPhoto
from tests.factories import ProposalFactory


@pytest.fixture
def comment(resident):
    proposal = ProposalFactory()
    return Comment.objects.create(proposal=proposal, author=resident, text="옆집 홍 씨 탓입니다.")


def test_one_person_reports_a_text_once(comment, neighbour):
    for _again in range(2):
        report_abuse(kind="comment", target=comment.pk, by=neighbour, reason="남의 이름이 나옵니다")

    assert ModerationCase.objects.count() == 1


def test_a_report_needs_a_reason(comment, neighbour):
    with pytest.raises(ReportRefused):
        report_abuse(kind="comment", target=comment.pk, by=neighbour, reason="  ")


def test_hiding_closes_all_reports_and_tells_the_author_why(comment, neighbour, officer):
    report_abuse(kind="comment", target=comment.pk, by=neighbour, reason="남의 이름이 나옵니다")
    report_abuse(kind="comment", target=comment.pk, by=officer, reason="실명")

    decide_case(kind="comment", target=comment.pk, hide=True, reason="실명이 있습니다.", by=officer)

    comment.refresh_from_db()
    assert comment.hidden_at
    assert not ModerationCase.objects.filter(state="open").exists()
    told = Delivery.objects.get(person=comment.author).update_told
    assert told.body["ko"] == "실명이 있습니다."


def test_the_photos_of_what_is_hidden_are_not_found_where_they_were(
    officer, visitor, sign_in, django_capture_on_commit_callbacks
):
    picture = BytesIO()
    Image.new("RGB", (60, 40), "white").save(picture, "PNG")
    photo = keep_photo(upload=SimpleUploadedFile("a.png", picture.getvalue()))
    proposal = ProposalFactory()
    ProposalPhoto.objects.create(proposal=proposal, photo=photo)
    known = [photo.file.url, photo.thumbnail.url]
    assert [visitor.get(address).status_code for address in known] == [200, 200]

    with django_capture_on_commit_callbacks(execute=True):
        decide_case(kind="proposal", target=proposal.pk, hide=True, reason="사진", by=officer)

    assert [visitor.get(address).status_code for address in known] == [404, 404]
    photo.refresh_from_db()
    assert photo.file.url in sign_in(officer).get(proposal.get_absolute_url()).content.decode()


def test_a_kept_text_stays_and_nobody_is_bothered(comment, neighbour, officer):
    report_abuse(kind="comment", target=comment.pk, by=neighbour, reason="싫습니다")

    decide_case(kind="comment", target=comment.pk, hide=False, reason="의견입니다.", by=officer)

    comment.refresh_from_db()
    assert comment.hidden_at is None
    assert ModerationCase.objects.get().state == "kept"
    assert not Delivery.objects.exists()


def test_what_was_hidden_by_mistake_can_be_shown_again(comment, officer):
    decide_case(kind="comment", target=comment.pk, hide=True, reason="오해", by=officer)
    decide_case(
        kind="comment", target=comment.pk, hide=False, reason="다시 보니 괜찮음", by=officer
    )

    comment.refresh_from_db()
    assert comment.hidden_at is None
    assert ModerationAct.objects.count() == 2
    assert Delivery.objects.filter(person=comment.author).count() == 2


def test_the_second_of_two_officers_learns_what_the_first_decided(
    comment, officer, manager, sign_in
):
    address, said = f"/desk/people/moderation/comment/{comment.pk}/", {
        "decision": "hide", "ground": "personal", "reason": "연락처가 보입니다.", "seen": "",
    }  # fmt: skip
    decide_case(kind="comment", target=comment.pk, hide=False, reason="괜찮습니다.", by=officer)

    answer = sign_in(manager).post(address, said)

    page = answer.content.decode()
    assert "그사이에 다른 담당자가" in page
    assert "괜찮습니다." in page
    assert "연락처가 보입니다." in page
    comment.refresh_from_db()
    assert comment.hidden_at is None
    sign_in(manager).post(address, said | {"seen": answer.context["seen"]})
    comment.refresh_from_db()
    assert comment.hidden_at


def test_what_is_hidden_already_needs_no_report(comment, neighbour, officer):
    decide_case(kind="comment", target=comment.pk, hide=True, reason="실명", by=officer)

    with pytest.raises(ReportRefused):
        report_abuse(kind="comment", target=comment.pk, by=neighbour, reason="실명")
