"""Tells author, supporters, commenters, followers and people nearby what became of a proposal."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse

from accounts.areas import people_near
from accounts.models import Update, User
from accounts.tell import tell
from city.words import Words, words
from proposals.models import (
    Comment,
    Decision,
    Follow,
    OfficialReply,
    Proposal,
    Revision,
    Solution,
    Support,
)
from proposals.workflow import Outcome, State, Status

# What an inbox says of each move. English readers get the author's title as it was written.
MOVED: dict[str, tuple[str, str]] = {
    Status.RECEIVED: (
        "‘{title}’ 제안의 보완 내용을 받았습니다",
        "“{title}”: the missing information has arrived",
    ),
    Status.NEEDS_INFO: (
        "‘{title}’ 제안에 대해 더 알려 주세요",
        "“{title}”: the city needs more information",
    ),
    Status.IN_REVIEW: (
        "‘{title}’ 제안의 검토를 시작했습니다",
        "“{title}” is now in review",
    ),
    Status.ACCEPTED: ("‘{title}’ 제안을 채택했습니다", "“{title}” has been accepted"),
    Status.PILOTING: (
        "‘{title}’ 제안을 현장에서 실증합니다",
        "“{title}” will be tried out in a pilot",
    ),
    Status.PLANNED: (
        "‘{title}’ 제안을 반영하기로 했습니다",
        "The city has promised to carry out “{title}”",
    ),
    Outcome.DONE: ("‘{title}’ 제안을 반영했습니다", "“{title}” has been carried out"),
    Outcome.DECLINED: (
        "‘{title}’ 제안을 채택하지 않기로 했습니다",
        "“{title}” has not been accepted",
    ),
    Outcome.NOT_RAISED: (
        "‘{title}’ 제안을 공감 미달로 마쳤습니다",
        "“{title}” did not find enough support",
    ),
    Outcome.REFERRED: (
        "‘{title}’ 제안을 담당 기관으로 이송했습니다",
        "“{title}” has been passed on to the body in charge",
    ),
    Outcome.ENDED_AFTER_PILOT: (
        "‘{title}’ 제안은 실증을 마치고 종료했습니다",
        "“{title}” ended after its pilot",
    ),
    Outcome.MERGED: (
        "‘{title}’ 제안을 비슷한 제안과 합쳤습니다",
        "“{title}” has been merged with a similar proposal",
    ),
    Outcome.WITHDRAWN: (
        "제안자가 ‘{title}’ 제안을 철회했습니다",
        "The author has withdrawn “{title}”",
    ),
}
# The same status reads differently when one knows where the proposal comes from.
MOVED_FROM: dict[tuple[State, State], tuple[str, str]] = {
    ((Status.CLOSED, Outcome.DONE), (Status.PLANNED, "")): (
        "‘{title}’ 제안을 다시 살핍니다. 나아지지 않았다는 답이 많았습니다",
        "“{title}” is open again: many say that it is not better",
    ),
    ((Status.CLOSED, Outcome.DECLINED), (Status.IN_REVIEW, "")): (
        "‘{title}’ 제안을 다시 심사합니다",
        "“{title}” is being reviewed again",
    ),
    ((Status.CLOSED, Outcome.REFERRED), (Status.IN_REVIEW, "")): (
        "이송했던 ‘{title}’ 제안을 다시 검토합니다",
        "“{title}” has come back and is in review",
    ),
    ((Status.PLANNED, ""), (Status.IN_REVIEW, "")): (
        "‘{title}’ 제안의 반영 계획이 취소되어 다시 검토합니다",
        "The plan for “{title}” was dropped; it is in review again",
    ),
    ((Status.PILOTING, ""), (Status.ACCEPTED, "")): (
        "‘{title}’ 제안의 실증이 시작되지 못했습니다. 채택은 그대로입니다",
        "The pilot for “{title}” did not start; it stays accepted",
    ),
}
IN_PART = ("‘{title}’ 제안을 일부 채택했습니다", "“{title}” has been accepted in part")
UNMERGED = (
    "‘{title}’ 제안을 다시 따로 다룹니다",
    "“{title}” stands on its own again",
)


def whose_matter(proposal: Proposal) -> set[int]:
    """Who raised, backed, discussed or follows it, or what was merged into it."""
    merged = Proposal.objects.filter(merged_into=proposal)
    touched = (
        Support.objects.filter(proposal=proposal, supporter__isnull=False)
        .values_list("supporter_id")
        .union(
            Comment.objects.filter(proposal=proposal, hidden_at__isnull=True)
            .order_by()
            .values_list("author_id"),
            Follow.objects.filter(proposal=proposal).values_list("person_id"),
            Follow.objects.filter(proposal__in=merged).values_list("person_id"),
            merged.order_by().values_list("author_id"),
        )
    )
    return {proposal.author_id, *(pk for (pk,) in touched)}


def audience(proposal: Proposal) -> set[int]:
    """Everybody the proposal touches, and those who have saved the part of the city where it is."""
    return whose_matter(proposal) | neighbours(proposal)


def neighbours(proposal: Proposal) -> set[int]:
    return people_near(proposal.lon, proposal.lat, proposal.district_id)


def only_near(proposal: Proposal) -> set[int]:
    """Who just lives near: what the city has achieved there is news, and not their own matter."""
    return neighbours(proposal) - whose_matter(proposal)


def tell_decision(decision: Decision) -> Update:
    proposal = decision.proposal
    return tell_about(
        proposal,
        people=audience(proposal) - {decision.decided_by_id},
        kind="decision",
        title=titled(_phrase(decision), proposal),
        body=words(decision.reason),
        asks=[proposal.author_id] if decision.status == Status.NEEDS_INFO else (),
        praises=only_near(proposal) if decision.outcome == Outcome.DONE else (),
        at=decision.at,
    )


def tell_new_proposal(proposal: Proposal) -> None:
    """For people with a saved area there; how many they are makes no difference to the author."""
    near = people_near(proposal.lon, proposal.lat, proposal.district_id) - {proposal.author_id}
    if near and not proposal.hidden_at:
        tell_about(
            proposal,
            people=near,
            kind="new-proposal",
            title=titled(
                (
                    "관심 동네에 새 제안이 올라왔습니다: ‘{title}’",
                    "A new proposal in an area you saved: “{title}”",
                ),
                proposal,
            ),
            body=Words(),
            at=proposal.created_at,
        )


def tell_reply(reply: OfficialReply) -> Update:
    return tell_about(
        reply.proposal,
        people=audience(reply.proposal) - {reply.written_by_id},
        kind="official-reply",
        title=titled(
            ("‘{title}’ 제안에 공식 답변이 달렸습니다", "The city has replied to “{title}”"),
            reply.proposal,
        ),
        body=words(reply.text),
        at=reply.created_at,
    )


def tell_period_over(proposal: Proposal, at: datetime) -> Update:
    """Only the author: the others hear of the answer."""
    count = proposal.support_count
    return tell_about(
        proposal,
        people=[proposal.author_id],
        kind="support-period",
        title=titled(
            ("‘{title}’ 제안의 공감 기간이 끝났습니다", "The support period of “{title}” is over"),
            proposal,
        ),
        body=words(
            f"모두 {count}명이 공감했습니다. 담당자가 짧게라도 꼭 답변드리겠습니다.",
            f"{count} people backed it. You will get a short answer in any case.",
        ),
        at=at,
    )


def tell_answer(comment: Comment, answered: Comment) -> None:
    """Only who was answered; the words stay on the page, where they can be hidden or forgotten."""
    if answered.author_id != comment.author_id:
        tell_about(
            comment.proposal,
            people=[answered.author_id],
            kind="comment",
            title=titled(
                (
                    "‘{title}’ 제안에 남긴 댓글에 답글이 달렸습니다",
                    "Your comment on “{title}” was answered",
                ),
                comment.proposal,
            ),
            body=Words(),
            at=comment.created_at,
        )


def tell_solution(solution: Solution) -> None:
    """Only the author: somebody has an idea for what they asked."""
    if solution.author_id != solution.proposal.author_id:
        tell_about(
            solution.proposal,
            people=[solution.proposal.author_id],
            kind="solution",
            title=titled(
                (
                    "‘{title}’ 제안에 해결 방안이 올라왔습니다",
                    "Somebody offers a solution for “{title}”",
                ),
                solution.proposal,
            ),
            body=Words(),
            at=solution.created_at,
        )


def tell_addition(revision: Revision) -> Update:
    """The words stay on the page, where they can be hidden or forgotten."""
    return tell_about(
        revision.proposal,
        people=audience(revision.proposal) - {revision.proposal.author_id},
        kind="addition",
        title=titled(
            ("제안자가 ‘{title}’ 제안에 글을 덧붙였습니다", "The author has added to “{title}”"),
            revision.proposal,
        ),
        body=Words(),
        at=revision.at,
    )


def tell_officer(
    proposal: Proposal, *, kind: str, title: tuple[str, str], at: datetime, body: str = ""
) -> None:
    """News for the officer in charge, with the address of the desk; nobody if nobody is."""
    if proposal.officer_id:
        tell(
            people=[proposal.officer_id],
            kind=kind,
            thread=proposal.thread,
            url=reverse("proposals_desk:proposal", args=[proposal.pk]),
            title=titled(title, proposal),
            body=words(body) if body else None,
            at=at,
        )


def _phrase(decision: Decision) -> tuple[str, str]:
    before = (decision.before_status, decision.before_outcome)
    after = (decision.status, decision.outcome)
    if decision.status == Status.ACCEPTED and decision.in_part:
        return IN_PART
    if decision.before_outcome == Outcome.MERGED:
        return UNMERGED
    return MOVED_FROM.get((before, after)) or MOVED[decision.outcome or decision.status]


def titled(phrase: tuple[str, str], proposal: Proposal) -> Words:
    ko, en = (text.format(title=proposal.shown_title) for text in phrase)
    return words(ko, en)


def tell_about(
    proposal: Proposal,
    *,
    people: Iterable[User | int],
    kind: str,
    title: Words,
    body: Words,
    at: datetime,
    asks: Iterable[User | int] = (),
    praises: Iterable[User | int] = (),
    url: str = "",
) -> Update:
    return tell(
        people=people,
        kind=kind,
        thread=proposal.thread,
        url=url or proposal.get_absolute_url(),
        title=title,
        body=body,
        department_id=proposal.department_id,
        asks=asks,
        praises=praises,
        at=at,
    )
