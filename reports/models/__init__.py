"""Figures with their definitions, frozen reports, and dated open-data releases."""

from reports.models.opendata import Dataset, DownloadCount, Release, ReleaseFile, Withdrawal
from reports.models.papers import ReportFile
from reports.models.reports import Report, ReportKind
from reports.models.runs import DayFigure, Figure, Recount, Run, ShownGroups

__all__ = [
    "Dataset", "DayFigure", "DownloadCount", "Figure", "Recount", "Release", "ReleaseFile",
    "Report", "ReportFile", "ReportKind", "Run", "ShownGroups", "Withdrawal",
]  # fmt: skip
