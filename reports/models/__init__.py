"""Figures with their definitions, frozen reports, dated open-data releases, and evidence."""

from reports.models.blocks import ProposalBlock, ProposalChange
from reports.models.evidence import (
    EvidenceFile,
    EvidencePack,
    EvidencePackFile,
    Indicator,
    IndicatorYear,
)
from reports.models.opendata import Dataset, DownloadCount, Release, ReleaseFile, Withdrawal
from reports.models.papers import ReportFile
from reports.models.reports import DiscardedDraft, Report, ReportKind
from reports.models.runs import DayFigure, Figure, Recount, Run, ShownGroups

__all__ = [
    "Dataset", "DayFigure", "DiscardedDraft", "DownloadCount", "EvidenceFile", "EvidencePack", "EvidencePackFile",
    "Figure", "Indicator", "IndicatorYear", "ProposalBlock", "ProposalChange", "Recount", "Release",
    "ReleaseFile", "Report", "ReportFile", "ReportKind", "Run", "ShownGroups", "Withdrawal",
]  # fmt: skip
