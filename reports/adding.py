"""Takes the expressions of figures apart into what can be added up over parts of the rows."""

import re
from collections.abc import Iterator
from pathlib import Path

from reports.count import Row, rows_of
from reports.extract.written import digest
from reports.figures import DIMENSIONS, Definition

TABLES = "proposals|support_events|decisions|steps"
BY_PROPOSAL = re.compile(
    rf"(?:{TABLES})|\(SELECT \* FROM (?:{TABLES}) WHERE (?:(?!SELECT).)*\)",  # noqa: S608
    re.DOTALL,
)
CALL, FILTER = re.compile(r"\b(count|sum|median)\("), re.compile(r"\s+FILTER\s+\(")
BETWEEN = {"nullif", "coalesce", "greatest", "least"}  # may stand around sums
SEPARATOR = "\x1f"


def adds_up(definition: Definition) -> bool:
    """Rows that each belong to one proposal, and nothing asked of them but numbers and medians."""
    return bool(BY_PROPOSAL.fullmatch(definition.source)) and all(
        _can_be_added(expression) for expression in _expressions(definition)
    )


def _expressions(d: Definition) -> list[str]:
    return [d.value, d.n, *d.extra.values(), *d.people]


def _can_be_added(expression: str) -> bool:
    left = expression
    for call in calls(expression):
        if "DISTINCT" in call or (call.startswith("median") and "FILTER" in call):
            return False
        left = left.replace(call, "")
    return "SELECT" not in left and set(re.findall(r"(\w+)\s*\(", left)) <= BETWEEN


def calls(expression: str) -> list[str]:
    """count(…), sum(…) and median(…), each with its FILTER (…)."""
    return list(_calls(expression))


def _calls(expression: str) -> Iterator[str]:
    at = 0
    while found := CALL.search(expression, at):
        at = _closing(expression, found.end())
        if filtered := FILTER.match(expression, at):
            at = _closing(expression, filtered.end())
        yield expression[found.start() : at]


def _closing(expression: str, at: int) -> int:
    """Behind the bracket that closes the one before `at`."""
    depth = 1
    while depth:
        depth += {"(": 1, ")": -1}.get(expression[at], 0)
        at += 1
    return at


class Question:
    """Figures over the same rows: what is asked of each block, and how the answers add up."""

    def __init__(self, definitions: list[Definition]):
        self._definitions = definitions
        cuts = sorted({cut for d in definitions for cut in d.cuts})
        self._dimensions = [name for name in DIMENSIONS if any(name in cut for cut in cuts)]
        every = [call for d in definitions for e in _expressions(d) for call in calls(e)]
        self._sums = {call: f"a{n}" for n, call in enumerate(dict.fromkeys(every))}
        self._medians = [call for call in self._sums if call.startswith("median")]
        self.sql = [self._ask_sums(cuts), *map(self._ask_values, self._medians)]
        self.numbers = range(len(self.sql))
        self.digest = digest(self.sql)

    def _ask_sums(self, cuts: list[tuple[str, ...]]) -> str:
        asked = [
            f"({call})::BIGINT AS {name}"
            for call, name in self._sums.items()
            if call not in self._medians
        ]
        sets = ", ".join(f"({', '.join(cut)})" for cut in cuts)
        columns = ", ".join([f"{self._cut(cuts)} AS cut", *asked])
        return (
            f"SELECT {columns} FROM {self._definitions[0].source} GROUP BY GROUPING SETS ({sets})"  # noqa: S608
        )

    def _ask_values(self, median: str) -> str:
        """How often each value occurs in each part of the cuts in which the median is asked."""
        of = [d for d in self._definitions if any(median in e for e in _expressions(d))]
        cuts = sorted({cut for d in of for cut in d.cuts})
        sets = ", ".join(f"({', '.join([*cut, 'value'])})" for cut in cuts)
        value = median.removeprefix("median(").removesuffix(")")
        return (
            f"SELECT {self._cut(cuts)} AS cut, value, count(*) AS number "  # noqa: S608
            f"FROM (SELECT *, {value} AS value FROM {of[0].source}) "
            f"WHERE value IS NOT NULL GROUP BY GROUPING SETS ({sets})"
        )

    def _cut(self, cuts: list[tuple[str, ...]]) -> str:
        """One text for the values that a row is about; nothing where it is about all of them."""
        asked = {name for cut in cuts for name in cut}
        told = [
            f"CASE WHEN grouping({name}) = 0 THEN '=' || coalesce({name}::VARCHAR, '') ELSE '' END"
            if name in asked
            else "''"
            for name in self._dimensions
        ]
        return f"concat_ws('{SEPARATOR}', {', '.join(told)})" if told else "''"

    def add_up(self, extract, files: list[list[Path]]) -> dict[str, list[Row]]:
        """The figures, from the files of all blocks."""
        sums, *values = (_read(of_blocks) for of_blocks in zip(*files, strict=True))
        added = ["cut"]
        for call, name in self._sums.items():
            if call not in self._medians:
                kind = "::BIGINT" if call.startswith("count") else ""
                added.append(f"sum({name}){kind} AS {name}")
        joined = "".join(
            f" LEFT JOIN ({_middle(self._sums[median], rows)}) USING (cut)"
            for median, rows in zip(self._medians, values, strict=True)
        )
        asked = [self._of_sums(e) for d in self._definitions for e in _expressions(d)]
        found = extract.execute(
            f"SELECT cut, {', '.join(asked)} "  # noqa: S608
            f"FROM (SELECT {', '.join(added)} FROM {sums} GROUP BY cut){joined}"
        ).fetchall()
        cuts_and_values = sorted((_parts(cut), values) for cut, *values in found)
        return rows_of(
            self._definitions,
            ((self._named(parts), iter(values)) for parts, values in cuts_and_values),
        )

    def _of_sums(self, expression: str) -> str:
        for call in sorted(calls(expression), key=len, reverse=True):
            expression = expression.replace(call, self._sums[call])
        return expression

    def _named(self, parts: list[tuple[bool, str]]) -> dict[str, str]:
        named = zip(self._dimensions, parts, strict=True)
        return {name: value for name, (is_total, value) in named if not is_total}


def _read(paths) -> str:
    listed = ", ".join("'" + str(path).replace("'", "''") + "'" for path in paths)
    return f"read_parquet([{listed}])"


def _middle(name: str, rows: str) -> str:
    """The median of values that occur so and so often: the mean of the two in the middle."""
    return f"""
        SELECT cut, (min(value) FILTER (2 * seen >= every) + min(value) FILTER (2 * seen > every))
            / 2.0 AS {name}
        FROM (SELECT cut, value, sum(number) OVER (PARTITION BY cut ORDER BY value) AS seen,
                sum(number) OVER (PARTITION BY cut) AS every
            FROM (SELECT cut, value, sum(number) AS number FROM {rows} GROUP BY ALL))
        GROUP BY cut"""  # noqa: S608


def _parts(cut: str) -> list[tuple[bool, str]]:
    """Sorted like count() does: what is about one value stands before what is about all."""
    return [(part == "", part.removeprefix("=")) for part in cut.split(SEPARATOR)]
