"""Appointing staff, deciding about reported texts, and the log of who looked."""

import pytest

from accounts.appoint import AppointmentRefused, appoint
from accounts.models import AccessLog, Delivery, ModerationAct, User
from accounts.moderation import report_abuse
from proposals.models import Comment
from tests import factories as f


def test_an_administrator_appoints_an_officer_who_is_told(administrator, resident, sign_in):
    road = f.department()
    client = sign_in(administrator)

    client.post(f"/desk/people/{resident.pk}/", {"role": "officer", "department": road.pk})

    resident.refresh_from_db()
    assert (resident.role, resident.department) == ("officer", road)
    assert Delivery.objects.filter(person=resident).exists()
    assert AccessLog.objects.filter(subject=resident, action="appoint-officer").exists()


def test_staff_need_a_department(administrator, resident, sign_in):
    page = sign_in(administrator).post(f"/desk/people/{resident.pk}/", {"role": "officer"})

    assert "department" in page.context["form"].errors


def test_the_last_administrator_stays(administrator):
    with pytest.raises(AppointmentRefused):
        appoint(person=administrator, role="resident", by=administrator)

    another = f.UserFactory(role="admin")
    appoint(person=administrator, role="resident", by=another)
    assert User.objects.get(pk=administrator.pk).role == "resident"


def test_each_role_is_described_in_plain_words(administrator, resident, sign_in):
    page = sign_in(administrator).get(f"/desk/people/{resident.pk}/").content.decode()

    assert "결재하고" in page
    assert "담당자를 지정" in page


def test_looking_somebody_up_is_written_down(administrator, resident, sign_in):
    client = sign_in(administrator)

    page = client.get("/desk/people/", {"q": "RESIDENT@example.test"}).content.decode()

    assert resident.pseudonym in page
    assert AccessLog.objects.filter(staff=administrator, subject=resident).exists()
    log = client.get("/desk/people/access/").content.decode()
    assert resident.pseudonym in log
    assert '<th scope="col">열람한 사람</th><th scope="col">한 일</th>' in log


def test_people_are_not_found_by_a_part_of_their_address(administrator, resident, sign_in):
    page = sign_in(administrator).get("/desk/people/", {"q": "resident@"}).content.decode()

    assert resident.pseudonym not in page


@pytest.fixture
def reported(resident, neighbour):
    comment = Comment.objects.create(
        proposal=f.ProposalFactory(), author=resident, text="옆집 홍 씨 탓입니다."
    )
    report_abuse(kind="comment", target=comment.pk, by=neighbour, reason="실명이 나옵니다")
    return comment


def test_an_officer_sees_the_text_and_the_reason_but_not_who_reported(
    officer, neighbour, reported, sign_in
):
    client = sign_in(officer)

    for path in ("/desk/people/moderation/", f"/desk/people/moderation/comment/{reported.pk}/"):
        page = client.get(path).content.decode()
        assert "옆집 홍 씨" in page
        assert "실명이 나옵니다" in page
        assert neighbour.pseudonym not in page


def test_an_officer_hides_a_text_with_a_reason(officer, reported, sign_in):
    client = sign_in(officer)
    address = f"/desk/people/moderation/comment/{reported.pk}/"

    page = client.post(address, {"decision": "hide", "reason": ""})
    assert {"reason", "ground"} <= page.context["form"].errors.keys()

    client.post(
        address, {"decision": "hide", "ground": "personal", "reason": "이웃의 이름이 나옵니다."}
    )
    reported.refresh_from_db()
    assert reported.hidden_at
    assert ModerationAct.objects.get().by == officer
    assert ModerationAct.objects.get().ground == "personal"


def test_what_is_left_in_sight_breaks_no_rule(officer, reported, sign_in):
    address = f"/desk/people/moderation/comment/{reported.pk}/"

    sign_in(officer).post(
        address, {"decision": "keep", "ground": "insult", "reason": "의견입니다."}
    )

    assert ModerationAct.objects.get().ground == ""


def test_a_long_queue_costs_the_same(officer, reported, sign_in, django_assert_max_num_queries):
    for _n in range(6):
        comment = Comment.objects.create(
            proposal=f.ProposalFactory(), author=f.UserFactory(), text="글"
        )
        report_abuse(kind="comment", target=comment.pk, by=officer, reason="이유")

    client = sign_in(officer)

    with django_assert_max_num_queries(10):
        client.get("/desk/people/moderation/")


def test_a_city_may_demand_a_second_factor_of_its_staff(officer, sign_in, settings):
    client = sign_in(officer)
    assert client.get("/desk/people/moderation/").status_code == 200

    settings.STAFF_SECOND_FACTOR = "demanded"
    assert client.get("/desk/people/moderation/").url == "/accounts/2fa/"
