"""The file in which one city hands a pilot to another: its form, and reading it with care.

    {"format": "livinglab-pilot", "version": 1, "sha256": …, "content": {…}}

The SHA-256 is that of the content as city.digest writes it. docs/handing-over.md tells the rest.
"""

import json
from typing import Any

from django.utils.translation import gettext as _

from city.digest import digest_of
from pilots.handing.shape import (
    NotAsAgreed,
    NotPlain,
    both,
    code,
    day,
    long_words,
    matching,
    maybe,
    moment,
    named,
    number,
    one_of,
    plain_throughout,
    record,
    rows,
    text,
    truth,
    whole,
    words,
)
from pilots.models import BudgetLine, ExtraConsent, Measure, Partner, Permit, Pilot, ReCheck, Site
from pilots.workflow import Verdict

FORMAT, VERSION = "livinglab-pilot", 1
MAX_BYTES = 5_000_000
TAKING_PART = "taking_part"


def _answer(value, where) -> None:
    """The code of an option, or a level of a scale."""
    (text(40) if isinstance(value, str) else whole(-1000, 1000))(value, where)


RECIPIENT = record(
    kind=one_of(("processor", "third_party")), name=words(), purpose=words(), items=words(),
    retention=words(),
)  # fmt: skip
CONSENT_TEXT = record(
    covers=one_of((TAKING_PART, *ExtraConsent.Covers.values)),
    title=words(120), purpose=long_words(blank=False), items=long_words(blank=False),
    retention=words(), refusal=long_words(blank=False), easy=long_words(),
    recipients=rows(RECIPIENT, 30), is_required=truth, is_sensitive=truth,
)  # fmt: skip
MEASURE = record(
    code=code(40), name=words(), unit=words(60, blank=True),
    direction=one_of(Measure.Direction.values), definition=long_words(blank=False),
    denominator=words(blank=True), method=long_words(), source=one_of(Measure.Source.values),
    statistic=one_of(Measure.Statistic.values), counted=rows(_answer, 60),
    target=maybe(number()), smallest_effect=maybe(number(low=0)),
    expected_level=maybe(number()), expected_spread=maybe(number(low=0)),
    role=one_of(("primary", "secondary", "exploratory")), question=maybe(code(30)),
)  # fmt: skip
PEOPLE = record(
    takes_participants=truth, seats=maybe(whole(1, 100_000)), consent_days=whole(1, 365),
    eligibility=rows(record(words=words(), wanted=truth, otherwise=words(blank=True)), 30),
    quotas=rows(
        record(
            age_band=matching(r"|\d{1,2}-\d{1,2}|\d{1,2}\+"), sex=matching(r"[a-z]?"),
            seats=whole(1, 100_000), district=maybe(words()),
        ),
        600,
    ),
)  # fmt: skip
PLAN = record(
    title=words(120), summary=long_words(), question=long_words(), hypothesis=long_words(),
    what_changes=long_words(), department=words(120), origin=one_of(Pilot.Origin.values),
    period=record(starts_on=maybe(day), ends_on=maybe(day)),
    alternatives=rows(
        record(code=code(10), name=words(), description=long_words(), is_control=truth), 30
    ),
    sites=rows(
        record(name=words(), arm=one_of(Site.Arm.values), alternative=maybe(code(10))), 1_000
    ),
    measures=rows(MEASURE, 60, least=1), people=PEOPLE, consents=rows(CONSENT_TEXT, 30),
    risk_sheet=long_words(), privacy_sheet=long_words(), stop_rule=long_words(),
    thanks_kind=one_of(Pilot.ThanksKind.values), thanks_amount=maybe(whole()),
    thanks_rule=long_words(), needs_permit=truth,
    permit=maybe(record(kind=one_of(Permit.Kind.values), authority=text(120, blank=True))),
    has_budget=truth,
    budget=rows(
        record(
            label=words(), source=one_of(BudgetLine.Source.values), year=whole(1990, 2100),
            planned=number(0), spent=number(0),
        ),
        300,
    ),
    partners=rows(
        record(name=maybe(words()), kind=one_of(Partner.Kind.values), role=words(blank=True)), 100
    ),
)  # fmt: skip
NUMBERS = {"difference": maybe(number()), "low": maybe(number()), "high": maybe(number()),
           "se": maybe(number(low=0))}  # fmt: skip
RESULT = record(
    code=code(40), name=words(), unit=words(60, blank=True),
    direction=one_of(Measure.Direction.values), statistic=one_of(Measure.Statistic.values),
    definition=long_words(), judged=truth, n_before=maybe(whole()), n_after=maybe(whole()),
    mean_before=maybe(number()), mean_after=maybe(number()), adjusted=maybe(record(**NUMBERS)),
    **NUMBERS,
)  # fmt: skip
# The rest of it is looked at where it is made into a survey (surveys/build/file.py).
INSTRUMENT = both(
    plain_throughout,
    record(title=words(120), questions=rows(record(code=code(30)), 200, least=1)),
)


CONTENT = record(
    city=record(name=words(80), operator=words(120, blank=True)),
    address=matching(r"https?://[^\s<>\"']{1,290}"), licence=text(40), is_demo=truth,
    as_of=moment, pilot=PLAN, instrument=maybe(INSTRUMENT),
    evidence=record(comparisons=rows(RESULT, 60)),
    conclusion=record(
        verdict=one_of(Verdict.values), reasons=long_words(blank=False), learned=long_words(),
        at=moment, sha256=matching("[0-9a-f]{64}"),
    ),
    rechecks=rows(
        record(
            months=whole(1, 600), finding=one_of(ReCheck.Finding.values),
            words=long_words(blank=False), values=named(number(), 60), at=moment,
        ),
        20,
    ),
)  # fmt: skip


class FileRefused(ValueError):
    """str() is one sentence for whoever chose the file."""


def read_file(file: bytes) -> dict[str, Any]:
    """The content of a file that is whole and in which every field is as agreed."""
    if len(file) > MAX_BYTES:
        raise FileRefused(_("The file is larger than 5 MB. A pilot’s file is never that large."))
    whole_file = _decode(file)
    if not isinstance(whole_file, dict) or whole_file.get("format") != FORMAT:
        raise FileRefused(_("This is not the file of a pilot from a living-lab portal."))
    if whole_file.get("version") != VERSION:
        raise FileRefused(
            _("This file is of another version than the one this portal reads (%(version)s). "
              "Ask the other city for a file of that version.") % {"version": VERSION}
        )  # fmt: skip
    content: Any = whole_file.get("content")
    if whole_file.get("sha256") != _digest(content):
        raise FileRefused(
            _("The file was changed or cut off on its way: its SHA-256 does not fit. Download it "
              "again from the other city.")
        )  # fmt: skip
    _check(content)
    return content


def _decode(file: bytes) -> Any:
    try:
        return json.loads(file.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise FileRefused(
            _("This file cannot be read: it is no JSON, or was cut off. Download it again.")
        ) from error


def _digest(content: Any) -> str:
    try:
        return digest_of(content)
    except (ValueError, RecursionError, OverflowError) as error:
        raise FileRefused(
            _("This file holds values that no pilot has. Ask the other city for a new one.")
        ) from error


def _check(content: Any) -> None:
    try:
        CONTENT(content, "")
        _check_sense(content)
    except NotPlain as error:
        raise FileRefused(
            _("At “%(where)s” stands something else than plain words. The file is not used.")
            % {"where": error.where}
        ) from error
    except NotAsAgreed as error:
        raise FileRefused(
            _("At “%(where)s” the file is not as agreed. Ask the other city for a new one.")
            % {"where": error.where}
        ) from error
    if digest_of(content["evidence"]) != content["conclusion"]["sha256"]:
        raise FileRefused(_("The evidence in this file is not the one that was published."))


def _check_sense(content: dict[str, Any]) -> None:
    """What each field alone cannot tell: codes that are used twice, or lead nowhere."""
    plan, instrument = content["pilot"], content["instrument"]
    measures, covers = plan["measures"], [each["covers"] for each in plan["consents"]]
    asked = {each["code"] for each in instrument["questions"]} if instrument else set()
    _check_unique([each["code"] for each in measures], "pilot.measures")
    _check_unique([each["code"] for each in plan["alternatives"]], "pilot.alternatives")
    _check_unique([each for each in covers if each != ExtraConsent.Covers.OTHER], "pilot.consents")
    if sum(each["role"] == "primary" for each in measures) > 1:
        raise NotAsAgreed("pilot.measures")
    for place, each in enumerate(measures):
        reads_survey = each["source"] == Measure.Source.SURVEY
        if (each["question"] or reads_survey) and each["question"] not in asked:
            raise NotAsAgreed(f"pilot.measures[{place}].question")


def _check_unique(codes: list[str], where: str) -> None:
    if len(set(codes)) < len(codes):
        raise NotAsAgreed(where)
