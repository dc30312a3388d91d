"""Where the benchmarks keep their data: var/benchmarks/, or BENCHMARKS_VAR."""

import os
from pathlib import Path

HERE = Path(__file__).resolve().parent
FOLDER = Path(os.environ.get("BENCHMARKS_VAR") or HERE.parent / "var" / "benchmarks").resolve()


class Missing(Exception):
    """Something that benchmarks/install brings is not here; str() says what."""
