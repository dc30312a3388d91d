"""What tables of the extract are made of: columns with their kind, meaning and unit, in both languages."""

from dataclasses import dataclass, field

from city.words import Words, words

TEXT, INT, NUMBER, FLAG, TIME, DATE = "text", "integer", "number", "true/false", "time", "date"


@dataclass(frozen=True)
class Column:
    name: str
    kind: str
    label: Words
    meaning: Words = field(default_factory=Words)
    unit: Words = field(default_factory=Words)


@dataclass(frozen=True)
class Table:
    name: str
    columns: tuple[Column, ...]

    def only(self, *names: str) -> tuple[Column, ...]:
        by_name = {column.name: column for column in self.columns}
        return tuple(by_name[name] for name in names)

    def without(self, *names: str) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.name not in names)


def c(
    name: str, kind: str, ko: str, en: str, why_ko: str = "", why_en: str = "",
    unit: Words | None = None,
) -> Column:  # fmt: skip
    meaning = words(why_ko, why_en) if why_ko else Words()
    return Column(name, kind, words(ko, en), meaning, unit or Words())


PEOPLE, TIMES, PLACES = words("명", "people"), words("번", "times"), words("곳", "places")
PROPOSALS_UNIT = words("건", "proposals")
WON, SQUARE_METRES, DEGREES = words("원", "won"), words("㎡", "m²"), words("도", "degrees")
WORKING_DAYS, MONTHS = words("근무일", "working days"), words("개월", "months")


CATEGORY = c("category", TEXT, "분야", "category", "categories 표의 code", "code in categories")
DISTRICT = c(
    "district", TEXT, "읍면동 코드", "district code",
    "districts 표의 code. 빈칸은 읍면동을 알 수 없음", "code in districts; blank: not known",
)  # fmt: skip
MONTH = c("month", TEXT, "달", "month", "연-월, 한국 시각 기준", "year-month, Korean time")
PROPOSAL = c("proposal", INT, "제안 번호", "proposal", "proposals 표의 id", "id in proposals")
PILOT = c("pilot", INT, "실증 번호", "pilot", "pilots 표의 id", "id in pilots")
DEPARTMENT = c("department", TEXT, "담당 부서 코드", "department")
