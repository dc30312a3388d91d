"""The registry: every public figure of the city, once, by subject."""

from reports.figures import answers, pilots, promises, proposals, support
from reports.figures.definition import DIMENSIONS, EVERY_CUT, WHOLE, Definition, cut_key
from reports.figures.pilots import MEASURE_CHANGE

DEFINITIONS: tuple[Definition, ...] = (
    *proposals.FIGURES,
    *answers.FIGURES,
    *support.FIGURES,
    *promises.FIGURES,
    *pilots.FIGURES,
)
BY_KEY: dict[str, Definition] = {d.key: d for d in (*DEFINITIONS, MEASURE_CHANGE)}

__all__ = [
    "BY_KEY", "DEFINITIONS", "DIMENSIONS", "EVERY_CUT", "MEASURE_CHANGE", "WHOLE", "Definition",
    "cut_key",
]  # fmt: skip
