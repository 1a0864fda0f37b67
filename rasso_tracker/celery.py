"""Celery carries nudges and nothing else: every task finds its work in PostgreSQL (docs/adr/0002)."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rasso_tracker.settings")

app = Celery("rasso_tracker")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

# Intervals, in seconds of UTC: a wall-clock schedule would run twice or never when the clocks change.
app.conf.beat_schedule = {
    "raise reminders": {"task": "actionplans.raise_reminders", "schedule": 60.0},
    "deliver messages": {"task": "messages.deliver", "schedule": 30.0},
    "send letters by GOV.UK Notify": {"task": "reviews.send_letters", "schedule": 60.0},
    "make moves": {"task": "people.make_moves", "schedule": 300.0},
    "write the audit head outside": {"task": "audit.write_head", "schedule": 300.0},
    "refresh the managers' figures": {"task": "dashboards.refresh_figures", "schedule": 60.0},
    "end unfinished documents": {
        "task": "actionplans.end_unfinished_documents",
        "schedule": 6 * 3600.0,
    },
    "thin old rows": {"task": "audit.thin_old_rows", "schedule": 6 * 3600.0},
}
