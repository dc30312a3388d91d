"""Plays the residents' proposals through the real verbs, each at its own time in the past."""

import json
from datetime import date, datetime, timedelta
from pathlib import Path

from django.utils import timezone

from accounts.models import User
from accounts.roles import Channel
from city.models import Category
from city.words import words
from livinglab.demo.people import Cast
from livinglab.demo.places import Places
from proposals import confirm
from proposals.answer_request import answer as answer_request
from proposals.appeal import ask_again
from proposals.assign import assign
from proposals.comment import post_comment
from proposals.follow import follow
from proposals.merge import merge_proposals
from proposals.models import Commitment, Proposal
from proposals.promise import postpone, promise, report_done
from proposals.solve import back_solution, offer_solution
from proposals.submit import submit_proposal, withdraw_proposal
from proposals.support import give_supports
from proposals.triage import decide, reply_officially
from proposals.workflow import Outcome, Status

TEXTS = Path(__file__).parent / "texts"


def texts() -> list[dict]:
    found = []
    for path in sorted(TEXTS.glob("proposals_*.json")):
        found += json.loads(path.read_text("utf-8"))
    return found


class Story:
    """One proposal of the demo city, from its submission to the last answer."""

    def __init__(self, text: dict, cast: Cast, places: Places, now: datetime):
        self.text, self.cast, self.places, self.now = text, cast, places, now
        self.rng = cast.rng
        # A quarter of an hour of slack, so that nothing happens in the future.
        self.start = now - timedelta(days=text["days_ago"], minutes=self.rng.randint(20, 600))
        self.author = self._author()
        self.proposal: Proposal = None  # from `submit` on
        self.taps: list[tuple[User, datetime]] = []

    def _author(self) -> User:
        if self.text["key"] in OF_THE_RESIDENT:
            return self.cast.resident
        if self.text["key"] in OF_THE_NEIGHBOUR:
            return self.cast.neighbour
        return self.rng.choice(self.cast.residents)

    def at(self, days: float) -> datetime:
        return min(self.start + timedelta(days=days, minutes=self.rng.randint(1, 300)), self.now)

    def acts(self, stories: dict[str, "Story"]):
        """Everything that happens in this story: (when, act)."""
        yield self.start, lambda: self.submit(stories)
        yield from self._supports()
        for when, act in self._others(stories):
            yield when, lambda act=act: (self.give_support(), act())

    def _others(self, stories: dict[str, "Story"]):
        yield from self._first_look()
        yield from self._comments()
        yield from self._solutions()
        yield from self._moves()
        yield from self._reply()
        if "merge" in self.text:
            when = self.at(self.text["merge"]["days"])
            yield when, lambda: self._merge(stories, when)

    def submit(self, stories: dict[str, "Story"]) -> None:
        text = self.text
        name, lon, lat = self._place(stories)
        district = self.places.district_at(lon, lat)
        self.names = {"near": name, "dong": district.name["ko"] if district else ""}
        place = {"place_note": self._fill(text.get("place_note", ""))[:200], "district": district}
        if not text.get("dong_only"):
            place |= {"lon": lon, "lat": lat}
        at_a_desk = "세" in text["voice"] and text["voice"][:1] in "789" and self.rng.random() < 0.5
        self.proposal = submit_proposal(
            by=self.author,
            title=text["title"],
            text=self._fill(text["text"]),
            category=CATEGORY[text["category"]],
            place=place,
            lang=text.get("lang", "ko"),
            channel=Channel.DESK if at_a_desk else Channel.WEB,
            recorded_by=self.cast.officer_of("welfare") if at_a_desk else None,
            at=self.start,
        )

    def _place(self, stories) -> tuple[str, float, float]:
        twin = self._twin(stories)
        if twin and twin.proposal and twin.proposal.lon is not None:
            return twin.names["near"], twin.proposal.lon + 0.0002, twin.proposal.lat
        near = self.text.get("near", "none")
        return self.places.near(near) if near != "none" else self.places.somewhere()

    def _twin(self, stories) -> "Story | None":
        """Two texts about the same spot, which are merged later, stand side by side."""
        into = self.text.get("merge", {}).get("into")
        if into:
            return stories[into]
        key = self.text["key"]
        twins = (s for s in stories.values() if s.text.get("merge", {}).get("into") == key)
        return next(twins, None)

    def _fill(self, words: str) -> str:
        return words.replace("{near}", self.names["near"]).replace("{dong}", self.names["dong"])

    def _first_look(self):
        """An officer takes it on in the first days; what came yesterday still waits."""
        when = self.at(1.2)
        if when < self.now:
            yield when, lambda: self._assign(when)

    def _assign(self, when: datetime) -> None:
        self.proposal.refresh_from_db()
        if self.proposal.status != Status.CLOSED:
            officer = self.cast.officer_of(self.proposal.department.code)
            assign(proposal=self.proposal, officer=officer, by=officer, at=when)

    # ── support ─────────────────────────────────────────────────────────────────────────────

    def _supports(self):
        count = self.text["supports"]
        days = min(29.0, self.text["days_ago"] - 0.3)
        first_move = min((move["days"] for move in self.text["moves"]), default=days)
        if count >= THRESHOLD and self.text["moves"]:
            days = min(days, first_move - 0.8)
        people = self.cast.some(count, without={self.author.pk})
        people = self._with_demo_people(people)
        for person in people:
            # Most come in the first days, after the notice on the apartment board.
            when = self.at(days * self.rng.random() ** 1.7)
            yield when, lambda person=person, when=when: self.taps.append((person, when))

    def _with_demo_people(self, people: list[User]) -> list[User]:
        for person in (self.cast.resident, self.cast.neighbour):
            if people and person != self.author and self.rng.random() < 0.12:
                people[self.rng.randrange(len(people))] = person
        return list({person.pk: person for person in people}.values())

    def give_support(self) -> None:
        """What was tapped since anything else happened here, at once: there are thousands."""
        taps, self.taps = self.taps, []
        if not taps:
            return
        self.proposal.refresh_from_db(fields=["status", "outcome", "hidden_at", "support_count"])
        missing = max(0, self.proposal.support_threshold - self.proposal.support_count)
        # The tap that reaches the threshold is the last of its part, as its time is kept.
        for part in (taps[:missing], taps[missing:]):
            if part and self.proposal.takes_support:
                give_supports(proposal=self.proposal, taps=part)
                self.proposal.refresh_from_db(fields=["status", "outcome", "hidden_at"])

    # ── words ───────────────────────────────────────────────────────────────────────────────

    def _comments(self):
        rows: dict[int, object] = {}
        for number, text in enumerate(self.text.get("comments", [])):
            when = self.at(text["days"] + number * 0.01)
            yield when, lambda n=number, t=text, w=when: self._comment(rows, n, t, w)

    def _comment(self, rows, number, text, when) -> None:
        is_author = text["voice"] == self.text["voice"] or text["voice"] in ("제안자", "글쓴이")
        by = self.author if is_author else self.rng.choice(self.cast.residents)
        above = rows.get(text["to"]) if text.get("to") is not None else None
        if above is not None and above.answers_id:
            above = above.answers
        rows[number] = post_comment(
            proposal=self.proposal, by=by, text=self._fill(text["text"]), answers=above, at=when
        )

    def _solutions(self):
        for number, text in enumerate(self.text.get("solutions", [])):
            when = self.at(min(2 + 3 * number, self.text["days_ago"] - 0.5))
            yield when, lambda t=text, w=when: self._solve(t, w)

    def _solve(self, text, when) -> None:
        self.proposal.refresh_from_db()
        if not self.proposal.takes_support:
            return
        by = self.rng.choice(self.cast.residents)
        solution = offer_solution(
            proposal=self.proposal,
            by=by,
            title=text["title"],
            text=text["text"],
            offeror=text["by"],
            interest=text.get("interest", ""),
            at=when,
        )
        for person in self.cast.some(text.get("supports", 0), without={by.pk}):
            back_solution(solution=solution, by=person)

    def _reply(self):
        if reply := self.text.get("reply"):
            when = self.at(reply["days"])
            code = reply["department"]
            yield (
                when,
                lambda: reply_officially(
                    proposal=self.proposal,
                    department=self.cast.departments[code],
                    text=self._fill(reply["text"]),
                    by=self.cast.officer_of(code),
                    at=when,
                ),
            )

    # ── the city's moves ────────────────────────────────────────────────────────────────────

    def _moves(self):
        days = 0.0
        for move in self.text["moves"]:
            days = max(days + 0.1, move["days"])
            when = self.at(days)
            yield when, lambda move=move, when=when: self._move(move, when)

    def _move(self, move: dict, when: datetime) -> None:
        proposal, reason = self.proposal, self._fill(move["reason"])
        proposal.refresh_from_db()
        code = move.get("department") or proposal.department.code
        officer = self.cast.officer_of(code)
        status, outcome = move["status"], move.get("outcome", "")
        if outcome == Outcome.WITHDRAWN:
            withdraw_proposal(proposal=proposal, by=self.author, at=when)
        elif outcome == Outcome.DONE:
            self._finish(reason, when)
        elif status == Status.PLANNED:
            self._plan(officer, reason, when)
        elif proposal.status == Status.NEEDS_INFO and status in (
            Status.RECEIVED,
            Status.IN_REVIEW,
        ):
            answer_request(proposal=proposal, text=reason, by=self.author, at=when)
        elif proposal.outcome == Outcome.DECLINED and status == Status.IN_REVIEW:
            ask_again(proposal=proposal, reason=reason, by=self.author, at=when)
        else:
            decide(
                proposal=proposal,
                status=status,
                outcome=outcome,
                reason=reason,
                by=officer,
                in_part=move.get("in_part", False),
                department=self.cast.departments[code],
                referred_to=move.get("referred_to", ""),
                at=when,
            )

    def _plan(self, officer: User, reason: str, when: datetime) -> None:
        promised = [
            self._promise(text, officer, reason if number == 0 else "", when)
            for number, text in enumerate(self.text.get("commitments", []))
        ]
        for commitment, text, due in promised:
            if text["end"] == "late":
                self._slip(commitment, officer, self._fill(text.get("note", "")), due)
            elif text["end"] == "done" and not self._will_be_done():
                report_done(
                    commitment=commitment,
                    by=officer,
                    figure=words(self._fill(text.get("note") or text["what"])),
                    at=min(max(when, self._noon(due)), self.now),
                )

    def _promise(self, text: dict, officer: User, reason: str, when: datetime):
        due = (self.start + timedelta(days=text["due_days"])).date()
        due = max(due, timezone.localtime(when).date())
        commitment = promise(
            proposal=self.proposal,
            what=words(self._fill(text["what"])),
            where=words(self._fill(text.get("where", ""))) if text.get("where") else None,
            budget_line=words(text["budget_line"]) if text.get("budget_line") else None,
            amount=text.get("amount"),
            sites_planned=text.get("sites"),
            department=officer.department,
            due_month=due,
            reason=reason,
            by=officer,
            at=when,
        )
        self.proposal.refresh_from_db()
        return commitment, text, due

    def _noon(self, day: date) -> datetime:
        return timezone.make_aware(datetime(day.year, day.month, day.day, 12))

    def _slip(self, commitment: Commitment, officer: User, note: str, due: date) -> None:
        when = min(self._noon(due), self.now - timedelta(hours=3))
        later = (self.now + timedelta(days=70)).date().replace(day=1)
        postpone(
            commitment=commitment,
            due_month=later,
            reason=note or "공사 순서가 밀려 조금 늦어집니다.",
            by=officer,
            at=when,
        )

    def _merge(self, stories, when: datetime) -> None:
        text = self.text["merge"]
        self.proposal.refresh_from_db()
        stories[text["into"]].give_support()
        merge_proposals(
            proposal=self.proposal,
            into=stories[text["into"]].proposal,
            reason=text["reason"],
            by=self.cast.officer_of(self.proposal.department.code),
            at=when,
        )

    def _will_be_done(self) -> bool:
        return any(move.get("outcome") == Outcome.DONE for move in self.text["moves"])

    def _finish(self, reason: str, when: datetime) -> None:
        kept = list(self.proposal.commitments.exclude(state=Commitment.State.DONE))
        for number, (commitment, text) in enumerate(
            zip(kept, self.text.get("commitments", []), strict=False)
        ):
            is_last = number == len(kept) - 1
            report_done(
                commitment=commitment,
                by=commitment.promised_by,
                figure=words(self._fill(text.get("note") or text["what"])),
                note=reason if is_last else "",
                at=when,
            )
        self._confirm(when)

    def _confirm(self, when: datetime) -> None:
        answers = self.text.get("confirmations", {})
        commitment = self.proposal.commitments.order_by("-done_at", "-pk").first()
        people = [row.supporter for row in self.proposal.supports.select_related("supporter")]
        self.rng.shuffle(people)
        said = ["yes"] * answers.get("yes", 0) + ["no"] * answers.get("no", 0)
        for person, answer in zip(people, said, strict=False):
            confirm.answer(
                commitment=commitment,
                person=person,
                answer=answer,
                at=min(when + timedelta(hours=self.rng.randint(3, 300)), self.now),
            )


THRESHOLD = 30
CATEGORY: dict[str, Category] = {}
# What the two residents of the sign-in list have proposed themselves.
OF_THE_RESIDENT = {"walk-002", "digital-022", "care-010", "env-003"}
OF_THE_NEIGHBOUR = {"safe-005", "culture-004"}


def play_proposals(cast: Cast, places: Places, now: datetime) -> dict[str, Story]:
    CATEGORY.update({row.slug: row for row in Category.objects.all()})
    stories = {text["key"]: Story(text, cast, places, now) for text in texts()}
    acts = [act for story in stories.values() for act in story.acts(stories)]
    for _when, act in sorted(acts, key=lambda act: act[0]):
        act()
    for story in stories.values():
        story.give_support()
    for story in cast.rng.sample(list(stories.values()), 12):
        follow(proposal=story.proposal, by=cast.resident)
    return stories
