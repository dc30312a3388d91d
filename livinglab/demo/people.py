"""The people of the demo city: six to sign in as, officers behind desks, and residents."""

import random
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from accounts.consent import current_text, give_consent
from accounts.models import User
from accounts.pseudonyms import new_pseudonym
from accounts.roles import Level, Role
from city.models import Department
from maps.models import District

PASSWORD = "livinglab-demo"  # noqa: S105  (published: it opens demonstrations only)
SIGN_IN_AS = {
    "resident@demo.test": (Role.RESIDENT, "resident: has proposed, backs, takes part in a pilot"),
    "neighbour@demo.test": (Role.RESIDENT, "neighbour: lives next door"),
    "expert@demo.test": (Role.EXPERT, "expert from a university"),
    "officer@demo.test": (Role.OFFICER, "officer: works at the desk"),
    "manager@demo.test": (Role.MANAGER, "manager: signs off, concludes, publishes"),
    "admin@demo.test": (Role.ADMIN, "administrator"),
}
RESIDENTS = 620


class Cast:
    """Who lives and works in the demo city. The same seed makes the same people."""

    def __init__(self, rng: random.Random, now: datetime):
        self.rng = rng
        self.departments = {row.code: row for row in Department.objects.all()}
        self._joined = now - timedelta(days=440)
        self.by_email = self._sign_in_people()
        self.officers = self._officers()
        self.residents = self._residents()

    def _sign_in_people(self) -> dict[str, User]:
        password = make_password(PASSWORD)
        people = {}
        for email, (role, _what) in SIGN_IN_AS.items():
            is_staff = role in (Role.OFFICER, Role.MANAGER, Role.ADMIN)
            person = User.objects.create(
                email=email,
                password=password,
                role=role,
                pseudonym=DISPLAY_NAMES[email],
                department=self.departments["transport"] if is_staff else None,
                created_at=self._joined,
                level=Level.VERIFIED if email == "resident@demo.test" else Level.REGISTERED,
            )
            EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
            for kind in ("terms", "privacy", "age"):
                give_consent(person=person, text=current_text(kind), at=self._joined)
            people[email] = person
        return people

    def _officers(self) -> dict[str, User]:
        officers = {
            code: User(
                email=None,
                password=make_password(None),
                role=Role.OFFICER,
                pseudonym=f"{department.name['ko']} 담당",
                department=department,
                created_at=self._joined,
            )
            for code, department in self.departments.items()
            if code != "transport"
        }
        User.objects.bulk_create(officers.values())
        return {**officers, "transport": self.by_email["officer@demo.test"]}

    def _residents(self) -> list[User]:
        districts = list(District.objects.current().values_list("pk", flat=True))
        levels = [Level.GUEST] * 2 + [Level.REGISTERED] * 4 + [Level.VERIFIED] * 3 + [Level.VISITOR]
        names = {self._name() for _ in range(RESIDENTS)}
        return User.objects.bulk_create(
            User(
                email=None,
                password=make_password(None),
                pseudonym=name,
                level=self.rng.choice(levels),
                # A third filled in their profile.
                home_district_id=self.rng.choice(districts) if self.rng.random() < 0.34 else None,
                birth_year=self.rng.randint(1944, 2009) if self.rng.random() < 0.34 else None,
                sex=self.rng.choice("fm") if self.rng.random() < 0.34 else "",
                created_at=self._joined,
            )
            for name in sorted(names)
        )

    def _name(self) -> str:
        return new_pseudonym(choice=self.rng.choice, number=self.rng.randint(1_000, 99_999))

    @property
    def resident(self) -> User:
        return self.by_email["resident@demo.test"]

    @property
    def neighbour(self) -> User:
        return self.by_email["neighbour@demo.test"]

    @property
    def manager(self) -> User:
        return self.by_email["manager@demo.test"]

    def officer_of(self, code: str) -> User:
        return self.officers[code]

    def some(self, count: int, without: set[int] = frozenset()) -> list[User]:
        free = [person for person in self.residents if person.pk not in without]
        return self.rng.sample(free, min(count, len(free)))


DISPLAY_NAMES = {
    "resident@demo.test": "다정한 징검다리 1042",
    "neighbour@demo.test": "든든한 느티나무 2718",
    "expert@demo.test": "슬기로운 도서관 3141",
    "officer@demo.test": "교통과 담당",
    "manager@demo.test": "리빙랩 팀장",
    "admin@demo.test": "누리집 관리자",
}
