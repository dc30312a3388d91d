"""The tabs of the list of pilots."""

from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from pilots.workflow import Stage


class Group(NamedTuple):
    label: object
    stages: Iterable[str]


GROUPS = {
    "recruiting": Group(_("Recruiting"), (Stage.RECRUITING,)),
    "going": Group(
        _("Going on"), (Stage.BASELINE, Stage.RUNNING, Stage.FOLLOW_UP, Stage.EVALUATING)
    ),
    "ended": Group(_("Ended"), (Stage.CONCLUDED, Stage.STOPPED)),
}


def group_counts(pilots) -> list[dict]:
    """One query for all tabs."""
    counts = dict(pilots.order_by().values_list("stage").annotate(Count("pk")))
    tabs = [{"code": "", "label": _("All"), "count": sum(counts.values())}]
    for code, group in GROUPS.items():
        count = sum(counts.get(stage, 0) for stage in group.stages)
        tabs.append({"code": code, "label": group.label, "count": count})
    return tabs
