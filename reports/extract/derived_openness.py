"""Tables of the extract that follow from those of reports/extract/openness.py; views, written nowhere."""

from reports.extract.columns import INT, MONTH, TEXT, WON, Table, c
from reports.extract.tables_openness import BUDGET_LINES

# How often something happened; by which rule is told apart, where small groups are hidden.
MODERATION = Table("moderation", (
    c("happened", TEXT, "일어난 일", "what happened", "hidden 가림, appealed 재검토 요청, restored 다시 보임",
      "hidden, appealed or restored"),
    c("content", TEXT, "글의 종류", "kind of text", "proposal 제안, comment 댓글, solution 해결 방안 등",
      "proposal, comment, solution …"),
    MONTH,
    c("texts", INT, "글", "texts"),
))  # fmt: skip

PARTNER_MONEY = Table("partner_money", (
    c("partner", TEXT, "협력 기관", "partner"),
    *BUDGET_LINES.only("line", "fund", "year"),
    c("planned", INT, "편성액(원)", "planned in won", unit=WON),
    c("spent", INT, "집행액(원)", "spent in won", unit=WON),
))  # fmt: skip

_MODERATION = """
SELECT 'hidden' AS happened, content, month FROM hidden_texts
UNION ALL SELECT 'appealed', content, appealed_month FROM hidden_texts WHERE appealed_month <> ''
UNION ALL SELECT 'restored', content, restored_month FROM hidden_texts WHERE restored_month <> ''"""

# Once a partner, though it may take part in several of the pilots that share a budget.
_PARTNER_MONEY = """
SELECT DISTINCT p.partner, l.line, l.fund, l.year, l.planned, l.spent
FROM partners p JOIN budget_pilots b ON b.pilot = p.pilot JOIN budget_lines l ON l.line = b.line"""

VIEWS = {"moderation": _MODERATION, "partner_money": _PARTNER_MONEY}
