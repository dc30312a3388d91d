"""Who lives in the portal of the browser tests: 가람시 of the factories, with real sign-ins."""

from allauth.account.models import EmailAddress

from accounts.models import User
from city.models import City
from livinglab.starting_rows import make_rows
from tests import factories as f

PASSWORD = "livinglab-demo"
PEOPLE = {
    "resident@garam.test": "resident",
    "neighbour1@garam.test": "resident",
    "neighbour2@garam.test": "resident",
    "neighbour3@garam.test": "resident",
    "officer@garam.test": "officer",
    "manager@garam.test": "manager",
    "admin@garam.test": "admin",
}


def make():
    f.make_city(support_threshold=3)
    make_rows()
    for email, role in PEOPLE.items():
        person = User.objects.create_user(
            email, PASSWORD, role=role,
            department=f.department() if role != "resident" else None,
        )  # fmt: skip
        EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
    assert City.objects.current().support_threshold == 3
