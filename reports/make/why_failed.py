"""Why a report could not be built, in one sentence for the officer who waits for it."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobs.models import Job

# This one says itself what happened and what helps (reports/opendata/folder.py).
SAYS_WHY = "ReleaseFailed: "
# What stands in the error that was kept, and what it means.
MEANS = (
    ("No space left", gettext_lazy(
        "The disk is full. Nothing that is published was touched; make room, then try again.")),
    ("Permission denied", gettext_lazy(
        "The folder for the files cannot be written to. Ask whoever runs the server.")),
    ("MemoryError", gettext_lazy("There was too little memory. Try again when less is going on.")),
    ("Out of Memory", gettext_lazy("There was too little memory. Try again when less is going on.")),
    ("OperationalError", gettext_lazy("The database could not be reached. Try again in a minute.")),
)  # fmt: skip


def why_failed(job: Job) -> str:
    if SAYS_WHY in job.error:
        return job.error.partition(SAYS_WHY)[2]
    for sign, sentence in MEANS:
        if sign in job.error:
            return str(sentence)
    return _(
        "Something went wrong that nobody expected. Try again; if it fails once more, give the "
        "administrator the number %(number)s."
    ) % {"number": job.pk}
