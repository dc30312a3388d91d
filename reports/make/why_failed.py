"""Why a report or its files could not be made, in one sentence for the officer who waits."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobs.models import Job
from reports.opendata.folder import FULL_WORDS

# This one says itself what happened and what helps (reports/opendata/folder.py).
SAYS_WHY = "ReleaseFailed: "
DISK_IS_FULL = gettext_lazy(
    "The disk is full. Nothing that is published was touched; make room, then try again."
)
CANNOT_WRITE = gettext_lazy(
    "The folder for the files cannot be written to. Ask whoever runs the server."
)
# What stands in the error that was kept, and what it means; the first that fits. SQLite says of a
# full disk in the same breath as of a database that is not there: OperationalError.
MEANS = (
    *((sign, DISK_IS_FULL) for sign in FULL_WORDS),
    *((sign, CANNOT_WRITE) for sign in ("permission denied", "read-only file system")),
    ("memoryerror", gettext_lazy("There was too little memory. Try again when less is going on.")),
    ("out of memory", gettext_lazy("There was too little memory. Try again when less is going on.")),
    ("operationalerror", gettext_lazy("The database could not be reached. Try again in a minute.")),
)  # fmt: skip


def why_failed(job: Job) -> str:
    if SAYS_WHY in job.error:
        return job.error.partition(SAYS_WHY)[2]
    error = job.error.lower()
    for sign, sentence in MEANS:
        if sign in error:
            return str(sentence)
    return _(
        "Something went wrong that nobody expected. Try again; if it fails once more, give the "
        "administrator the number %(number)s."
    ) % {"number": job.pk}
