"""One night's work in a process of its own: prints its seconds and the peak of its memory in MB."""

import resource
import sys
import time
from datetime import datetime

import django


def main() -> None:
    django.setup()
    from reports.count import count
    from reports.extract.files import folder_of, open_extract, write_extract
    from reports.figures import DEFINITIONS

    as_of = datetime.fromisoformat(sys.argv[1])
    begun = time.perf_counter()
    write_extract(as_of=as_of)
    read = time.perf_counter()
    with open_extract(folder_of(as_of)) as extract:
        count(extract, DEFINITIONS)
    ended = time.perf_counter()
    print(read - begun, ended - read, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


if __name__ == "__main__":
    main()
