"""Tables of the extract that follow from the others: the way of each proposal, who takes part.

They are views, computed when a figure asks; nothing is written twice.
"""

from reports.extract import derived_openness
from reports.extract.columns import CATEGORY, DISTRICT, INT, MONTH, PROPOSAL, TEXT, Table, c

STEPS = Table("steps", (
    PROPOSAL, CATEGORY, DISTRICT, MONTH,
    c("call", TEXT, "제안 공모", "call"),
    c("channel", TEXT, "접수 경로", "channel"),
    c("department", TEXT, "담당 부서 코드", "department"),
    c("step", TEXT, "거친 단계", "step reached",
      "received 접수, answered 답변, accepted 채택, piloting 실증, planned 반영 예정, done 반영 완료, "
      "confirmed 주민 확인",
      "received, answered, accepted, piloting, planned, done, confirmed"),
    c("reached_on", TEXT, "거친 날", "reached on", "주민 확인은 날짜를 싣지 않음", "not told for confirmed"),
    c("days", INT, "앞 단계부터 걸린 날", "days since the step before", "달력의 날수", "calendar days"),
))  # fmt: skip

# An answer is a yes or a no with a reason; what was merged or taken back was not answered itself.
_FIRST_TIMES = """
SELECT proposal,
  min("at") FILTER (status = 'accepted' OR status = 'closed'
                  AND outcome IN ('declined', 'not_raised', 'referred')) AS answered,
  min("at") FILTER (status = 'accepted') AS accepted,
  min("at") FILTER (status = 'piloting') AS piloting,
  min("at") FILTER (status = 'planned') AS planned,
  min("at") FILTER (status = 'closed' AND outcome = 'done') AS done
FROM every_decisions GROUP BY proposal"""

# The latest round in which enough people answered; more than half of them said that it is better.
_CONFIRMED = """
SELECT proposal FROM (
  SELECT proposal, round, count(*) FILTER (answer = 'yes') AS yes,
    count(*) FILTER (answer <> '') AS answered
  FROM every_confirmations GROUP BY proposal, round)
WHERE answered >= {smallest}
QUALIFY row_number() OVER (PARTITION BY proposal ORDER BY round DESC) = 1 AND 2 * yes > answered"""

# Between being accepted and planned there may be a pilot, or none.
_STEPS = f"""
WITH times AS (
  SELECT p.id AS proposal, p.category, p.district, p.month, p."call", p.channel, p.department,
    p.created_at AS received, coalesce(t.answered, p.answered_at) AS answered,
    t.accepted, t.piloting, t.planned, t.done,
    CASE WHEN t.piloting <= t.planned THEN t.piloting ELSE t.accepted END AS before_planned
  FROM proposals p LEFT JOIN ({_FIRST_TIMES}) t ON t.proposal = p.id),
ways AS (
  SELECT proposal, category, district, month, "call", channel, department, unnest([
    {{'step': 'received', 'at': received, 'since': NULL}},
    {{'step': 'answered', 'at': answered, 'since': received}},
    {{'step': 'accepted', 'at': accepted, 'since': answered}},
    {{'step': 'piloting', 'at': piloting, 'since': accepted}},
    {{'step': 'planned', 'at': planned, 'since': before_planned}},
    {{'step': 'done', 'at': done, 'since': planned}}], recursive := true)
  FROM times),
steps AS (
  SELECT * EXCLUDE ("at", since), CAST("at" AS DATE) AS reached_on,
    date_diff('day', CAST(since AS DATE), CAST("at" AS DATE)) AS days
  FROM ways WHERE "at" IS NOT NULL)
SELECT * FROM steps
UNION ALL
SELECT * REPLACE ('confirmed' AS step, NULL AS reached_on, NULL AS days) FROM steps
WHERE step = 'done' AND proposal IN (SELECT proposal FROM confirmed)"""  # noqa: S608

# Residents are told by ages only where nearly all of them are, in bands that fit into tens.
_RESIDENTS = """
WITH here AS (
  SELECT o.sex, o.age_band, o.persons, d.persons AS everybody FROM population o
  JOIN districts d ON d.code = o.district AND d.population_on = o."on" WHERE d.is_current),
ages AS (
  SELECT persons, CAST(regexp_extract(age_band, '^[0-9]+') AS INTEGER) AS youngest,
    CASE WHEN age_band LIKE '%+' THEN 200
      ELSE CAST(regexp_extract(age_band, '[0-9]+$') AS INTEGER) END AS oldest
  FROM here WHERE sex = '' AND regexp_matches(age_band, '^[0-9]')),
tens AS (
  SELECT least(youngest // 10, 8) AS ten, sum(persons) AS residents FROM ages GROUP BY ALL
  HAVING bool_and(least(youngest // 10, 8) = least(oldest // 10, 8)))
SELECT 'age' AS "by", CASE WHEN ten = 8 THEN '80+' ELSE ten * 10 || '-' || ten * 10 + 9 END AS
    "group", residents FROM tens
  WHERE (SELECT sum(residents) FROM tens) >= 0.95 * (
    SELECT sum(persons) FROM here WHERE sex = '' AND age_band = '')
UNION ALL
SELECT 'sex', sex, sum(persons) FROM here WHERE sex <> '' AND age_band = '' GROUP BY sex
UNION ALL
SELECT 'district', code, persons FROM districts WHERE is_current"""

_PEOPLE = """
SELECT 'age' AS "by", coalesce(nullif(age_band, ''), 'silent') AS "group", count(*) AS people
  FROM people GROUP BY ALL
UNION ALL SELECT 'sex', coalesce(nullif(sex, ''), 'silent'), count(*) FROM people GROUP BY ALL
UNION ALL SELECT 'district', coalesce(d.code, 'silent'), count(*) FROM people p
  LEFT JOIN districts d ON d.code = p.district AND d.is_current GROUP BY ALL"""

# Who takes part beside who lives here; the group 'silent' did not say.
_GROUPS = f"""
SELECT "by", "group", coalesce(p.people, 0) AS people, r.residents
FROM ({_PEOPLE}) p FULL JOIN ({_RESIDENTS}) r USING ("by", "group")"""  # noqa: S608


# Whose answers stand on the page of a proposal or pilot (proposals/said.py, pilots/apart/heard.py):
# taken from the figure of the whole city, the others must not be a few. A page tells who answered only
# beside who did not.
_FEW = "NOT BETWEEN 1 AND {smallest} - 1"
_COUNTED_ON_PAGES = f"""
SELECT commitment, round FROM every_confirmations GROUP BY ALL
HAVING count(*) FILTER (answer <> '') {_FEW} AND count(*) FILTER (answer = '') {_FEW}"""  # noqa: S608
_TOLD_ON_PAGES = f"""
SELECT commitment, round FROM every_confirmations GROUP BY ALL
HAVING count(*) FILTER (answer = 'yes') {_FEW}
  AND count(*) FILTER (answer IN ('no', 'unsure')) {_FEW}
  AND count(*) FILTER (answer = '') {_FEW}"""  # noqa: S608
_TURNS_ON_PAGES = f"""
SELECT pilot, turn FROM every_asked_again GROUP BY ALL
HAVING count(*) FILTER (answered) {_FEW} AND count(*) FILTER (NOT answered) {_FEW}"""  # noqa: S608


def views(smallest: int) -> dict[str, str]:
    """Name and SELECT of each; `smallest` is how many people have to answer to confirm something."""
    selects = {
        "confirmed": _CONFIRMED, "steps": _STEPS, "groups": _GROUPS, "counted_on_pages": _COUNTED_ON_PAGES,
        "told_on_pages": _TOLD_ON_PAGES, "turns_on_pages": _TURNS_ON_PAGES, **derived_openness.VIEWS,
    }  # fmt: skip
    return {
        name: select.replace("{smallest}", str(int(smallest))) for name, select in selects.items()
    }
