"""What is kept for a while only: receipts, runs of sweeps, sessions that ended. Nothing of a case."""

from __future__ import annotations

from django.db import connection

from rasso_tracker.audit.actions import Action
from rasso_tracker.audit.doors import open_door
from rasso_tracker.audit.record import record
from rasso_tracker.people.access import system

_THIN = "SELECT receipts, idle_runs, runs, sessions FROM thin_old_rows()"


def thin_old_rows() -> dict[str, int]:
    """Delete what is old enough; how many rows of each kind went. Running it again deletes nothing more.

    Receipts and runs that found nothing to do go after 31 days, every run after 400, so that a year can be
    set beside the one before; ended sessions at once. The database holds these ages (audit 0004), since the
    role that runs this may delete nothing itself. One audit event, when anything went.
    """
    with system("thinning what is kept for a while only"), open_door("thin_old_rows"):
        with connection.cursor() as cursor:
            cursor.execute(_THIN)
            [numbers] = cursor.fetchall()
            gone = dict(zip(("receipts", "idle runs", "runs", "sessions"), numbers, strict=True))
        said = ", ".join(f"{number} {what}" for what, number in gone.items() if number)
        if said:
            record(by=None, action=Action.OLD_ROWS_THINNED, reason=said)
        return gone
