"""Somebody reads all that is published of several nights, and must not learn what a few people did.

The attacker (tests/attacker.py) has the API with every filter and every report, night after night, and
solves them together; the files of releases hold the same rows. Whoever could be nobody, or k people
and more, is safe.
"""

import csv
import io
import random
from collections import defaultdict
from datetime import datetime, timedelta
from itertools import combinations

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import ModerationAct, ModerationCase
from accounts.roles import Channel, Level
from city.models import City
from pilots.models import AskedAgain, Participation
from proposals.models import Confirmation, SupportEvent
from reports.compute import compute_figures
from reports.figures import BY_KEY, DEFINITIONS
from reports.freeze import freeze
from reports.hiding import tell
from reports.models import Report, ReportKind, Run, ShownGroups
from reports.opendata.release import release_data
from tests import factories as f
from tests.attacker import Attacker
from tests.pilots.people import join, make_recruiting_pilot

OF_PEOPLE = [d for d in DEFINITIONS if d.people]
FIRST = timezone.now() - timedelta(days=9)


class Town:
    """People who back, answer and take part; every night a few more here and many more there."""

    def __init__(self, seed):
        self.rng, self.desk = random.Random(seed), random.Random(f"desk {seed}")
        self.proposals = f.ProposalFactory.create_batch(3, created_at=FIRST - timedelta(days=90))
        self.pilots = [
            make_recruiting_pilot(stage="running", created_at=FIRST - timedelta(days=30))
            for _ in range(3)
        ]
        self.officer, self.hidden = f.UserFactory(role="officer"), []
        self.promises = [self._promise(proposal) for proposal in self.proposals]

    def _promise(self, proposal):
        category = f.category(f"kind{proposal.pk}", f"분야{proposal.pk}", f"Kind {proposal.pk}")
        type(proposal).objects.filter(pk=proposal.pk).update(category=category)
        return proposal.commitments.create(
            what={"ko": "가로등을 답니다."}, department=f.department(),
            promised_by=f.UserFactory(role="officer"), due_month="2026-01-01",
            first_due_month="2026-01-01",
        )  # fmt: skip

    def some(self, rng=None):
        return (rng or self.rng).choice([0, 0, 1, 2, 3, 4, 6, 9, 13])

    def live(self, at, *, first=False):
        for level in Level.values:
            channel = self.rng.choice([Channel.WEB, Channel.WEB, Channel.KIOSK, Channel.DESK])
            for change, count in ((1, self.some() + 12 * first), (-1, self.some() // 3)):
                SupportEvent.objects.bulk_create(
                    SupportEvent(
                        proposal=self.rng.choice(self.proposals), change=change, level=level,
                        channel=channel, at=at,
                    )
                    for _ in range(count)
                )  # fmt: skip
        for pilot in self.pilots:
            for _ in range(self.some() // 2 + 7 * first):
                person = f.UserFactory(sex=self.rng.choice(["f", "m", ""]))
                place = join(pilot, person, "active")
                Participation.objects.filter(pk=place.pk).update(created_at=at)
            self._leave(pilot, at)
            for answered in (True, False):
                self._ask_again(pilot, at, answered, self.some() + 5 * first)
        self._hide(at)
        for promise in self.promises:
            for answer in ("yes", "no", None):
                self._confirm(promise, at, answer, self.some() + 5 * first)

    def _leave(self, pilot, at):
        for reason in ("time", "moved", ""):
            for _ in range(self.some(self.desk) // 3):
                place = join(pilot, f.UserFactory(), "withdrawn")
                Participation.objects.filter(pk=place.pk).update(
                    created_at=at, withdrawal_kind=reason
                )

    def _hide(self, at):
        """Some are hidden; of all that are, some are shown again, asked for or not."""
        for ground in ("insult", "advert", "personal"):
            for _ in range(self.some(self.desk)):
                self.hidden.append(len(self.hidden) + 1)
                ModerationAct.objects.create(
                    kind="comment", target=self.hidden[-1], hidden=True, ground=ground, reason="-",
                    by=self.officer, at=at,
                )  # fmt: skip
        for target in self.desk.sample(self.hidden, min(self.some(self.desk), len(self.hidden))):
            if self.desk.random() < 0.6:
                ModerationCase.objects.get_or_create(
                    kind="comment", target=target, source="appeal", reporter=self.officer,
                    defaults={"reason": "-", "created_at": at},
                )  # fmt: skip
            ModerationAct.objects.create(
                kind="comment", target=target, hidden=False, reason="-", by=self.officer, at=at
            )

    def _ask_again(self, pilot, at, answered, count):
        turn = self.rng.choice(["running", "ended"])
        AskedAgain.objects.bulk_create(
            AskedAgain(
                pilot=pilot, person=f.UserFactory(), came_as="member", turn=turn, asked_at=at,
                answered_at=at if answered else None,
            )
            for _ in range(count)
        )  # fmt: skip

    def _confirm(self, promise, at, answer, count):
        Confirmation.objects.bulk_create(
            Confirmation(
                commitment=promise, person=f.UserFactory(), answer=answer, created_at=at,
                answered_at=at if answer else None,
            )
            for _ in range(count)
        )  # fmt: skip


# ── What is published ────────────────────────────────────────────────────────────────────────


def publish_a_night(at):
    """The night's figures, and a report that freezes them."""
    run = compute_figures(as_of=at)
    report = Report(
        slug=f"night-{at:%Y-%m-%d}", kind=ReportKind.objects.get(pk="city"), run=run,
        title={"ko": "밤"}, built_at=at, published_at=at, published_by=f.UserFactory(role="manager"),
    )  # fmt: skip
    report.frozen = freeze(report)
    report.save()
    return run


def read(address) -> dict:
    answer = Client().get(address)
    assert answer.status_code == 200, address
    return answer.json()


def rows_of_the_api():
    """Every figure of people by every filter that the API has."""
    for d in OF_PEOPLE:
        for cut in d.cuts:
            rows = _pages(f"/api/v1/figures/?key={d.key}&cut={','.join(cut)}")
            yield from rows
            for row in rows:
                for name, value in row["cut"].items():
                    yield from _pages(f"/api/v1/figures/?key={d.key}&{name}={value}")


def _pages(address) -> list[dict]:
    rows = []
    while address:
        page = read(address)
        rows += page["results"]
        address = page.get("next")
    return rows


def rows_of_reports():
    for report in read("/api/v1/reports/")["results"]:
        frozen = read(f"/api/v1/reports/{report['slug']}/")["frozen"]
        for row in [*frozen["figures"], *frozen["cuts"]]:
            if BY_KEY[row["key"]].people:
                yield {"as_of": row["extra"].get("as_of", frozen["as_of"]), **row}


def rows_of_files():
    """(file, rows) of every file about people, of every release."""
    for dataset in read("/api/v1/datasets/")["results"]:
        slug = dataset["url"].rstrip("/").rsplit("/", 1)[-1]
        for release in read(f"/api/v1/datasets/{slug}/")["releases"]:
            for file in release["files"]:
                if file["name"] in ABOUT_PEOPLE:
                    answer = Client().get(file["url"])
                    text = b"".join(answer.streaming_content).decode("utf-8-sig")
                    yield file["name"], list(csv.DictReader(io.StringIO(text)))


# file: the figure, its dimension, and how its columns are called in a row of the API
ABOUT_PEOPLE = {
    "support_by_level.csv": ("support_by_level", "level", {"value": "support"}),
    "support_by_channel.csv": ("support_by_channel", "channel", {"value": "support"}),
    "participants.csv": ("participants", "pilot", {"value": "participants"}),
    "stayed.csv": ("places_by_end", "leaving", {"value": "people"}),
    "asked_again.csv": ("answered_again", "turn", {"n": "asked", "answered": "answered"}),
    "confirmations.csv": (
        "residents_confirm_better", "category",
        {"asked": "asked", "n": "answered", "better": "better"},
    ),
}  # fmt: skip


def parts_told(row) -> list[tuple[tuple[int, ...], float]]:
    """What a row says of its parts: which of them add up to which number."""
    key, value, n, extra = row["key"], row["value"], row["n"], row.get("extra", {})
    if key in ("answered_again", "people_asked_again"):
        answered = extra.get("answered")
        return [((0, 1), n), *([((0,), answered)] if answered is not None else [])]
    if key == "residents_confirm_better":
        yes = [((0,), round(value * n / 100))] if value is not None else []
        return [((0, 1), n), *yes, ((0, 1, 2), extra["asked"]), ((2,), extra["no_answer"])]
    if key == "places_by_end":
        return [((0, 1, 2), value)]
    if key in ("stayed_to_the_end", "came_back"):
        first = [((0,), round(value * n / 100))] if value is not None else []
        return [((0, 1), n), *first]
    return [((0,), value)]


# ── The attack ───────────────────────────────────────────────────────────────────────────────


def family(key):
    return BY_KEY[key].people_of or key


def truth() -> dict:
    """{people: {cut: {time: {group: parts}}}}: what was really so at each time."""
    found = defaultdict(lambda: defaultdict(dict))
    for row in ShownGroups.objects.order_by("as_of"):
        found[family(row.key)][row.cut][row.as_of.isoformat()] = row.counted
    return found


def learn_everything(told) -> dict[str, Attacker]:
    k = City.objects.current().smallest_group
    attackers = {family(d.key): Attacker(k) for d in OF_PEOPLE}
    for row in [*told, *rows_of_reports()]:
        d, cut = BY_KEY[row["key"]], ",".join(sorted(row["cut"]))
        group = ";".join(f"{name}={value}" for name, value in row["cut"].items())
        if not row["hidden"]:
            at = datetime.fromisoformat(row["as_of"]).isoformat()
            at = datetime.fromisoformat(at).astimezone(FIRST.tzinfo).isoformat()
            for parts, number in parts_told(row):
                attackers[family(d.key)].learn({(cut, at, group, p): 1 for p in parts}, number)
            if d.key.startswith("people_by_"):  # n is everybody
                attackers["people"].learn({("", at, "", 0): 1}, row["n"])
    for name, by_cut in truth().items():
        _learn_sums(attackers[name], by_cut, BY_KEY.get(name))
    return attackers


def _learn_sums(attacker, by_cut, d) -> None:
    """All groups together are everybody; how much support there is, is public."""
    for cut, by_time in by_cut.items():
        for at, counted in by_time.items():
            for part in range(len(next(iter(counted.values()), ()))):
                everybody = ("", at, "", part)
                if cut:
                    whole = {(cut, at, group, part): 1 for group in counted}
                    attacker.learn(whole | {everybody: -1}, 0)
                elif d and d.whole_is_public:
                    attacker.learn({everybody: 1}, counted[""][part])


def won(told) -> list[str]:
    """Every count, and every change of groups together, that an attacker knows to be a few people."""
    attackers, found = learn_everything(told), []
    for name, by_cut in truth().items():
        public = name in BY_KEY and BY_KEY[name].whole_is_public
        for cut, by_time in by_cut.items():
            if cut == "" and public:
                continue
            for asked, count, said in _questions(cut, by_time):
                if attackers[name].wins(asked, count):
                    found.append(f"{name} {said}: {count}")
    return found


def _questions(cut, by_time):
    names = sorted({group for counted in by_time.values() for group in counted})
    parts = range(
        max((len(p) for counted in by_time.values() for p in counted.values()), default=0)
    )
    for at, counted in by_time.items():
        for group, counts in counted.items():
            for part, count in enumerate(counts):
                yield {(cut, at, group, part): 1}, count, f"{group} {at}"
    several = [pair for size in (1, 2) for pair in combinations(names, size) if len(names) > size]
    for one, other in combinations(by_time, 2):
        for groups in several or [tuple(names)]:
            for part in parts:
                asked, changes = {}, dict.fromkeys(groups, 0)
                for sign, at in ((-1, one), (1, other)):
                    for group in set(groups) & by_time[at].keys():
                        asked[cut, at, group, part] = sign
                        changes[group] += sign * by_time[at][group][part]
                # Where many came and many went, what is left of both is no few people.
                if sum(map(abs, changes.values())) < City.objects.current().smallest_group:
                    yield asked, sum(changes.values()), f"{groups} {one} → {other}"


@pytest.fixture
def town(populated):
    """A town of some nights: what the API tells after each of them is remembered."""

    def live(seed, nights=3):
        town, told = Town(seed), []
        for night in range(nights):
            at = FIRST + timedelta(days=2 * night)
            town.live(at - timedelta(hours=1), first=night == 0)
            publish_a_night(at)
            told += rows_of_the_api()
        return told

    return live


def _took_part_at_first() -> int:
    rows = Participation.objects.filter(created_at__lte=FIRST)
    return rows.exclude(status="withdrawn").count()


@pytest.mark.parametrize("seed", [1, 2])
def test_all_that_is_published_lets_nobody_work_out_what_a_few_people_did(town, seed):
    told = town(seed)

    assert won(told) == []
    # It did read: how many take part in all was told on the first night.
    low, high = learn_everything(told)["participants"].range_of({("", FIRST.isoformat(), "", 0): 1})
    assert low == high == _took_part_at_first()


def test_without_keeping_back_small_changes_the_attacker_wins(town, monkeypatch):
    """The attack is real: every night is safe by itself, and two of them are not."""
    monkeypatch.setattr(tell, "may_tell_whole", lambda *args: True)
    monkeypatch.setattr(tell, "told_anew", lambda now, hidden, before, k: now.keys() - hidden)

    assert {line.split()[0] for line in won(town(1))} >= {"support_by_level", "participants"}


def test_a_file_shows_what_the_figure_shows(town):
    """Row by row, with the same numbers of the same day, and nothing where the page hides it."""
    of_api = {(row["key"], *row["cut"].items()): row for row in town(1, nights=2)}
    release_data(run=Run.objects.latest_finished())

    compared = 0
    for name, rows in rows_of_files():
        key, by, columns = ABOUT_PEOPLE[name]
        for line in rows:
            group = () if line[by] == "all" else ((by, line[by]),)
            row = of_api.get((key, *group))
            if row is None:
                assert (line[by], key[:10]) == ("all", "support_by")  # the public total
                continue
            told = {**row["extra"], "value": row["value"], "n": row["n"]}
            told["better"] = row["value"] and round(row["value"] * row["n"] / 100)
            for mine, theirs in columns.items():
                assert (line[theirs] or None) == (None if row["hidden"] else str(int(told[mine])))
            if not row["hidden"]:
                assert line["told_on"] == str(
                    timezone.localtime(datetime.fromisoformat(row["as_of"])).date()
                )
            compared += 1
    assert compared > 12
