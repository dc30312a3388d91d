"""What runs when."""

from typing import Any

from celery.schedules import crontab

# Each line names a task of one or two lines in <room>/tasks.py.
TIMETABLE: dict[str, dict[str, Any]] = {
    "send jobs that lost their worker": {"task": "jobs.tasks.sweep", "schedule": 15.0},
    "fold support into counters": {"task": "proposals.tasks.fold_support", "schedule": 1.0},
    "map files that fall behind": {"task": "maps.tasks.keep_snapshots", "schedule": 60.0},
    "proposals whose time is up": {
        "task": "proposals.tasks.end_periods",
        "schedule": crontab(minute="*/10"),
    },
    "promises whose month has come": {
        "task": "proposals.tasks.remind_of_promises",
        "schedule": crontab(minute="20", hour="8-17"),
    },
    "places nobody said yes to": {
        "task": "pilots.tasks.give_places_on",
        "schedule": crontab(minute="5", hour="*"),
    },
    "pilots whose time is up": {
        "task": "pilots.tasks.remind_those_in_charge",
        "schedule": crontab(minute="10", hour="*"),
    },
    "people who are asked how it is": {
        "task": "pilots.tasks.ask_people",
        "schedule": crontab(minute="15", hour="*"),
    },
    "what pilots show so far": {
        "task": "pilots.tasks.refresh_comparisons",
        "schedule": crontab(minute="*/15"),
    },
    "surveys whose wave has opened": {
        "task": "surveys.tasks.invite_and_remind",
        "schedule": crontab(minute="*/5"),
    },
    "sums of new observations": {"task": "pilots.tasks.sum_observations", "schedule": 5.0},
    "sensors that fell silent": {
        "task": "pilots.tasks.look_for_silent_sensors",
        "schedule": crontab(minute="*/10"),
    },
    "answers to those who reported trouble": {
        "task": "pilots.tasks.send_trouble_answers",
        "schedule": 60.0,
    },
    "what residents said of promises": {
        "task": "proposals.tasks.tell_answers",
        "schedule": crontab(minute="10", hour="2"),
    },
    "who went on telling in pilots": {
        "task": "pilots.tasks.tell_who_went_on",
        "schedule": crontab(minute="15", hour="2"),
    },
    "last night's figures": {
        "task": "reports.tasks.compute_figures",
        "schedule": crontab(minute="30", hour="2"),
    },
    "reports on what has ended": {
        "task": "reports.tasks.draft_reports",
        "schedule": crontab(minute="40", hour="3-23"),
    },
    "what ended and was not reported": {
        "task": "reports.tasks.remind_of_reports",
        "schedule": crontab(minute="50", hour="8-17"),
    },
    "Monday's brief for managers": {
        "task": "reports.tasks.send_brief",
        "schedule": crontab(minute="0", hour="7-17", day_of_week="mon"),
    },
    "report files that are missing": {
        "task": "reports.tasks.make_report_files",
        "schedule": crontab(minute="20", hour="4"),
    },
    "send news that is due": {"task": "accounts.tasks.send_news", "schedule": 30.0},
    "send invitations that wait": {
        "task": "accounts.tasks.send_invitations",
        "schedule": 30.0,
    },
    "erase what has expired": {
        "task": "accounts.tasks.erase_expired",
        "schedule": crontab(minute="15", hour="3"),
    },
    "seal the access log": {
        "task": "accounts.tasks.seal_access_log",
        "schedule": crontab(minute="*/15"),
    },
}
