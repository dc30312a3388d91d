"""Where the benchmarks keep their data: var/benchmarks/, or BENCHMARKS_VAR."""

import os
from pathlib import Path

HERE = Path(__file__).resolve().parent
FOLDER = Path(os.environ.get("BENCHMARKS_VAR") or HERE.parent / "var" / "benchmarks").resolve()


class CannotRun(Exception):
    """What a benchmark needs is not here, or in use; str() is one sentence."""
