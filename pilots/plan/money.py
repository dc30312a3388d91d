"""What pilots cost: every line counted once, however many pilots spend it together."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pilots.models import BudgetLine, Pilot, SharedBudget

MAN, EOK = 10**4, 10**8


@dataclass(frozen=True)
class Money:
    planned: int = 0
    spent: int = 0
    year: int | None = None  # None is all years

    @property
    def executed(self) -> int | None:
        """집행률: what was spent of what was planned, in percent; None where nothing was planned."""
        return round(self.spent / self.planned * 100) if self.planned else None


@dataclass(frozen=True)
class Row:
    """One source of money, year by year."""

    source: str
    years: list[Money]
    total: Money


@dataclass(frozen=True)
class Table:
    years: list[int]
    rows: list[Row]
    by_year: list[Money]
    total: Money


def lines_of(pilots: QuerySet[Pilot] | Iterable[Pilot]) -> QuerySet[BudgetLine]:
    """Their own lines, and those of every budget that one of them shares."""
    shared = SharedBudget.objects.filter(pilots__in=pilots)
    return BudgetLine.objects.filter(Q(pilot__in=pilots) | Q(shared__in=shared))


def sum_of(lines: Iterable[BudgetLine], year: int | None = None) -> Money:
    own = [each for each in lines if year in (None, each.year)]
    return Money(sum(each.planned for each in own), sum(each.spent for each in own), year)


def lines_of_each(pilots: Iterable[Pilot]) -> list[BudgetLine]:
    """The same of pilots whose budget_lines and shared_budgets are at hand: no query a pilot."""
    found = {}
    for pilot in pilots:
        for line in pilot.budget_lines.all():
            found[line.pk] = line
        for budget in pilot.shared_budgets.all():
            found.update({line.pk: line for line in budget.lines.all()})
    return list(found.values())


def table_of(lines: Iterable[BudgetLine]) -> Table:
    """국비·도비·시비·민간 × year."""
    lines = list(lines)
    years = sorted({each.year for each in lines})
    rows = []
    for source, label in BudgetLine.Source.choices:
        own = [each for each in lines if each.source == source]
        if own:
            by_year = [sum_of(own, year) for year in years]
            rows.append(Row(str(label), by_year, sum_of(own)))
    by_year = [sum_of(lines, year) for year in years]
    return Table(years, rows, by_year, sum_of(lines))


def in_won(won: int | None) -> str:
    """3억 원, 192억 9,000만 원, 1,234원: as it is said aloud."""
    if won is None:
        return ""
    if get_language() != "ko" or abs(won) < MAN:
        said = number_format(won, force_grouping=True)
    else:
        eok, rest = divmod(abs(won), EOK)
        man, rest = divmod(rest, MAN)
        named = [(eok, "억"), (man, "만"), (rest, "")]
        said = "-" * (won < 0) + " ".join(
            f"{number_format(count, force_grouping=True)}{unit}" for count, unit in named if count
        )
    return _("%(amount)s won") % {"amount": said}
