"""Somebody for whom another person acts: a child under 14, or an adult who cannot consent alone."""

from dataclasses import dataclass

from pilots.models import Representative

GROWN = 14  # 개인정보 보호법 제22조의2


@dataclass(frozen=True)
class Charge:
    kind: str
    called: str  # how they are called at home; told to nobody
    birth_year: int | None = None
    sex: str = ""

    def is_unborn(self, year: int) -> bool:
        return self.birth_year is not None and self.birth_year > year

    def is_too_old(self, year: int) -> bool:
        """Surely 14 or older: who turns 14 this year may still be 13."""
        return self.birth_year is not None and year - self.birth_year > GROWN


def child(called: str, birth_year: int | None = None, sex: str = "") -> Charge:
    return Charge(Representative.Kind.GUARDIAN, called, birth_year, sex)


def adult(called: str) -> Charge:
    return Charge(Representative.Kind.LEGAL, called)
