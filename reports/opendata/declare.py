"""How a dataset and its files are declared: names, columns, and the SELECT that fills each file."""

from dataclasses import dataclass, field

from city.words import Words
from reports.extract.columns import DATE, TEXT, Column, Table, c

MARK = c("mark", TEXT, "표시", "mark", "시연용으로 지어낸 자료", "invented for a demonstration")
# The last three columns of every 공공데이터 표준데이터 set; ours have them where rows have a place.
STANDARD = (
    c("as_of", DATE, "데이터기준일자", "data as of"),
    c("provider_code", TEXT, "제공기관코드", "provider code", "행정표준 기관코드 7자리", "seven digits"),
    c("provider", TEXT, "제공기관명", "provider"),
)  # fmt: skip


@dataclass(frozen=True)
class File:
    name: str
    title: Words
    columns: tuple[Column, ...]
    sql: str = ""  # empty: the rows come from made.py
    order: str = ""  # columns, separated by blanks
    shape: str = ""  # "point" from lon and lat, or "outline"

    def columns_in(self, *, is_demo: bool) -> tuple[Column, ...]:
        """The columns of its files; an outline is their geometry, and no text."""
        own = tuple(column for column in self.columns if column.name != "outline")
        return (*own, *((MARK,) if is_demo else ()), *(STANDARD if self.shape else ()))


@dataclass(frozen=True)
class Published:
    slug: str
    title: Words
    description: Words
    files: tuple[File, ...]
    themes: tuple[str, ...] = ("GOVE",)  # of the European data portal, for the catalogue
    keywords: Words = field(default_factory=Words)  # separated by commas

    @property
    def shapes(self) -> bool:
        return any(file.shape for file in self.files)


def whole(
    table: Table, title: Words, *, without: tuple[str, ...] = (), order: str, shape: str = ""
):
    """A table of the extract as it is, perhaps without some columns."""
    columns = table.without(*without)
    names = ", ".join(f'"{column.name}"' for column in columns)
    sql = f"SELECT {names} FROM {table.name}"  # noqa: S608
    return File(table.name, title, columns, sql, order, shape)


TOLD_ON = c(
    "told_on", DATE, "값의 기준일", "value as of",
    "몇 사람만 달라져 새 값을 싣지 않았으면 앞선 날. 가린 값은 빈칸",
    "an earlier day where only a few people were more or fewer; blank: hidden",
)  # fmt: skip
