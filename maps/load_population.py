"""Loads how many people live in each district, with sums that agree."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from maps.models import District, Population
from maps.outline_files import FileRefused
from maps.population import AGE_UNKNOWN, Numbers, is_split
from maps.population_files import Group, Refused, RowRefused, read_groups

# Agencies alter small numbers so that nobody is recognised; sums may differ by so much.
SUMS_MAY_DIFFER = 0.01


@dataclass
class LoadedPopulation:
    """What a file changed, and what of it was refused: (row, why)."""

    loaded: int = 0  # districts
    unchanged: int = 0
    larger: int = 0  # rows about a whole city or province
    without_age: int = 0
    refused: list[tuple[int, str]] = field(default_factory=list)


@transaction.atomic
def load_population(
    *, path: str | Path, as_of: date | None = None, source: str = ""
) -> LoadedPopulation:
    """Takes the numbers of each district whole, or leaves it out and says why."""
    path = Path(path)
    loaded = LoadedPopulation()
    wanted = _Districts()
    counts: dict[tuple[District, date], list[Group]] = defaultdict(list)
    spoilt, larger = set(), set()
    for each in read_groups(path, as_of):
        if wanted.is_larger_area(each.code):
            larger.add(each.row)
        elif isinstance(each, Refused):
            loaded.refused.append((each.row, each.why))
            spoilt.add(each.code)
        elif district := wanted.find(each.code, each.as_of):
            counts[district, each.as_of].append(each)
        else:
            loaded.refused.append(
                (each.row, _("No district has the code “%(code)s”.") % {"code": each.code})
            )
    loaded.larger = len(larger)
    loaded.refused = sorted(set(loaded.refused))
    if not counts and not loaded.refused:
        raise FileRefused(_("%(file)s holds no numbers of districts.") % {"file": path.name})
    for (district, day), groups in counts.items():
        if spoilt & {group.code for group in groups}:
            continue
        try:
            numbers = _whole(groups, district)
        except RowRefused as refusal:
            loaded.refused.append((groups[0].row, str(refusal)))
            continue
        loaded.without_age += not is_split(numbers, "age_band")
        if _save(district, day, numbers, source or path.name):
            loaded.loaded += 1
        else:
            loaded.unchanged += 1
    return loaded


class _Districts:
    """Finds the version of a district that was in force on a day, by either of its codes."""

    def __init__(self):
        self.by_code = defaultdict(list)
        for row in District.objects.without_outline():
            for code in {row.code, row.kostat_code} - {""}:
                self.by_code[code].append(row)

    def find(self, code: str, day: date) -> District | None:
        return next(
            (
                row
                for row in self.by_code.get(code, [])
                if (row.valid_from is None or row.valid_from <= day)
                and (row.valid_to is None or day < row.valid_to)
            ),
            None,
        )

    def is_larger_area(self, code: str) -> bool:
        """41 is 경기도 and 4137000000 is 오산시: sums that we make ourselves."""
        if self.by_code.get(code):
            return False
        return code.isdigit() and (len(code) <= 5 or (len(code) == 10 and code[5:] == "00000"))


def _whole(groups: list[Group], district: District) -> Numbers:
    """All numbers of a district with their sums, or why they cannot be right."""
    numbers: Numbers = {}
    for group in groups:
        if numbers.setdefault((group.sex, group.age_band), group.persons) != group.persons:
            raise RowRefused(
                _("%(district)s has two numbers for the same residents.") % {"district": district}
            )
    for sex in ("", "m", "f"):
        ages = [band for of, band in numbers if of == sex and band]
        if ages and (are_all_ages(ages) or (sex, "") in numbers):
            is_whole = are_all_ages(ages)
            _agree(numbers, (sex, ""), [(sex, band) for band in ages], district, is_whole)
    for band in {band for _sex, band in numbers}:
        if ("m", band) in numbers and ("f", band) in numbers:
            _agree(numbers, ("", band), [("m", band), ("f", band)], district)
    if ("", "") not in numbers:
        raise RowRefused(
            _("%(district)s has no total, and its parts are not all there.")
            % {"district": district}
        )
    return numbers


def are_all_ages(bands: list[str]) -> bool:
    """Whether the age bands follow each other from birth to the oldest, without a gap."""
    spans = sorted(_span(band) for band in bands if band != AGE_UNKNOWN)
    return (
        bool(spans)
        and spans[0][0] == 0
        and spans[-1][1] is None
        and all(one[1] is not None and one[1] + 1 == other[0] for one, other in pairwise(spans))
    )


def _span(band: str) -> tuple[int, int | None]:
    if band.endswith("+"):
        return int(band[:-1]), None
    first, _dash, last = band.partition("-")
    return int(first), int(last or first)


def _agree(numbers: Numbers, whole, parts: list, district: District, is_whole=True) -> None:
    """Writes a sum that the file left out; one that it gave has to be near that of its parts."""
    total = sum(numbers[part] for part in parts)
    given = numbers.setdefault(whole, total)
    differs = abs(given - total) if is_whole else max(total - given, 0)
    if differs > max(SUMS_MAY_DIFFER * given, len(parts)):
        raise RowRefused(
            _("%(district)s: the parts make %(sum)s, but the total says %(total)s.")
            % {"district": district, "sum": f"{total:,}", "total": f"{given:,}"}
        )


def _save(district: District, day: date, numbers: Numbers, source: str) -> bool:
    rows = Population.objects.filter(district=district, as_of=day)
    source = source[:200]
    before = {(row.sex, row.age_band, row.persons, row.source) for row in rows}
    if before == {(*group, persons, source) for group, persons in numbers.items()}:
        return False
    rows.delete()
    Population.objects.bulk_create(
        Population(
            district=district, as_of=day, sex=sex, age_band=band, persons=persons, source=source
        )
        for (sex, band), persons in numbers.items()
    )
    return True
