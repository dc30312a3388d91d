"""What residents wrote, as it is shown now: never released, never kept, streamed from the rows.

Releases hold no text, so that forgetting a person never touches frozen bytes. Here a proposal that
is hidden or erased is gone at once.
"""

import csv
import io
from collections.abc import Iterator
from itertools import batched

from city.words import words
from proposals.models import Proposal
from reports.extract.columns import CATEGORY, DISTRICT, TEXT, TIME, c
from reports.extract.files import DEMO_MARK
from reports.opendata.cells import cell
from reports.opendata.datasets import File, Published

ROWS_AT_ONCE = 2_000

TEXTS_FILE = File(
    "proposal-texts",
    words("제안 글", "texts of proposals"),
    (
        c("id", "integer", "제안 번호", "proposal", "제안 공개본의 id", "id in the proposals dataset"),
        c("created_at", TIME, "접수 시각", "received"),
        CATEGORY, DISTRICT,
        c("lang", TEXT, "쓴 말", "language"),
        c("title", TEXT, "제목", "title"),
        c("text", TEXT, "내용", "text"),
        c("words_of", TEXT, "쓴 쪽", "whose words", "resident 주민, city 시가 대신 정리함",
          "resident, or city: rewritten by the city"),
    ),
)  # fmt: skip

TEXTS = Published(
    "proposal-texts",
    words("제안 글", "Texts of proposals"),
    words(
        "공개 제안의 제목과 내용, 지금 누리집에 보이는 그대로. 가리거나 지운 글은 곧바로 빠집니다.",
        "Title and text of every public proposal as the site shows it now. What is hidden or "
        "erased is gone from it at once.",
    ),
    (TEXTS_FILE,),
    themes=("GOVE",),
    keywords=words("제안,글", "proposals,texts"),
)


def text_lines(encoding: str, *, in_korean: bool, is_demo: bool) -> Iterator[bytes]:
    columns = TEXTS_FILE.columns_in(is_demo=is_demo)
    if encoding == "utf-8":
        yield b"\xef\xbb\xbf"
    heads = [column.label.get("ko") if in_korean else column.name for column in columns]
    yield _csv([heads], encoding)
    mark = (DEMO_MARK,) if is_demo else ()
    for some in batched(_rows(), ROWS_AT_ONCE):
        yield _csv(([cell(value) for value in (*row, *mark)] for row in some), encoding)


def _rows() -> Iterator[tuple]:
    rows = (
        Proposal.objects.public()
        .order_by("pk")
        .values_list(
            "pk", "created_at", "category__slug", "district__code", "lang",
            "title", "text", "city_title", "city_text",
        )
    )  # fmt: skip
    for *facts, title, text, city_title, city_text in rows.iterator(chunk_size=ROWS_AT_ONCE):
        whose = "city" if city_title or city_text else "resident"
        yield *facts, city_title or title, city_text or text, whose


def _csv(rows, encoding: str) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode(encoding, "replace")
