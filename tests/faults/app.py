"""The product's Celery as it runs, hurried: a nudge twice a second and leases of seconds, so that a test can
outlive many of them. Run as a program it puts people in the database, then raises notices by the line.
"""

from __future__ import annotations

import os
import sys
from datetime import timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rasso_tracker.settings")
django.setup()

from rasso_tracker.celery import app  # noqa: E402  # what it imports needs the setup above
from rasso_tracker.messages import delivery  # noqa: E402  # as above
from rasso_tracker.messages.services import leasing  # noqa: E402  # as above
from tests.messages import standing  # noqa: E402  # as above

standing.register()
leasing.LEASE = delivery.LEASE = timedelta(seconds=6)  # a busy machine takes three to send
delivery.LEASE_TO_SPARE = delivery.RELAY_PAUSE = timedelta(seconds=1)
app.conf.beat_schedule = {"deliver messages": {"task": "messages.deliver", "schedule": 0.5}}


def raise_some(count: int) -> None:
    """As a sweep does: rows first. Tried until the database took them; the same rows twice are one."""
    from django.db import DatabaseError, InterfaceError, connection

    from rasso_tracker.audit.doors import open_door
    from rasso_tracker.clocks import now
    from rasso_tracker.ids import uuid7
    from rasso_tracker.messages.services import raise_notice
    from rasso_tracker.people.access import system
    from tooling.processes import wait_until

    sources = [uuid7() for _ in range(count)]

    def taken() -> bool:
        try:
            with system("a test raises"), open_door("a test raises"):
                for source in sources:
                    raise_notice(kind=standing.KIND, source=source, subject_id=source, at=now())
        except (DatabaseError, InterfaceError):
            connection.close()
            return False
        return True

    assert wait_until(taken, seconds=60)


if __name__ == "__main__":
    for line in sys.stdin:
        raise_some(int(line))
        sys.stdout.write("raised\n")
        sys.stdout.flush()
