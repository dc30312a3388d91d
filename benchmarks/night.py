"""One night's work in a process of its own: prints CPU seconds, seconds and the peak of its memory."""

import resource
import sys
import time
from datetime import datetime
from importlib import import_module

import django

# A worker that lives for days has them; loading them takes longer than a day's work.
HEAVY = ("duckdb", "holidays.countries", "pandas", "pyarrow.compute", "pyarrow.parquet")


def main() -> None:
    django.setup()
    for name in HEAVY:
        import_module(name)
    from benchmarks.measure import backend, cpu_of
    from reports.by_block import count_city
    from reports.extract.files import folder_of, open_extract, write_extract
    from reports.figures import DEFINITIONS

    as_of = datetime.fromisoformat(sys.argv[1])
    database = backend()

    def so_far() -> tuple[float, float]:
        return time.process_time() + cpu_of(database), time.perf_counter()

    begun = so_far()
    write_extract(as_of=as_of)
    read = so_far()
    with open_extract(folder_of(as_of)) as extract:
        count_city(folder_of(as_of), extract, DEFINITIONS)
    ended = so_far()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(read[0] - begun[0], ended[0] - read[0], ended[1] - begun[1], peak)


if __name__ == "__main__":
    main()
