"""The Celery app. Imported when Django is ready, so that every process sends to the same place."""

import os

# Before the app is made: Celery then closes database connections after each task.
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "workbench.settings")

from celery import Celery

from workbench.schedule import TIMETABLE

# A worker that is told nothing else takes from all of them; a large installation splits them.
QUEUES = ["default", "pull", "render", "publish"]

app = Celery("workbench")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.conf.beat_schedule = TIMETABLE
