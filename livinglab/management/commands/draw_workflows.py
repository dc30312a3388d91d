"""Draws docs/workflows.md from the workflow tables."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import translation

from pilots import workflow as pilot
from proposals import workflow as proposal

PAGE = Path(settings.BASE_DIR) / "docs" / "workflows.md"


def name(state: tuple[str, str]) -> str:
    status, outcome = state
    return f"closed_{outcome}" if outcome else str(status)


def label(state: tuple[str, str]) -> str:
    status, outcome = state
    return str(proposal.Outcome(outcome).label if outcome else proposal.Status(status).label)


def picture(names: dict[str, str], moves: list[tuple[str, str, str]]) -> str:
    lines = ["```mermaid", "stateDiagram-v2"]
    lines += [f"    {code} : {text}" for code, text in names.items()]
    lines += [
        f"    {before} --> {after}" + (f" : {who}" if who else "") for before, after, who in moves
    ]
    return "\n".join([*lines, "```"])


def proposals() -> str:
    states = {name(state): label(state) for state in proposal.MOVES}
    moves = [
        (name(before), name(after), ", ".join(sorted(movers)))
        for before, row in proposal.MOVES.items()
        for after, movers in row.items()
    ]
    return picture(states, moves)


def table(codes, moves) -> str:
    names = {code.value: str(code.label) for code in codes}
    arrows = [
        (str(before), str(after), "")
        for before, row in moves.items()
        for after in sorted(row, key=lambda code: list(names).index(str(code)))
    ]
    return picture(names, arrows)


def page() -> str:
    with translation.override("ko"):
        return (
            "\n\n".join(
                [
                    "# Workflows",
                    "Drawn from the tables by `python manage.py draw_workflows`; a test compares them.",
                    "## Proposal (`proposals/workflow.py`)",
                    proposals(),
                    "## Pilot (`pilots/workflow.py`)",
                    table(pilot.Stage, pilot.PILOT_MOVES),
                    "## Participation (`pilots/workflow.py`)",
                    table(pilot.Status, pilot.PARTICIPATION_MOVES),
                ]
            )
            + "\n"
        )


class Command(BaseCommand):
    help = "Write docs/workflows.md from the workflow tables."

    def handle(self, *args, **options):
        PAGE.write_text(page(), "utf-8")
        self.stdout.write(str(PAGE))
