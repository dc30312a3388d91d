"""One command starts web, worker and clock; one Ctrl-C ends them, and nothing is left running."""

import os
import signal
import socket
import subprocess
import sys
import time

import pytest

from tests.browser.portal import BASE, Portal

pytestmark = pytest.mark.kills
REAL_SETTINGS = {"DJANGO_SETTINGS_MODULE": "livinglab.settings"}


@pytest.fixture
def empty_portal():
    made = Portal(JOB_LEASE_SECONDS="2")
    yield made
    made.stop(signal.SIGKILL)


def wait_for(condition, seconds=40):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found := condition():
            return found
        time.sleep(0.2)
    raise AssertionError("it did not happen in time")


def test_one_ctrl_c_ends_everything(empty_portal):
    empty_portal.start()
    assert len(empty_portal.processes()) >= 3

    empty_portal.stop(signal.SIGINT)

    wait_for(lambda: not empty_portal.processes(), seconds=15)


def test_when_the_program_is_killed_its_children_end_too(empty_portal):
    empty_portal.start()

    os.kill(empty_portal.server.pid, signal.SIGKILL)
    empty_portal.server.wait(5)

    wait_for(lambda: not empty_portal.processes(), seconds=20)


def test_a_busy_port_is_one_sentence(empty_portal):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "manage.py", "serve", "--port", str(port)],
            cwd=BASE, env=empty_portal.env, capture_output=True, text=True, check=False,
        )  # fmt: skip

    assert done.returncode == 1
    assert f"Port {port} cannot be used" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_file_where_the_folder_should_be_is_one_sentence(tmp_path):
    (tmp_path / "var").write_text("not a folder")
    assert_says_unwritable(tmp_path / "var")


def assert_says_unwritable(folder):
    done = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=BASE, env={**os.environ, **REAL_SETTINGS, "LIVINGLAB_VAR": str(folder)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.returncode != 0
    assert "cannot be written to" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_killed_worker_is_started_again_and_its_job_is_done_once(empty_portal):
    empty_portal.env["DJANGO_SETTINGS_MODULE"] = "tests.browser.slow.settings"
    empty_portal.start()
    empty_portal.python(SLOW_JOB)
    wait_for(lambda: status(empty_portal)["status"] == "running")

    worker = [pid for pid in empty_portal.processes() if "celery" in command(pid)]
    for pid in worker:
        os.kill(pid, signal.SIGKILL)

    final = wait_for(lambda: (s := status(empty_portal))["status"] == "done" and s, seconds=60)
    assert final["attempts"] == 2
    assert (empty_portal.folder / "slow").read_text() == "begun begun done "


def test_a_worker_killed_in_the_middle_of_a_report_leaves_it_built_once_and_whole(empty_portal):
    empty_portal.python("from tests.browser.cast import make; make()")
    empty_portal.start()
    empty_portal.python(A_REPORT)
    parts = "SELECT count(*) FROM jobs_job WHERE parent_id IS NOT NULL AND status = '{}'"
    wait_for(lambda: empty_portal.query(parts.format("done"))[0][0] >= 2)
    assert not built(empty_portal)

    for pid in empty_portal.processes():
        if "celery" in command(pid):
            os.kill(pid, signal.SIGKILL)

    wait_for(lambda: built(empty_portal), seconds=120)
    wait_for(lambda: not empty_portal.query("SELECT 1 FROM jobs_job WHERE status <> 'done'"))
    whole = empty_portal.python(WHOLE_REPORT)
    assert whole["pictures"] > 0
    assert whole["figures"] > 10
    assert whole["as_if_never_killed"]


A_REPORT = """
from accounts.models import User
from city.words import words
from reports.publish import start_report
start_report(kind="city", by=User.objects.get(email="manager@garam.test"),
             title=words("운영 보고서"), slug="operating")
"""

WHOLE_REPORT = """
import json
from datetime import timedelta
from reports.compute import compute_figures
from reports.models import Figure, Report


def figures_of(run):
    rows = Figure.objects.filter(run=run).order_by("key", "cut_key")
    return list(rows.values_list("key", "cut_key", "value", "n"))


report = Report.objects.get()
fresh = compute_figures(as_of=report.run.as_of + timedelta(seconds=1))
print(json.dumps({
    "pictures": len(report.pictures),
    "figures": len(figures_of(report.run)),
    "as_if_never_killed": figures_of(report.run) == figures_of(fresh),
}))
"""


def built(portal) -> bool:
    return bool(portal.query("SELECT 1 FROM reports_report WHERE built_at IS NOT NULL"))


def command(pid: int) -> str:
    try:
        with open(f"/proc/{pid}/cmdline", "rb") as file:
            return file.read().decode(errors="replace")
    except OSError:
        return ""


SLOW_JOB = """
from jobs.queue import queue_job
queue_job(kind="slow", key="slow")
"""

STATUS = """
import json
from jobs.models import Job
job = Job.objects.get(key="slow")
print(json.dumps({"status": job.status, "attempts": job.attempts}))
"""


def status(portal):
    return portal.python(STATUS)
