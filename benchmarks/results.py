"""What a benchmark found: printed as a table, and kept in RESULTS.md with machine and date."""

import os
import platform
import re
import subprocess
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from benchmarks.folder import HERE
from benchmarks.measure import load_average

PAGE = HERE / "RESULTS.md"
GOALS = "| | figure | reached | goal | |"
A_GOAL = re.compile(r"(?m)^- (.+): \*\*(.+)\*\* \(goal (.+): (\w+)\)$")


@dataclass
class Report:
    """A table, the goals with what was reached, and what a reader must know about it."""

    head: tuple[str, ...]
    rows: list[tuple] = field(default_factory=list)
    goals: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    packages: tuple[str, ...] = ("numpy", "django")

    def row(self, *cells) -> None:
        self.rows.append(cells)

    def goal(self, figure: str, reached: float, asked: str) -> None:
        """`asked` is "≥ 20" or "≤ 4"; whether it was met is worked out here."""
        sign, number = asked.split()
        met = reached >= float(number) if sign == "≥" else reached <= float(number)
        self.goals.append(f"{figure}: **{shown(reached)}** (goal {asked}: {_met(met)})")

    def same(self, what: str, is_so: bool) -> None:
        word = "equal" if is_so else "not equal"
        self.goals.append(f"{what}: **{word}** (goal equal: {_met(is_so)})")

    def table(self) -> str:
        lines = [self.head, ["---"] * len(self.head), *self.rows]
        return "\n".join("| " + " | ".join(shown(cell) for cell in line) + " |" for line in lines)

    def text(self) -> str:
        parts = [self.table()]
        for points in (self.goals, self.notes):
            if points:
                parts.append("\n".join(f"- {point}" for point in points))
        return "\n\n".join(parts)


def shown(cell) -> str:
    """Three digits are enough; more would be noise."""
    if not isinstance(cell, float):
        return f"{cell:,}" if isinstance(cell, int) else str(cell)
    if cell >= 100:
        return f"{cell:,.0f}"
    return f"{cell:.3g}"


def _met(met: bool) -> str:
    return "met" if met else "missed"


def machine(packages: tuple[str, ...]) -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    versions = ", ".join(f"{name} {version(name)}" for name in packages)
    return (
        f"{os.cpu_count()} × {_processor()}, {memory:.0f} GB, Python "
        f"{platform.python_version()}, {versions}; load average {load_average()}"
    )


def _processor() -> str:
    found = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    return found[1].strip() if found else platform.machine()


def write(name: str, about: str, command: str, size: int, report: Report) -> None:
    """Replaces the benchmark's section; the others stay as they are. On top, all goals at once."""
    day = f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC"
    section = (
        f"## {name}\n\n{about}\n\n"
        f"`{command}` · {day} · {size:,} · {machine(report.packages)} · {_commit()}\n\n"
        f"{report.text()}\n"
    )
    before = PAGE.read_text("utf-8") if PAGE.exists() else "# Results\n"
    start, *sections = re.split(r"(?m)^(?=## )", before)
    kept = {part.splitlines()[0][3:]: part.rstrip() + "\n" for part in sections}
    kept[name] = section
    start = start.split(GOALS)[0].rstrip()
    parts = [start, _summary(kept), *(kept[each].rstrip() for each in sorted(kept))]
    PAGE.write_text("\n\n".join(parts) + "\n", "utf-8")


def _summary(sections: dict[str, str]) -> str:
    rows = [
        f"| [{name}](#{_anchor(name)}) | {what} | {reached} | {goal} | {met} |"
        for name in sorted(sections)
        for what, reached, goal, met in A_GOAL.findall(sections[name])
    ]
    return "\n".join([GOALS, "| --- | --- | --- | --- | --- |", *rows])


def _anchor(name: str) -> str:
    return name.replace(",", "").replace(" ", "-")


def _commit() -> str:
    done = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"],
        capture_output=True, text=True, cwd=HERE, check=False,
    )  # fmt: skip
    return f"commit {done.stdout.strip()}" if done.returncode == 0 else "outside git"
