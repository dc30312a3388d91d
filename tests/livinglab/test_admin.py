"""Django's admin is there for administrators, and mostly to read."""

import pytest

from accounts.models import User
from tests import factories as f


@pytest.mark.parametrize(
    ("who", "status"),
    [("resident", 403), ("officer", 403), ("manager", 403), ("administrator", 200)],
)
def test_only_administrators_open_the_admin(who, status, request, sign_in):
    person = request.getfixturevalue(who)

    assert sign_in(person).get("/admin/", follow=True).status_code == status


def test_a_visitor_is_sent_to_the_portals_own_sign_in(visitor):
    response = visitor.get("/admin/", follow=True)

    assert "/accounts/login/" in response.request["PATH_INFO"]


@pytest.mark.parametrize(
    "table", ["city/city", "city/category", "maps/district", "proposals/proposal", "proposals/call"]
)
def test_its_tables_open(table, administrator, sign_in):
    f.ProposalFactory()

    assert sign_in(administrator).get(f"/admin/{table}/").status_code == 200


def test_a_proposal_is_shown_and_cannot_be_changed(administrator, sign_in):
    proposal = f.ProposalFactory(title="보도블록이 깨졌어요")
    admin = sign_in(administrator)
    address = f"/admin/proposals/proposal/{proposal.pk}/change/"

    assert admin.get(address).status_code == 200
    assert admin.post(address, {"title": "다른 제목"}).status_code == 403


def test_the_citys_thresholds_can_be_changed(administrator, sign_in, city):
    page = sign_in(administrator).get("/admin/city/city/1/change/")

    assert page.status_code == 200
    assert "support_threshold" in page.content.decode()


@pytest.mark.parametrize(
    "table",
    ["account/emailaddress", "auth/group", "mfa/authenticator", "socialaccount/socialtoken"],
)
def test_nobody_reads_or_changes_the_tables_of_sign_in(table, city, sign_in):
    first = User.objects.create_superuser("first@example.test", "correct horse battery")

    assert sign_in(first).get("/admin/").status_code == 200
    assert sign_in(first).get(f"/admin/{table}/").status_code == 403


def test_where_a_second_factor_is_demanded_the_admin_demands_it_too(
    administrator, sign_in, settings
):
    settings.STAFF_SECOND_FACTOR = "demanded"

    response = sign_in(administrator).get("/admin/city/city/", follow=True)

    assert response.request["PATH_INFO"].startswith("/accounts/2fa/")
