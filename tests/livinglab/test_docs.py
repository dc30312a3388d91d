"""The maps of the house: what README and docs say is there, is there."""

import re
from pathlib import Path

from django.apps import apps
from django.conf import settings

from livinglab.management.commands.draw_workflows import PAGE, page

BASE = Path(settings.BASE_DIR)


def test_every_file_that_the_readme_names_is_there():
    table = (BASE / "README.md").read_text("utf-8").split("## Where is …?")[1].split("## ")[0]
    named = re.findall(r"`([\w/<>.]+(?:\.py|/))`", table)

    assert len(named) > 20
    missing = [name for name in named if "/" in name and not (BASE / name).exists()]
    assert missing == []


def test_every_link_in_the_docs_leads_somewhere():
    for path in [BASE / "README.md", *(BASE / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)\)", path.read_text("utf-8")):
            assert (path.parent / target).exists(), f"{path.name} links to {target}"


def test_the_glossary_knows_every_model_people_meet():
    glossary = (BASE / "docs" / "glossary.md").read_text("utf-8")
    known = set(re.findall(r"\b[A-Z][A-Za-z]+\b", glossary))
    rooms = set(settings.ROOMS)
    models = {
        model.__name__
        for model in apps.get_models()
        if model._meta.app_label in rooms and not model._meta.auto_created
    }

    assert models - known - INSIDE == set()


# Rows that only the code meets.
INSIDE = {
    "DayOff", "AccessSeal", "ProposalPhoto", "SolutionSupport", "CommitmentChange", "TakenUp",
    "StageChange", "ObservationImport", "ReleaseFile", "WaitingFile", "Change", "Snapshot",
    "LiveComparison", "Touched", "KeptCounts",
    "ShownGroups", "DownloadCount", "ReportFile", "DiscardedDraft",
    "EvidencePackFile", "ProposalBlock", "ProposalChange",
}  # fmt: skip


def test_the_pictures_of_the_workflows_are_drawn_from_the_tables():
    assert PAGE.read_text("utf-8") == page(), "run: python manage.py draw_workflows"


def test_every_setting_in_the_docs_is_read():
    running = (BASE / "docs" / "running.md").read_text("utf-8")
    named = re.findall(r"`([A-Z][A-Z_]{4,})`", running)
    read = "".join(
        (BASE / "livinglab" / name).read_text("utf-8") for name in ("settings.py", "environment.py")
    )

    for name in named:
        last = name.split("_")[-1]
        assert name in read or (last in ("KEY", "SECRET") and f"_{last}" in read), name


def test_the_house_has_no_loose_ends():
    for path in BASE.rglob("*.py"):
        if {".venv", "node_modules", "var"} & set(path.relative_to(BASE).parts):
            continue
        if path == Path(__file__):
            continue
        assert not re.search(
            r"\b(TODO|FIXME|XXX)\b|NotImplementedError", path.read_text("utf-8")
        ), path
