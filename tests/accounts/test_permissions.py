"""Who may open what: every kind of person at every door of this room."""

import pytest

PEOPLE = ["visitor", "resident", "expert", "officer", "manager", "administrator"]
IN, SIGN_IN, NO = 200, 302, 403
DOORS = {
    # address: who stands before it, in the order of PEOPLE
    "/help/": [IN, IN, IN, IN, IN, IN],
    "/me/inbox/": [SIGN_IN, IN, IN, IN, IN, IN],
    "/me/settings/": [SIGN_IN, IN, IN, IN, IN, IN],
    "/me/consents/": [SIGN_IN, IN, IN, IN, IN, IN],
    "/me/data/": [SIGN_IN, IN, IN, IN, IN, IN],
    "/me/leave/": [SIGN_IN, IN, IN, IN, IN, IN],
    "/desk/people/moderation/": [SIGN_IN, NO, NO, IN, IN, IN],
    "/desk/people/": [SIGN_IN, NO, NO, NO, NO, IN],
    "/desk/people/access/": [SIGN_IN, NO, NO, NO, NO, IN],
    "/desk/people/{resident}/": [SIGN_IN, NO, NO, NO, NO, IN],
}


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("who", PEOPLE)
def test_the_doors(request, visitor, resident, sign_in, who, door):
    client = visitor if who == "visitor" else sign_in(request.getfixturevalue(who))

    response = client.get(door.format(resident=resident.pk))

    assert response.status_code == DOORS[door][PEOPLE.index(who)]
    if response.status_code == SIGN_IN:
        assert response.url.startswith("/accounts/login/?next=")


@pytest.mark.parametrize(
    "address",
    ["/me/inbox/read/", "/me/settings/name/", "/me/settings/new-name/", "/me/settings/news/",
     "/me/settings/language/", "/me/settings/profile/", "/me/consents/1/withdraw/"],
)  # fmt: skip
def test_what_changes_something_is_never_a_link(resident, sign_in, address):
    assert sign_in(resident).get(address).status_code == 405


def test_somebody_who_left_stands_before_a_closed_door(resident, sign_in):
    client = sign_in(resident)
    resident.is_active = False
    resident.save()

    assert client.get("/me/settings/").status_code == SIGN_IN
