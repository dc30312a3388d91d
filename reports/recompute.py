"""Recomputes a published report from its open data, with pandas alone.

    python recompute.py REPORT DATA

REPORT is the file of a report (/reports/<address>/v<version>.json) or its web address. DATA is a
folder with the CSV files of the release, or the address of the portal (https://…/), from which
they are fetched; then their SHA-256 is compared with what the report says.

Nothing of the portal's own code is used here: this one file and pandas. docs/recompute.md explains
it. It ends with 0 when everything that can be recomputed is equal, else with 1.
"""

import ast
import hashlib
import io
import json
import sys
import urllib.request
from pathlib import Path

import pandas as pd

CODES = ("district", "code", "department", "kostat_code", "pilot", "call", "month", "category")
# Of each table: the column that says when. Steps and confirmations follow their proposals.
WHEN = {
    "proposals": "created_at", "support": "day", "decisions": "at", "commitments": "made_at",
}  # fmt: skip
EQUAL, DIFFERENT, HIDDEN, UNTOLD = "equal", "NOT EQUAL", "hidden", "not in the files"
SITES_TO_PAIR = 3
# What an expression may be made of: names, columns, sums and comparisons.
KNOWN = (
    ast.Expression, ast.expr_context, ast.operator, ast.unaryop, ast.cmpop, ast.boolop, ast.Name,
    ast.Attribute, ast.Call, ast.keyword, ast.Constant, ast.List, ast.Tuple, ast.Subscript,
    ast.BinOp, ast.UnaryOp, ast.Compare, ast.BoolOp,
)  # fmt: skip


# ── Reading ──────────────────────────────────────────────────────────────────────────────────


def fetch(where: str) -> bytes:
    try:
        if where.startswith(("http://", "https://")):
            with urllib.request.urlopen(where) as answer:  # noqa: S310
                return answer.read()
        return Path(where).read_bytes()
    except OSError as error:  # an address that is wrong is one as well
        sys.exit(f"{where} cannot be read: {error}")


def read_tables(report: dict, data: str) -> dict[str, pd.DataFrame]:
    """The CSV files that the report names, each as a table called like its file."""
    tables, missing = {}, []
    for file in report["data"]:
        name = file["file"].removesuffix(".csv")
        if data.startswith(("http://", "https://")):
            path = f"data/{file['dataset']}/{file['release']}/{file['file']}"
            content = fetch(f"{data.rstrip('/')}/{path}")
        else:
            found = sorted(Path(data).rglob(file["file"]))
            if not found:
                missing.append(f"{file['dataset']}/{file['release']}/{file['file']}")
                continue
            content = found[0].read_bytes()
        if hashlib.sha256(content).hexdigest() != file["sha256"]:
            print(f"{file['file']} is not the file of this report: its SHA-256 is another.")
        tables[name] = table(content)
    if "proposals" not in tables:
        sys.exit(
            "Without proposals.csv nothing can be recomputed. Give the folder in which it lies."
        )
    if missing:
        print(f"Not found in {data}, so what needs them is left out: {', '.join(missing)}")
    return tables


def table(content: bytes) -> pd.DataFrame:
    frame = pd.read_csv(io.BytesIO(content), encoding="utf-8-sig", dtype=dict.fromkeys(CODES, str))
    return frame if len(frame) else frame.astype(dict.fromkeys(set(frame) - set(CODES), float))


# ── Which rows a report is about ─────────────────────────────────────────────────────────────


def narrowed(tables: dict, scope: dict) -> dict[str, pd.DataFrame]:
    """The rows of some days (both ends included), districts and a call, as reports/…/scope says."""
    proposals = tables["proposals"]
    asked = pd.Series(True, index=proposals.index)
    if scope["districts"]:
        asked &= proposals.district.isin(scope["districts"])
    if scope["call"]:
        asked &= proposals.call == scope["call"]
    ids = proposals.id[asked]
    found = dict(tables)
    for name, rows in tables.items():
        if name == "proposals":
            rows = rows[asked]
        elif "proposal" in rows:
            rows = rows[rows.proposal.isin(ids)]
        if name in WHEN:
            rows = rows[in_days(rows[WHEN[name]], scope)]
        found[name] = rows
    if "steps" in tables:
        found["steps"] = tables["steps"][tables["steps"].proposal.isin(found["proposals"].id)]
    if scope["districts"]:
        for name, column in (("districts", "code"), ("population", "district")):
            if name in tables:
                found[name] = tables[name][tables[name][column].isin(scope["districts"])]
    return found


def in_days(when: pd.Series, scope: dict) -> pd.Series:
    """Times are written in Korean time, so their first ten letters are the day."""
    days, every = when.astype(str).str[:10], pd.Series(True, index=when.index)
    if scope["since"]:
        every &= days >= scope["since"]
    if scope["until"]:
        every &= days <= scope["until"]
    return every


def cut(tables: dict, by: dict, proposals: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """One part of a figure: each table's own column says, else that of its proposal."""
    found = dict(tables)
    for dimension, code in by.items():
        of_proposal = proposals.set_index("id")[dimension] if dimension in proposals else None
        for name, rows in found.items():
            if name == "districts" and dimension == "district":
                values = rows.code
            elif dimension in rows:
                values = rows[dimension]
            elif "proposal" in rows and of_proposal is not None:
                values = rows.proposal.map(of_proposal)
            else:
                continue
            part = rows[values.isna() if code == "" else values.astype(str) == code]
            # Tables of people hold one line a group and one for all; the group takes its place.
            is_of_groups = dimension in rows and (rows[dimension] == "all").any()
            found[name] = part.assign(**{dimension: "all"}) if is_of_groups else part
    return found


# ── Computing ────────────────────────────────────────────────────────────────────────────────


def compute(expression: str, tables: dict, by: dict):
    """The value of the report's own pandas expression; None where there is nothing to count."""
    check(expression, tables)
    try:
        value = eval(expression, {"__builtins__": {}, "len": len, **tables})  # noqa: S307
        if isinstance(value, pd.Series):  # one value a group: the group of this row
            value.index = value.index.map(str)
            value = value.get(next(iter(by.values()), ""), value.get("all"))
    except (ZeroDivisionError, KeyError, TypeError, ValueError, AttributeError):
        return None
    return None if value is None or pd.isna(value) else round(float(value), 6)


def check(expression: str, tables: dict) -> None:
    """An expression comes from outside: it may look at the tables and do nothing else."""
    for node in ast.walk(ast.parse(expression, mode="eval")):
        if not isinstance(node, KNOWN):
            raise ValueError(f"{type(node).__name__} has no place in an expression")
        if isinstance(node, ast.Name) and node.id not in (*tables, "len"):
            raise KeyError(node.id)
        if isinstance(node, ast.Attribute) and node.attr.startswith(("_", "to_", "eval")):
            raise ValueError(f"{node.attr} has no place in an expression")


def change(tables: dict, by: dict) -> float | None:
    """What a pilot's sensors and counts changed: the average while it ran minus the one before.

    Sites with readings in both periods are compared as pairs where there are three or more; else
    each day is one value, the average over the sites.
    """
    measures, sites = tables["measures"], tables["sites"]
    mine = measures[(measures.pilot == by["pilot"]) & (measures.code == by["measure"])]
    seen = tables["observations"]
    seen = seen[seen.measure.isin(mine.id) & seen.period.isin(["before", "after"])]
    compared = sites.id[sites.arm == "comparison"]
    seen = seen[~seen.site.isin(compared)].assign(day=lambda rows: rows["at"].str[:10])
    daily = seen.groupby([seen.site.fillna(0), "period", "day"]).value.mean()
    both = daily.groupby(["site", "period"]).mean().unstack("period").dropna()
    if not {"before", "after"} <= set(both.columns):
        both = both.iloc[:0]
    if len(both) >= SITES_TO_PAIR:
        return round(float((both["after"] - both["before"]).mean()), 6)
    if len(both):
        daily = daily[daily.index.get_level_values("site").isin(both.index)]
    days = daily.groupby(["period", "day"]).mean().groupby("period").mean()
    if not {"before", "after"} <= set(days.index):
        return None
    return round(float(days["after"] - days["before"]), 6)


# ── Comparing ────────────────────────────────────────────────────────────────────────────────


def recompute(report: dict, tables: dict):
    """(figure, cut, published, recomputed, how it compares) for each number of the report."""
    definitions = {each["key"]: each for each in report["definitions"]}
    part = narrowed(tables, report["scope"])
    for row in [*report["figures"], *report["cuts"]]:
        key, by = row["key"], row["cut"]
        rows = tables if key in report["scope"]["of_whole_city"] else part
        mine, verdict = None, HIDDEN
        if not row["hidden"]:
            mine, verdict = one(definitions[key], row, rows, tables["proposals"])
        yield key, ", ".join(f"{k}={v}" for k, v in by.items()), row["value"], mine, verdict


def one(definition: dict, row: dict, tables: dict, proposals: pd.DataFrame):
    if definition["key"] == "measure_change":
        if row["extra"]["source"] not in ("observations", "count"):
            return None, UNTOLD  # what people answered is released as tables only
        mine = change(tables, row["cut"])
    else:
        try:
            mine = compute(definition["pandas"], cut(tables, row["cut"], proposals), row["cut"])
        except KeyError:
            return None, UNTOLD
    return mine, EQUAL if same(row["value"], mine) else DIFFERENT


def same(published: float | None, mine: float | None) -> bool:
    if published is None or mine is None:
        return published == mine
    return abs(published - mine) <= 1e-6 * max(1.0, abs(published))


def main(report_at: str, data: str) -> int:
    content = fetch(report_at)
    report = json.loads(content)
    print(f"SHA-256 of the report: {hashlib.sha256(content).hexdigest()}")
    counts: dict[str, int] = {}
    for key, by, published, mine, verdict in recompute(report, read_tables(report, data)):
        print(f"{verdict:16} {key:34} {by:40} published {published}  recomputed {mine}")
        counts[verdict] = counts.get(verdict, 0) + 1
    print(", ".join(f"{count} {verdict}" for verdict, count in sorted(counts.items())))
    return 1 if counts.get(DIFFERENT) else 0


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
