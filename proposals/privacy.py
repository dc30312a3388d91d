"""What becomes of a person's proposals, comments and drafts when they leave.

A proposal that others back goes on in the city's own words: an officer writes them
(city_title, city_text); until then a neutral sentence stands there.
"""

from datetime import datetime

from django.db.models import QuerySet

from accounts.models import User
from accounts.privacy import BY_HAND, DELETE, KEEP, expires, nothing_personal, register
from photos.erase import erase_photos
from photos.models import Photo
from proposals.models import Decision, Proposal
from proposals.permissions import WITHDRAWN, can_withdraw
from proposals.submit import withdraw_proposal
from proposals.workflow import Mover

GONE_TITLE = "주민 제안"
GONE_TEXT = "제안한 주민이 탈퇴하여 원래 글과 사진을 지웠습니다. 공감한 주민이 있어 시에서 내용을 정리해 이어 갑니다."
WITHDRAWN_TEXT = "제안한 주민이 탈퇴하여 글과 사진을 지웠습니다."
GONE_COMMENT = "탈퇴한 주민의 댓글입니다."
GONE_SOLUTION = "탈퇴한 주민의 해결 방안입니다."


def declare() -> None:
    register(
        "proposals.Proposal",
        person="author",
        thread="proposal:{pk}",
        fields={
            "id": KEEP, "title": BY_HAND, "text": BY_HAND, "category__slug": KEEP,
            "place_note": BY_HAND, "lon": KEEP, "lat": KEEP, "district__name": KEEP,
            "status": KEEP, "outcome": KEEP, "support_count": KEEP, "created_at": KEEP,
        },
        erase="proposals.privacy.erase_proposals",
    )  # fmt: skip
    register(
        "proposals.ProposalPhoto",
        person="proposal__author",
        fields={"proposal": KEEP, "photo__file": KEEP, "photo__alt": BY_HAND},
    )
    register(
        "proposals.Revision",
        person="proposal__author",
        thread="proposal:{proposal_id}",
        fields={"proposal": KEEP, "kind": KEEP, "title": "", "text": WITHDRAWN_TEXT, "at": KEEP},
    )
    register(
        "proposals.Decision",
        person="decided_by",
        fields={"proposal": KEEP, "status": KEEP, "outcome": KEEP, "reason": BY_HAND, "at": KEEP},
        erase="proposals.privacy.erase_own_reasons",
    )
    register(
        "proposals.Comment",
        person="author",
        thread="proposal:{proposal_id}",
        fields={"proposal": KEEP, "text": GONE_COMMENT, "created_at": KEEP},
    )
    register(
        "proposals.Solution",
        person="author",
        thread="proposal:{proposal_id}",
        fields={
            "proposal": KEEP, "title": "해결 방안", "text": GONE_SOLUTION, "offeror": KEEP,
            "interest": "–", "created_at": KEEP,
        },
    )  # fmt: skip
    register(
        "proposals.Support",
        person="supporter",
        fields={"proposal": KEEP, "via": KEEP, "channel": KEEP, "created_at": KEEP},
    )
    register(
        "proposals.SolutionSupport",
        person="supporter",
        fields={"solution": KEEP, "created_at": KEEP},
    )
    register(
        "proposals.Confirmation",
        person="person",
        fields={
            "commitment": KEEP, "round": KEEP, "answer": KEEP, "answered_at": KEEP, "note": "",
            "photo__file": BY_HAND, "photo__alt": BY_HAND,
        },
        erase="proposals.privacy.erase_photos_of_answers",
    )  # fmt: skip
    register(
        "proposals.Follow",
        person="person",
        fields={"proposal": KEEP, "created_at": KEEP},
        erase=DELETE,
    )
    register(
        "proposals.Draft",
        person="owner",
        fields={"form": BY_HAND, "updated_at": KEEP},
        erase="proposals.privacy.erase_drafts",
    )
    register(
        "proposals.Review",
        person="expert",
        fields={
            "proposal": KEEP, "asked_at": KEEP, "has_interest": KEEP, "interest": KEEP,
            "text": KEEP, "sent_at": KEEP,
        },
        erase="proposals.privacy.erase_unsent_reviews",
    )  # fmt: skip
    register(
        "proposals.Receipt",
        person="person",
        fields={
            "number": KEEP, "proposal": KEEP, "act": KEEP, "channel": KEEP, "consent": KEEP,
            "consent_on": KEEP, "consent_note": "", "made_at": KEEP,
        },
    )  # fmt: skip
    nothing_personal("Points of a review that is kept.", "proposals.Score")
    nothing_personal(
        "The city's own rows and how it divides its work.",
        "proposals.Assignment", "proposals.AssignmentRule", "proposals.DistrictThreshold",
        "proposals.AnswerTemplate", "proposals.Criterion",
    )  # fmt: skip
    nothing_personal("Changes of a counter, without a person.", "proposals.SupportEvent")
    nothing_personal(
        "The city's own words and promises.",
        "proposals.Call", "proposals.OfficialReply", "proposals.Commitment",
        "proposals.CommitmentChange", "proposals.Extension", "proposals.ReferralAnswer",
    )  # fmt: skip
    expires("drafts of a week ago", "proposals.drafts.erase_old_drafts")


def waiting_for_city_words() -> QuerySet[Proposal]:
    """Their authors have left and others back them: an officer writes title and text anew."""
    return Proposal.objects.public().filter(author__erased_at__isnull=False, city_text="")


def erase_proposals(*, person: User, rows, at: datetime) -> None:
    for proposal in rows:
        erase_photos(Photo.objects.filter(of_proposal__proposal=proposal))
        withdraws = can_withdraw(person, proposal)
        ends = withdraws or proposal.state == WITHDRAWN
        _blank(proposal, WITHDRAWN_TEXT if ends else GONE_TEXT, at)
        if withdraws:
            withdraw_proposal(proposal=proposal, by=person, at=at)
        if ends:  # nobody goes on with it, so nobody needs an empty page
            Proposal.objects.filter(pk=proposal.pk).update(hidden_at=at)


def _blank(proposal: Proposal, text: str, at: datetime) -> None:
    proposal.title, proposal.text, proposal.place_note = GONE_TITLE, text, ""
    proposal.client_id, proposal.updated_at = None, at
    proposal.save(update_fields=["title", "text", "place_note", "client_id", "updated_at"])


def erase_own_reasons(*, person: User, rows, at: datetime) -> None:
    """Answers and appeals of the author; what a member of staff decided stays the city's word."""
    Decision.objects.filter(pk__in=rows, mover=Mover.AUTHOR).update(reason=WITHDRAWN_TEXT)


def erase_unsent_reviews(*, person: User, rows, at: datetime) -> None:
    """What was sent is part of how the city decided; what was only begun goes."""
    rows.filter(sent_at__isnull=True).delete()


def erase_drafts(*, person: User, rows, at: datetime) -> None:
    erase_photos(Photo.objects.filter(pk__in=rows.values("photos")))
    rows.delete()


def erase_photos_of_answers(*, person: User, rows, at: datetime) -> None:
    """Photos from the same spot go; yes or no stays counted."""
    erase_photos(Photo.objects.filter(of_confirmation__in=rows))
