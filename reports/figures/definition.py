"""통계: what a public figure is. One expression over the tables of the extract each.

`source` is what follows FROM, `value` the aggregate over it, `n` what it is counted over. Pages,
API, reports and exports show the stored results of these expressions and never count themselves.
`pandas` gives the same number from the files of the open data; the tests run it.
"""

from dataclasses import dataclass, field

from city.words import Words, words

WHOLE: tuple[str, ...] = ()
EVERY_CUT = (
    WHOLE,
    ("district",),
    ("category",),
    ("month",),
    ("category", "district", "month"),
)


@dataclass(frozen=True)
class Definition:
    key: str
    name: Words
    unit: Words
    definition: Words
    denominator: Words
    source: str
    value: str
    pandas: str
    n: str = "count(*)"
    cuts: tuple[tuple[str, ...], ...] = EVERY_CUT
    decimals: int = 0
    icon: str = "chart"
    n_name: Words = field(default_factory=lambda: words("n"))
    extra: dict[str, str] = field(default_factory=dict)
    # Counts of people by what they are or answered: the parts that must each be large enough.
    people: tuple[str, ...] = ()
    # Figures with the same name here count the same people: what is told of them is decided together.
    people_of: str = ""
    # How many people there are in all is public anyway, as a proposal's support total is.
    whole_is_public: bool = False
    # What the office judged of people stands for nobody, so nobody asks whom it represents.
    is_judged: bool = False

    @property
    def sql(self) -> str:
        """What a reader runs for the whole city; add GROUP BY for a cut."""
        return f"SELECT {self.value} AS value, {self.n} AS n FROM {self.source}"  # noqa: S608

    @property
    def speaks_for_residents(self) -> bool:
        return bool(self.people) and not self.is_judged

    @property
    def is_share(self) -> bool:
        return self.unit.get("ko") == "%"


PROPOSALS = words("건", "proposals")
SHARE = words("%", "%")
ALL_RECEIVED = words(
    "접수된 모든 공개 제안. 신고로 가린 제안은 빠집니다.",
    "All public proposals received, without those hidden after an abuse report.",
)
