"""이송: what the other body answered is brought back to those who asked."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from proposals import notify_desk
from proposals.models import Decision, Proposal, ReferralAnswer
from proposals.workflow import MoveRefused, Outcome


@transaction.atomic
def bring_back(
    *,
    proposal: Proposal,
    text: str,
    by: User,
    link: str = "",
    answered_on: date | None = None,
    at: datetime | None = None,
) -> ReferralAnswer:
    """Stands in public below the referral it answers. Should the city have to act after all, an
    officer takes the proposal back into review as well."""
    at = at or timezone.now()
    if not by.is_officer:
        raise MoveRefused(_("Only people who work at the desk can bring an answer back."))
    # Locked: the same click twice is the same answer.
    row = Proposal.objects.select_for_update().get(pk=proposal.pk)
    referral = latest_referral(row)
    if referral is None:
        raise MoveRefused(_("This proposal was not referred to another body."))
    if not text.strip():
        raise MoveRefused(_("Write down what was answered."))
    if answered_on and answered_on > timezone.localdate(at):
        raise MoveRefused(_("The day of the answer lies in the future."))
    if referral.referral_answers.filter(text=text.strip()).exists():
        raise MoveRefused(_("This answer has been brought back already."))
    answer = ReferralAnswer.objects.create(
        decision=referral, text=text.strip(), link=link, answered_on=answered_on, written_by=by,
        at=at,
    )  # fmt: skip
    notify_desk.tell_referral_answer(answer)
    return answer


def latest_referral(proposal: Proposal) -> Decision | None:
    """Also when the proposal has come back into review since."""
    return proposal.decisions.filter(outcome=Outcome.REFERRED).last()
