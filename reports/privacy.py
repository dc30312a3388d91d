"""Reports hold nothing of a resident: that is what makes it possible never to change them."""

from accounts.privacy import expires, nothing_personal


def declare() -> None:
    nothing_personal(
        "Figures and the city's own words; frozen without residents' texts, photos or keys.",
        "reports.Run", "reports.Figure", "reports.Report", "reports.Dataset", "reports.Release",
        "reports.ReleaseFile", "reports.ReportFile", "reports.ReportKind", "reports.DayFigure", "reports.Recount",
        "reports.ShownGroups", "reports.Withdrawal", "reports.DownloadCount",
        "reports.DiscardedDraft",
        "reports.EvidencePack", "reports.EvidencePackFile", "reports.Indicator", "reports.IndicatorYear",
        "reports.EvidenceFile", "reports.ProposalChange", "reports.ProposalBlock",
    )  # fmt: skip
    expires("figures that nothing published rests on", "reports.extract.forget.forget_old_runs")
