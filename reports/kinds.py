"""The kinds of reports a new portal begins with; after that they are rows which the city edits."""

from city.words import words
from reports.models import ReportKind

# slug, Korean, English, period, about, drafted by itself
KINDS = (
    ("city", "운영 보고서", "Operating report", "", "city", False),
    ("weekly", "주간 보고서", "Weekly report", "week", "city", False),
    ("monthly", "월간 보고서", "Monthly report", "month", "city", True),
    ("yearly", "연간 보고서", "Yearly report", "year", "city", True),
    ("district", "읍면동 보고서", "District report", "", "district", False),
    ("call", "제안 공모 보고서", "Report on a call", "", "call", False),
    ("pilot", "실증 보고서", "Pilot report", "", "pilot", False),
)


def add_kinds() -> None:
    """Adds those that are missing; what the city changed stays."""
    ReportKind.objects.bulk_create(
        [
            ReportKind(
                slug=slug, name=words(ko, en), period=period, about=about, drafts_itself=drafts,
                position=position,
            )
            for position, (slug, ko, en, period, about, drafts) in enumerate(KINDS)
        ],
        ignore_conflicts=True,
    )  # fmt: skip
