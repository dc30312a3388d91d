"""Work that the tests give to the jobs room."""

from jobs.models import Job

done: list = []


def note(work):
    done.append(work.arguments["n"])


def fail(work):
    raise ValueError("the file is not there")


def in_parts(work):
    if work.is_joining:
        done.append("joined")
    else:
        work.split([("test.note", {"n": n}) for n in range(3)])


def taken_over(work):
    # Another worker claims the job while this one is silent.
    Job.objects.filter(pk=work.job.pk).update(attempts=work.job.attempts + 1)
    work.step(1, of=2)
    done.append("went on")
