"""What one's own page says about the draw, the group, the alternative, and what comes next."""

from typing import Any

from accounts.forms import SEXES
from pilots.models import Draw, Participation, Quota
from pilots.recruit.groups import quota_of
from pilots.recruit.represent import why_not_yet
from pilots.recruit.thanks import own_thanks


def recruited(participation: Participation, drawn: Draw | None) -> dict[str, Any]:
    representative = getattr(participation, "representative", None)
    return {
        "called": representative.called if representative else "",
        "acts": bool(representative),
        "has_to_ask": bool(representative and representative.assented_at is None),
        "not_yet": why_not_yet(participation),
        "group": group_of(participation, drawn),
        "thanks": own_thanks(participation),
    }


def group_of(participation: Participation, drawn: Draw | None) -> dict[str, Any] | None:
    """Their number in the published record, and in words that only they read."""
    if drawn is None or len(drawn.record.get("limits", {})) < 2:
        return None
    code = participation.panelist.code
    number = next(
        (group for party in drawn.record["applicants"] for one, group in party if one == code), None
    )
    if number is None:
        return None
    quotas = Quota.objects.filter(pilot=participation.pilot_id).select_related("district")
    quota = quota_of(participation, quotas)
    is_own = quota is not None and drawn.record["cells"].get(str(quota.pk)) == number != "0"
    return {"number": number, "label": label_of(quota) if quota and is_own else ""}


def label_of(quota: Quota) -> str:
    """장암동 · 60+ · 여성"""
    sex = str(dict(SEXES)[quota.sex]) if quota.sex else ""
    parts = (str(quota.district) if quota.district else "", quota.age_band, sex)
    return " · ".join(part for part in parts if part)
