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


@pytest.mark.parametrize(
    ("table", "page"),
    [
        ("city/city/1", "/desk/settings/city/"),
        ("city/category/{category}", "/desk/settings/categories/{category}/"),
        ("city/department/{department}", "/desk/settings/departments/{department}/"),
    ],
)
def test_the_citys_rows_are_changed_at_the_desk_which_keeps_their_history(
    table, page, administrator, sign_in, city
):
    keys = {"category": f.category().pk, "department": f.department().pk}
    browser = sign_in(administrator)
    address = f"/admin/{table.format(**keys)}/change/"

    shown = browser.get(address).content.decode()
    refused = browser.post(address, {"support_threshold": "1", "name_0": "x"})

    assert page.format(**keys) in shown
    assert browser.get(page.format(**keys)).status_code == 200
    assert refused.status_code == 403
    assert (
        browser.get(f"/admin/{table.split('/')[0]}/{table.split('/')[1]}/add/").status_code == 403
    )
    city.refresh_from_db()
    assert city.support_threshold == 3


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
