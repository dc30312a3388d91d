"""What the columns of a file mean: guessed from their names, or said by an officer."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from pilots.models import Measure, Site

# Names that Korean offices and sensors give their columns, without spaces and units.
NAMES = {
    "at": "측정일시 측정일자 측정일 측정시간 관측일시 관측일 일시 날짜 일자 기준일 기준일시 조사일 "
          "datetime date timestamp time day measuredat observedat phenomenontime at",
    "time": "시간 시각 측정시각 관측시각 조사시각 time hour",
    "site": "측정소명 측정소 측정지점 관측소 관측지점 지점명 지점 장소 장소명 위치 구간 시설명 센서 센서명 "
            "site sitename station stationname location place sensor device name",
    "measure": "지표 지표명 항목 항목명 측정항목 측정지표 measure metric indicator item parameter variable code",
    "value": "값 측정값 관측값 수치 결과 측정치 value reading result observation",
}  # fmt: skip


class ColumnsRefused(ValueError):
    """str() is one sentence that says which column is missing."""


@dataclass(frozen=True)
class Columns:
    """Long files have one row a value (measure, value); wide files one column a measure (values)."""

    at: str = ""
    time: str = ""
    site: str = ""
    measure: str = ""
    value: str = ""
    values: dict[str, str] = field(default_factory=dict)  # column → code of the measure

    @classmethod
    def said(cls, columns: Mapping[str, Any]) -> "Columns":
        known = {name: columns[name] for name in cls.__dataclass_fields__ if columns.get(name)}
        return cls(**known)

    def as_json(self) -> dict[str, Any]:
        return {name: value for name, value in asdict(self).items() if value}

    def named(self) -> list[str]:
        single = (self.at, self.time, self.site, self.measure, self.value)
        return [name for name in single if name] + list(self.values)

    def check(self, headers: Sequence[str], measures: Iterable[Measure]) -> None:
        """Raises ColumnsRefused unless rows can be read this way."""
        codes = {measure.code for measure in measures}
        for name in self.named():
            if name not in headers:
                raise ColumnsRefused(
                    _("The file has no column “%(name)s”. It has: %(headers)s.")
                    % {"name": name, "headers": ", ".join(headers)}
                )
        if not self.at:
            raise ColumnsRefused(_("Say which column holds the date."))
        if not self.values and not self.value:
            raise ColumnsRefused(_("Say which columns hold the measured values."))
        if self.value and not self.measure and len(codes) != 1:
            raise ColumnsRefused(_("Say which column names the measure of each row."))
        if unknown := set(self.values.values()) - codes:
            raise ColumnsRefused(
                _("This pilot has no measure “%(code)s”.") % {"code": sorted(unknown)[0]}
            )


def guess_columns(
    headers: Sequence[str], measures: Sequence[Measure], earlier: Mapping[str, Any] | None = None
) -> Columns:
    """As in an earlier file with these columns, else by their names; what is unclear stays open."""
    if earlier:
        same = Columns.said(earlier)
        if set(same.named()) <= set(headers):
            return same
    free = list(headers)
    found: dict[str, Any] = {}
    for part in ("at", "time", "site", "measure", "value"):
        if name := _first_of(free, NAMES[part].split()):
            found[part] = name
            free.remove(name)
    if "measure" in found and "value" in found:
        return Columns(**found)
    found["values"] = match_measures(free, measures)
    found.pop("measure", None)
    if found["values"]:
        found.pop("value", None)
    return Columns(**found)


def _first_of(headers: Iterable[str], names: Sequence[str]) -> str | None:
    by_name = {bare(header): header for header in reversed(list(headers))}
    return next((by_name[name] for name in names if name in by_name), None)


def match_measures(headers: Sequence[str], measures: Sequence[Measure]) -> dict[str, str]:
    """A column belongs to the measure whose code or name it bears; or begins with, if only one
    does: 미세먼지농도(㎍/㎥) is 미세먼지, and not 초미세먼지."""
    values: dict[str, str] = {}
    for header in headers:
        if codes := _bearing(header, measures, lambda name, column: name == column):
            values[header] = codes[0]
    for header in headers:
        left = [measure for measure in measures if measure.code not in values.values()]
        codes = _bearing(header, left, lambda name, column: column.startswith(name))
        if header not in values and len(codes) == 1:
            values[header] = codes[0]
    return values


def _bearing(header: str, measures: Iterable[Measure], is_it) -> list[str]:
    column = bare(header)
    return [
        measure.code
        for measure in measures
        if any(is_it(name, column) for name in names_of(measure) if name)
    ]


def names_of(row: Measure | Site) -> set[str]:
    """Every way in which a file may call a measure or a site."""
    key = row.code if isinstance(row, Measure) else row.key
    return {bare(name) for name in (key, *row.name.values()) if name}


def bare(name: str) -> str:
    """Without unit, spaces, dashes and case: "PM-10 (㎍/㎥)" is "pm10"."""
    cut = min((place for mark in "([" if (place := name.find(mark)) > 0), default=len(name))
    return "".join(letter for letter in name[:cut].casefold() if letter.isalnum())
