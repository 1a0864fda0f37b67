"""How long to wait before the next try, and when to give up."""

from datetime import datetime, timedelta

from rasso_tracker.clocks import now

MAX_ATTEMPTS = 8  # about two hours of minutes doubled, then the row is dead and says so
_LONGEST = timedelta(hours=1)


def next_try(attempts: int) -> datetime:
    """One minute after the first failure, then doubled, an hour at most. Real time, whatever `at` is."""
    return now() + min(timedelta(minutes=2 ** max(attempts - 1, 0)), _LONGEST)
