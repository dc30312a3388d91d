"""How far the making of a pack is."""

from dataclasses import dataclass

from jobs.models import Job
from reports.evidence.ask import job_of
from reports.make.why_failed import why_failed
from reports.models import EvidencePack


@dataclass(frozen=True)
class Progress:
    """`state`: ready, failed, none, queued, counting (figures), writing (files)."""

    state: str
    done: int = 0
    of: int = 0
    why: str = ""

    @property
    def goes_on(self) -> bool:
        return self.state in ("queued", "counting", "writing")

    @property
    def can_start(self) -> bool:
        return self.state in ("failed", "none")


def progress_of(pack: EvidencePack) -> Progress:
    job = job_of(pack)
    if job is None or job.status == Job.Status.DONE:
        return Progress("ready" if pack.built_at else "none")
    if job.status == Job.Status.FAILED:
        return Progress("failed", why=why_failed(job))
    if job.status == Job.Status.RUNNING and job.all_steps:
        state = "writing" if pack.built_at else "counting"
        return Progress(state, job.done_steps, job.all_steps)
    return Progress("queued")
