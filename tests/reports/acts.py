"""A city that lives: people and officers act at random, through the real verbs, over months."""

import random
from contextlib import suppress
from datetime import timedelta

from django.utils import timezone

from city.words import words
from proposals import confirm, promise, triage
from proposals.models import Commitment, Confirmation, Proposal
from proposals.submit import CannotWithdraw, submit_proposal, withdraw_proposal
from proposals.support import SupportClosed, give_support, take_back_support
from proposals.workflow import MoveNotAllowed, Status
from tests import factories as f

REASON = "현장을 살펴보고 이렇게 정했습니다."


class Life:
    def __init__(self, seed: int = 7, people: int = 12):
        self.rng = random.Random(seed)
        self.people = [
            f.UserFactory(level=self.rng.choice(["registered", "verified"])) for _ in range(people)
        ]
        self.officer = f.UserFactory(role="officer", department=f.department())
        self.categories = [f.category(), f.category("safety", "안전", "Safety")]
        self.now = timezone.now() - timedelta(days=150)

    def live(self, acts: int = 100) -> "Life":
        for _ in range(acts):
            self.now += timedelta(hours=self.rng.randint(6, 60))
            self.now = min(self.now, timezone.now() - timedelta(seconds=1))
            act = self.rng.choices(
                [self.propose, self.support, self.take_back, self.decide, self.promise, self.keep,
                 self.confirm, self.withdraw],
                [20, 45, 5, 22, 8, 6, 12, 2],
            )[0]  # fmt: skip
            with suppress(MoveNotAllowed, SupportClosed, CannotWithdraw, confirm.NotAsked):
                act()
        return self

    def some(self, rows):
        rows = list(rows.order_by("pk"))
        return self.rng.choice(rows) if rows else None

    def propose(self):
        submit_proposal(
            by=self.rng.choice(self.people),
            title="학교 앞 횡단보도가 어두워요",
            text="겨울이면 다섯 시에도 깜깜해서 차가 사람을 못 봅니다.",
            category=self.rng.choice(self.categories),
            place={"lon": self.rng.uniform(127.001, 127.099), "lat": 37.75},
            at=self.now,
        )

    def support(self):
        if proposal := self.some(Proposal.objects.all()):
            give_support(proposal=proposal, by=self.rng.choice(self.people), at=self.now)

    def take_back(self):
        if proposal := self.some(Proposal.objects.all()):
            take_back_support(proposal=proposal, by=self.rng.choice(self.people), at=self.now)

    def decide(self):
        proposal = self.some(Proposal.objects.exclude(status=Status.PILOTING))
        status, outcome = self.rng.choice(
            [("in_review", ""), ("in_review", ""), ("accepted", ""), ("accepted", ""),
             ("closed", "declined"), ("closed", "not_raised")]
        )  # fmt: skip
        if proposal:
            triage.decide(
                proposal=proposal,
                status=status,
                outcome=outcome,
                reason=REASON,
                by=self.officer,
                at=self.now,
            )

    def promise(self):
        if proposal := self.some(Proposal.objects.filter(status=Status.ACCEPTED)):
            month = (self.now + timedelta(days=self.rng.randint(0, 90))).date().replace(day=1)
            promise.promise(
                proposal=proposal, what=words("가로등을 답니다."), due_month=month,
                department=f.department(), by=self.officer, at=self.now,
            )  # fmt: skip

    def keep(self):
        open_ones = Commitment.objects.filter(state__in=["promised", "late"])
        if commitment := self.some(open_ones):
            promise.report_done(
                commitment=commitment,
                by=self.officer,
                figure=words("가로등 3개"),
                note=REASON,
                at=self.now,
            )

    def confirm(self):
        for asked in list(Confirmation.objects.filter(answer=None).order_by("pk"))[:3]:
            answer = self.rng.choice(["yes", "yes", "yes", "no"])
            confirm.answer(
                commitment=asked.commitment,
                person=asked.person,
                answer=answer,
                round=asked.round,
                at=self.now,
            )

    def withdraw(self):
        if proposal := self.some(Proposal.objects.all()):
            withdraw_proposal(proposal=proposal, by=proposal.author, at=self.now)
