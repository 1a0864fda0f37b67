"""The run ledger: every sweep and delivery leaves a row, finished or not (safety.md 3)."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

from rasso_tracker.audit.doors import open_door
from rasso_tracker.clocks import now
from rasso_tracker.messages.models import SweepRun
from rasso_tracker.people.access import system

DELIVERY = "delivery"


def start_run(*, kind: str, at: datetime, expected: int = 0) -> SweepRun:
    """Write the run's row before it does anything, so that a run that dies is seen."""
    run = SweepRun(kind=kind, at=at, started_at=now(), expected=expected)
    with system("the run ledger"), open_door("start_run"):
        run.save(force_insert=True)
    return run


def finish_run(
    run: SweepRun,
    *,
    due: int = 0,
    written: int = 0,
    already: int = 0,
    sent: int = 0,
    held: int = 0,
    failed: int = 0,
    expected: int | None = None,
    skipped: Mapping[str, int] | None = None,
) -> SweepRun:
    """Close the run with what it did. `skipped` counts by the sentence that says why."""
    run.finished_at = now()
    run.due, run.written, run.already = due, written, already
    run.sent, run.held, run.failed = sent, held, failed
    run.skipped = dict(Counter(skipped or {}))
    if expected is not None:
        run.expected = expected
    with system("the run ledger"), open_door("finish_run"):
        run.save()
    return run
