"""What the city promised once a pilot was adopted: the result leads to commitments, by proposal."""

from pilots.models import Conclusion
from pilots.workflow import Verdict
from proposals.models import Commitment


def promises_of(conclusion: Conclusion | None) -> list[Commitment] | None:
    """Made since the result; None where it does not lead to any."""
    if conclusion is None or conclusion.verdict != Verdict.ADOPT:
        return None
    return list(
        Commitment.objects.public()
        .filter(proposal__pilots=conclusion.pilot_id, created_at__gte=conclusion.at)
        .select_related("proposal", "department")
    )
