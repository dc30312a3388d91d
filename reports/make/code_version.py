"""Which version of the programme made a report: its number, and the commit where that is known."""

import tomllib
from functools import cache
from pathlib import Path

from django.conf import settings


@cache
def code_version() -> str:
    """0.1.0+4f2c91a0b7de"""
    project = Path(settings.BASE_DIR) / "pyproject.toml"
    number = tomllib.loads(project.read_text("utf-8"))["project"]["version"]
    commit = _commit(Path(settings.BASE_DIR) / ".git")
    return f"{number}+{commit[:12]}" if commit else number


def _commit(git: Path) -> str:
    """Read from the files of git, since it need not be installed where the portal runs."""
    try:
        head = (git / "HEAD").read_text().strip()
        if not head.startswith("ref: "):
            return head
        name = head.removeprefix("ref: ")
        if (git / name).exists():
            return (git / name).read_text().strip()
        packed = (git / "packed-refs").read_text().splitlines()
    except OSError:
        return ""
    return next((line.split()[0] for line in packed if line.endswith(f" {name}")), "")
