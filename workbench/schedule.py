"""The beat timetable: one commented line per entry. Entries start small fan-outs."""

from typing import Any

from celery.schedules import crontab

TIMETABLE: dict[str, dict[str, Any]] = {
    # Jobs whose message was lost or whose worker died are sent again.
    "sweep-jobs": {"task": "workspaces.sweep_jobs", "schedule": 10.0},
    # What was put before the managers is said again until one of them takes it up.
    "remind-escalations": {"task": "workspaces.remind_escalations", "schedule": 60.0},
    # The day's routines stand when people come in; every zone has its own midnight.
    "make-routines": {"task": "planning.make_routines", "schedule": crontab(minute=3)},
    # Feeds of the reading list whose time has come; each source has its own hours.
    "fetch-sources": {"task": "planning.fetch_sources", "schedule": crontab(minute="*/10")},
    # Ended sessions, used links and old notices go while nobody works.
    "tidy": {"task": "workspaces.tidy", "schedule": crontab(hour=4, minute=10)},
    # Reminders to publish, what was missed, reviews that ran out, pauses that end.
    "calendar-tick": {"task": "calendar.tick", "schedule": 60.0},
    # Slots for the next two months are laid, results that came in are tied to their plans.
    "calendar-daily": {"task": "calendar.daily", "schedule": crontab(hour=4, minute=40)},
}
