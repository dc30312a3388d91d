"""Plays the pilots through the real verbs: protocol, people, waves, diaries, files, conclusions."""

import csv
import io
import json
from datetime import date, datetime, time, timedelta
from pathlib import Path

from django.utils import timezone

from accounts.consent import write_text
from accounts.models import User
from city.words import Words, words
from livinglab.demo.forecasts import foresee
from livinglab.demo.people import Cast
from livinglab.demo.places import Places
from livinglab.demo.programme import complete_plan
from livinglab.demo.proposals import Story
from livinglab.demo.recruiting import prepare_recruiting
from livinglab.demo.street import hear_passers_by
from pilots import protocol
from pilots.agree import consent
from pilots.conclude import conclude
from pilots.diary import write_diary
from pilots.join import apply
from pilots.models import Participation, Pilot
from pilots.observe import import_observations
from pilots.plan.announce import announce
from pilots.select import draw
from pilots.stages import move_pilot
from pilots.take_up import take_up
from pilots.workflow import Stage, Status
from proposals.promise import promise
from surveys.answer import answer
from surveys.make import create_survey
from surveys.models import Question, Wave

TEXTS = Path(__file__).parent / "texts" / "pilots.json"

REASONS = {
    Stage.RECRUITING: "함께할 분을 모집합니다. 누가 참여할지는 공개한 번호로 추첨합니다.",
    Stage.BASELINE: "바꾸기 전 모습을 먼저 잽니다. 지표는 이제 고칠 수 없습니다.",
    Stage.RUNNING: "현장에서 시작합니다.",
    Stage.FOLLOW_UP: "현장 시험을 마치고, 바뀐 모습이 이어지는지 지켜봅니다.",
    Stage.EVALUATING: "현장 시험을 마치고 결과를 분석합니다.",
}
NO_PEOPLE = words(
    "사람을 대상으로 자료를 모으지 않습니다. 거리와 시설만 잽니다.",
    "No data is collected about people. Only streets and facilities are measured.",
)
MOTIVATIONS = [
    "어머니와 함께 써 보고 싶습니다.",
    "제안에 공감했던 사람이라 끝까지 보고 싶어요.",
    "무엇이 달라지는지 제 눈으로 확인하고 싶습니다.",
    "시간은 많고 할 말도 많습니다.",
    "주위에 어려워하는 분이 많아 대신 배워 두려고요.",
    "",
]


class Experiment:
    """One pilot of the demo city, as far as it has come."""

    def __init__(self, text: dict, cast: Cast, places: Places, stories: dict, now: datetime):
        self.text, self.cast, self.places, self.now = text, cast, places, now
        self.stories: dict[str, Story] = stories
        self.rng = cast.rng
        self.by = cast.manager
        self.pilot: Pilot

    def at(self, name: str, hour: int = 10) -> datetime:
        return self._at(self.text[name], hour)

    def _at(self, days_ago: float, hour: int = 10) -> datetime:
        day = (timezone.localtime(self.now) - timedelta(days=days_ago)).date()
        moment = timezone.make_aware(datetime.combine(day, time(hour)))
        return min(moment, self.now) if days_ago >= 0 else moment

    def _day(self, name: str) -> date | None:
        if name not in self.text:
            return None
        return timezone.localtime(self._at(self.text[name])).date()

    def has_reached(self, stage: str) -> bool:
        order = [Stage.DRAFT, Stage.RECRUITING, Stage.BASELINE, Stage.RUNNING, Stage.FOLLOW_UP,
                 Stage.EVALUATING, Stage.CONCLUDED]  # fmt: skip
        reached = Stage.RUNNING if self.text["stage"] == "stopped" else self.text["stage"]
        return order.index(reached) >= order.index(stage)

    def play(self) -> None:
        self.write_protocol()
        if self.text["takes_participants"] and self.has_reached(Stage.RECRUITING):
            self.recruit()
        if self.has_reached(Stage.RECRUITING):
            self.ask_what_is_expected()
        if self.text["stage"] == Stage.DRAFT:
            announce(pilot=self.pilot, by=self.by, at=self._at(2))
        if self.has_reached(Stage.BASELINE):
            self.measure_before()
        if self.has_reached(Stage.RUNNING):
            self.run()
        if self.text["stage"] == "stopped":
            self._move(Stage.STOPPED, self.at("stopped"), self.text["stop_reason"])
        elif self.has_reached(Stage.FOLLOW_UP):
            self.finish()

    def ask_what_is_expected(self) -> None:
        """Those without participants announce their plan for it."""
        if not self.text["takes_participants"]:
            announce(pilot=self.pilot, by=self.by, at=self.pilot.created_at)
        foresee(self.pilot, self.cast, at=self.pilot.created_at)

    # ── protocol ────────────────────────────────────────────────────────────────────────────

    def write_protocol(self) -> None:
        text, start = self.text, self._at(max(self.text["starts"], 1) + 6)
        self.pilot = protocol.create_pilot(
            by=self.by,
            title=Words(text["title"]),
            summary=Words(text["summary"]),
            question=Words(text["question"]),
            hypothesis=Words(text.get("hypothesis", {})),
            what_changes=Words(text.get("what_changes", {})),
            risk_sheet=Words(text.get("risk", {})),
            privacy_sheet=Words(text.get("privacy", {})),
            stop_rule=Words(text.get("stop_rule", {})),
            origin=text["origin"],
            department=self.cast.departments[text["department"]],
            takes_participants=text["takes_participants"],
            ethics="" if text["takes_participants"] else Pilot.Ethics.NOT_NEEDED,
            ethics_reason=Words() if text["takes_participants"] else NO_PEOPLE,
            diary_rhythm="twice" if text["takes_participants"] else "",
            seats=text.get("seats"),
            has_budget=text.get("has_budget", True),
            starts_on=self._day("starts"),
            apply_until=self._day("apply_until"),
            ends_on=self._day("ends"),
            at=start,
        )
        if survey := text.get("survey"):
            self._write_survey(survey, start)
        if "consent" in text:
            self._write_consent(text["consent"], start)
        for site in text["sites"]:
            self._add_site(site)
        for measure in text["measures"]:
            self._add_measure(measure)
        for line in text["budget"]:
            protocol.add_budget_line(
                pilot=self.pilot,
                by=self.by,
                label=Words(line["label"]),
                source=line["source"],
                year=start.year,
                planned=line["planned"],
                spent=line["spent"],
            )
        for partner in text["partners"]:
            protocol.add_partner(
                pilot=self.pilot,
                by=self.by,
                name=Words(partner["name"]),
                kind=partner["kind"],
                role=Words(partner["role"]),
            )
        complete_plan(self.pilot, text["key"], self.by, start, self.now)
        for key in text["proposals"]:
            take_up(pilot=self.pilot, proposal=self._proposal(key), by=self.by, at=start)

    def _proposal(self, key: str):
        proposal = self.stories[key].proposal
        proposal.refresh_from_db()
        return proposal

    def _write_survey(self, survey: dict, at: datetime) -> None:
        fields = {field.name for field in Question._meta.get_fields()}
        questions = []
        for question in survey["questions"]:
            row = {key: value for key, value in question.items() if key in fields}
            for name in ("words", "unit", "hint"):
                if name in row:
                    row[name] = Words(row[name])
            questions.append(row)
        made = create_survey(title=Words(survey["title"]), questions=questions, by=self.by, at=at)
        self.pilot.survey, self.pilot.panel = made, made.panel
        self.pilot.save(update_fields=["survey", "panel"])

    def _write_consent(self, text: dict, at: datetime) -> None:
        self.pilot.consent_text = write_text(
            kind=f"pilot-{self.pilot.pk}",
            title=words("실증 참여 동의", "Consent to taking part"),
            purpose=Words(text["purpose"]),
            items=Words(text["items"]),
            retention=Words(text["retention"]),
            refusal=Words(text["refusal"]),
            is_required=True,
            at=at,
        )
        self.pilot.save(update_fields=["consent_text"])

    def _add_site(self, site: dict) -> None:
        lon = lat = None
        for key in self.text["proposals"]:
            proposal = self._proposal(key)
            lon, lat = proposal.lon, proposal.lat
        if lon is None or site.get("arm") == "comparison" or len(self.text["sites"]) > 2:
            _name, lon, lat = self.places.near(site["near"])
        protocol.add_site(
            pilot=self.pilot,
            by=self.by,
            name=Words(site["name"]),
            arm=site.get("arm", "test"),
            key=site["key"],
            lon=lon,
            lat=lat,
            shape=self.places.drawn(site, lon, lat),
        )

    def _add_measure(self, measure: dict) -> None:
        question = None
        if measure.get("question"):
            question = self.pilot.survey.questions.get(code=measure["question"])
        protocol.add_measure(
            pilot=self.pilot,
            by=self.by,
            code=measure["code"],
            name=Words(measure["name"]),
            unit=Words(measure["unit"]),
            direction=measure["direction"],
            definition=Words(measure["definition"]),
            expected_level=measure.get("before"),
            expected_spread=measure.get("noise") or 1.1,
            denominator=Words(measure.get("denominator", {})),
            method=Words(measure.get("method", {})),
            source=measure.get("source", "observations"),
            question=question,
            target=measure.get("target"),
            smallest_effect=measure.get("smallest_effect"),
            is_primary=measure.get("primary", False),
        )

    def _move(self, to: str, at: datetime, reason: str = "") -> None:
        move_pilot(pilot=self.pilot, to=to, reason=reason or REASONS[to], by=self.by, at=at)
        self.pilot.refresh_from_db()

    # ── people ──────────────────────────────────────────────────────────────────────────────

    def recruit(self) -> None:
        self._move(Stage.RECRUITING, self.at("recruiting"))
        people = self.cast.some(self.text["applicants"])
        if self.text["key"] in ("kiosk", "calltaxi"):
            people[0] = self.cast.resident
        if self.text["key"] == "well-being":
            people[0] = self.cast.neighbour
        prepare_recruiting(self.pilot, self.text["key"], people, self.by, self.at("recruiting", 11))
        self.pilot.refresh_from_db()
        opened, closes = self.text["recruiting"], self.text["apply_until"]
        for person in people:
            days = self.rng.uniform(max(closes, 0) + 0.5, opened - 0.5)
            apply(
                pilot=self.pilot,
                by=person,
                motivation=self.rng.choice(MOTIVATIONS),
                profile_consent=person.birth_year is not None,
                at=self._at(days, self.rng.randint(8, 21)),
            )
        if not self.has_reached(Stage.BASELINE):
            return
        # The published seed brings the two people of the sign-in list in; anybody can redraw it.
        self._draw(self._at(closes - 1, 14))
        for participation in self._participations(Status.SELECTED):
            consent(
                participation=participation,
                by=participation.panelist.person,
                at=self._at(closes - 2, self.rng.randint(9, 20)),
            )

    def _draw(self, at: datetime) -> None:
        draw(pilot=self.pilot, by=self.by, seed=f"{self.text['key']}-{at:%Y%m%d}", at=at)

    def _participations(self, *statuses: str) -> list[Participation]:
        return list(
            self.pilot.participations.filter(status__in=statuses)
            .select_related("panelist__person", "pilot")
            .order_by("pk")
        )

    # ── before, during, after ───────────────────────────────────────────────────────────────

    def measure_before(self) -> None:
        self._move(Stage.BASELINE, self.at("baseline", 9))
        share = 0.94 if self.has_reached(Stage.RUNNING) else 0.5
        self._answer(Wave.Kind.BEFORE, "before", self.text["baseline"], share)

    def run(self) -> None:
        self._move(Stage.RUNNING, self.at("running", 9))
        hear_passers_by(self.text["key"], self.pilot, self.by)
        self._write_diaries()
        self._import_observations()

    def finish(self) -> None:
        if self.text["stage"] == "follow_up":
            self._move(Stage.FOLLOW_UP, self.at("follow_up"))
            return
        self._move(Stage.EVALUATING, self._at(max(self.text["ends"] - 1, 0.1), 9))
        share = 0.9 if self.text["stage"] == "concluded" else 0.6
        self._answer(Wave.Kind.AFTER, "after", max(self.text["ends"] - 1, 0.1), share)
        if self.text["stage"] == "concluded":
            self._conclude()

    def _answer(self, kind: str, moment: str, days_ago: float, share: float) -> None:
        if not self.text.get("survey"):
            return
        wave = self.pilot.survey.waves.get(kind=kind)
        people = self._participations(Status.CONSENTED, Status.ACTIVE, Status.COMPLETED)
        for participation in people:
            person = participation.panelist.person
            waits = person == self.cast.resident and self.text["stage"] == "evaluating"
            if (waits and moment == "after") or self.rng.random() > share:
                continue
            at = self._at(max(days_ago - self.rng.uniform(0, 4), 0.05), self.rng.randint(8, 21))
            answer(
                wave=wave,
                panelist=participation.panelist,
                answers=self._answers(moment, person),
                level=person.level,
                at=max(at, wave.opens_at),
            )

    def _answers(self, moment: str, person: User) -> dict:
        # The same person leans the same way before and after.
        lean = ((person.pk * 37) % 11 - 5) / 5
        said = {}
        for question in self.text["survey"]["questions"]:
            code, kind = question["code"], question["kind"]
            if kind == "scale":
                value = question[moment] + lean * 0.8 + self.rng.gauss(0, 0.5)
                said[code] = min(5, max(1, round(value)))
            elif kind == "number":
                value = question[moment] * (1 + lean * 0.25) + self.rng.gauss(0, 0.6)
                said[code] = round(min(max(value, question["smallest"]), question["largest"]), 0)
            elif kind == "single":
                said[code] = self.rng.choice(question["options"])["code"]
            elif kind == "multiple":
                count = self.rng.randint(1, len(question["options"]) - 1)
                picked = self.rng.sample(question["options"], count)
                said[code] = [option["code"] for option in picked]
        return said

    def _write_diaries(self) -> None:
        people = self._participations(Status.ACTIVE, Status.COMPLETED)
        until = max(self.text["ends"], 0)
        for number, entry in enumerate(self.text.get("diaries", [])):
            if people:
                days = self.rng.uniform(until + 0.2, self.text["running"] - 0.5)
                write_diary(
                    participation=people[number % len(people)],
                    text=entry["text"],
                    rating=entry["rating"],
                    at=self._at(days, self.rng.randint(9, 21)),
                )

    def _import_observations(self) -> None:
        measures = [row for row in self.text["measures"] if "before" in row]
        if not measures:
            return
        until = max(self.text.get("stopped", self.text["ends"]), 0)
        if self.text["stage"] == "follow_up":
            until = 1
        file = io.StringIO()
        rows = csv.writer(file)
        rows.writerow(["측정일", "지점", "지표", "값"])
        for days_ago in range(self.text["baseline"], int(until), -1):
            day = timezone.localtime(self._at(days_ago)).date()
            for site in self.text["sites"]:
                for measure in measures:
                    value = self._observed(measure, site, days_ago)
                    # A sensor is out of order now and then; the gap stays a gap.
                    shown = "" if self.rng.random() < 0.02 else value
                    rows.writerow([day.isoformat(), site["key"], measure["code"], shown])
        import_observations(
            pilot=self.pilot,
            file=file.getvalue().encode("utf-8-sig"),
            file_name=f"{self.text['key']}.csv",
            by=self.by,
            at=self._at(until + 0.1 if until else 0.1, 17),
        )

    def _observed(self, measure: dict, site: dict, days_ago: int) -> float:
        before, after = measure["before"], measure["after"]
        if site.get("arm") == "comparison":
            before, after = measure["comparison"] or (before, before)
        level = before if days_ago > self.text["running"] else after
        value = level + self.rng.gauss(0, measure["noise"])
        top = 100 if measure["unit"]["ko"] == "%" else float("inf")
        return round(min(max(value, 0), top), 1)

    def _conclude(self) -> None:
        text, at = self.text, self.at("concluded", 15)
        conclude(
            pilot=self.pilot,
            verdict=text["verdict"],
            reasons=Words(text["reasons"]),
            learned=Words(text["learned"]),
            by=self.by,
            at=at,
        )
        if commitment := text.get("commitment"):
            for key in text["proposals"]:
                promise(
                    proposal=self._proposal(key),
                    what=Words(commitment["what"]),
                    where=Words(commitment["where"]),
                    budget_line=Words(commitment["budget"]),
                    department=self.cast.departments[text["department"]],
                    due_month=(self.now + timedelta(days=commitment["due_in"])).date(),
                    by=self.by,
                    at=at + timedelta(hours=2),
                )


def play_pilots(cast: Cast, places: Places, stories: dict, now: datetime) -> dict[str, Pilot]:
    pilots = {}
    texts = json.loads(TEXTS.read_text("utf-8"))
    for text in sorted(texts, key=lambda text: -text["starts"]):
        experiment = Experiment(text, cast, places, stories, now)
        experiment.play()
        pilots[text["key"]] = experiment.pilot
    return pilots
