"""What reads otherwise in a corrected report than in the version before."""

from typing import Any

from reports.models import Report

READ = ("value", "n", "hidden")


def before(report: Report) -> Report | None:
    """The version that readers know until this one is published."""
    earlier = Report.objects.published().filter(slug=report.slug, version__lt=report.version)
    return earlier.order_by("-version").first()


def changes_of(old: dict[str, Any], new: dict[str, Any]) -> list[dict[str, Any]]:
    """[{key, cut, before, after}]; None stands where a version does not have the value at all."""
    was, now = _by_cut(old), _by_cut(new)
    places = list(dict.fromkeys([*now, *was]))
    return [
        {"key": key, "cut": dict(cut), "before": was.get((key, cut)), "after": now.get((key, cut))}
        for key, cut in places
        if was.get((key, cut)) != now.get((key, cut))
    ]


def _by_cut(frozen: dict[str, Any]) -> dict[tuple, dict[str, Any]]:
    return {
        (row["key"], tuple(sorted(row["cut"].items()))): {name: row[name] for name in READ}
        for row in [*frozen["figures"], *frozen["cuts"]]
    }
