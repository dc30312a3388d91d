"""“What you said, what we did”: the proposals of a report and what became of them.

Frozen are numbers and outcomes only. What residents wrote is read when somebody looks, so that a
text that was hidden or taken back is not kept here.
"""

from datetime import datetime
from typing import Any

from city.words import Words
from proposals.models import Proposal
from proposals.workflow import Outcome, Status
from reports.extract.files import folder_of, open_extract
from reports.extract.scope import Scope
from reports.labels import in_both_languages

# In this order; what still waits, was merged or taken back is no answer.
ANSWERS: tuple[Status | Outcome, ...] = (
    Outcome.DONE, Status.PLANNED, Status.PILOTING, Status.ACCEPTED, Outcome.ENDED_AFTER_PILOT,
    Outcome.DECLINED, Outcome.REFERRED, Outcome.NOT_RAISED,
)  # fmt: skip
LISTED = 10
# The last move within the days of the report; the most supported first.
LAST_MOVES = f"""
WITH last AS (
    SELECT proposal, CASE WHEN status = 'closed' THEN outcome ELSE status END AS answer
    FROM decisions
    QUALIFY row_number() OVER (PARTITION BY proposal ORDER BY "at" DESC, id DESC) = 1
)
SELECT answer, count(*), list(proposal ORDER BY support DESC, proposal)[:{LISTED}]
FROM last JOIN every_proposals p ON p.id = proposal GROUP BY answer
"""  # noqa: S608


def freeze_answers(as_of: datetime, scope: Scope) -> list[dict[str, Any]]:
    with open_extract(folder_of(as_of), scope) as extract:
        found = {answer: rest for answer, *rest in extract.execute(LAST_MOVES).fetchall()}
    return [
        {
            "answer": str(answer), "label": in_both_languages(answer.label),
            "count": found[answer][0], "proposals": found[answer][1],
        }
        for answer in ANSWERS
        if answer in found
    ]  # fmt: skip


def with_titles(frozen: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """With the titles that anybody may read now: one query for all of them."""
    keys = [pk for group in frozen for pk in group["proposals"]]
    rows = Proposal.objects.public().only("title", "city_title", "lang").in_bulk(keys)
    return [
        {
            "answer": group["answer"],
            "label": Words(group["label"]),
            "count": group["count"],
            "proposals": [{"number": pk, "proposal": rows.get(pk)} for pk in group["proposals"]],
            "more": group["count"] - len(group["proposals"]),
        }
        for group in frozen
    ]
