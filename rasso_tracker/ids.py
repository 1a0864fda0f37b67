"""Row ids: UUIDv7, made here and not in the database, so that no insert needs RETURNING.

RETURNING needs a SELECT policy on the new row, and row-level security may rightly refuse one
(an officer may write what only a supervisor may read).
"""

import uuid
from datetime import UTC, datetime

from uuid_utils.compat import uuid7 as _uuid7

_TIME_ORDERED = 7  # the version of a UUID whose first 48 bits are milliseconds since 1970
_BELOW_TIME = 80  # bits


def uuid7() -> uuid.UUID:
    """A time-ordered id; within one process later ids sort after earlier ones."""
    return _uuid7()


def made_at(made: uuid.UUID) -> datetime | None:
    """When a time-ordered id was made, to the millisecond, in UTC; None for another kind of id."""
    if made.version != _TIME_ORDERED:
        return None
    try:
        return datetime.fromtimestamp((made.int >> _BELOW_TIME) / 1000, UTC)
    except (ValueError, OverflowError):  # somebody's own invention, thousands of years away
        return None


def lowest_of(moment: datetime) -> uuid.UUID:
    """No id that was made at `moment` or later sorts before this one."""
    return uuid.UUID(int=max(int(moment.timestamp() * 1000), 0) << _BELOW_TIME)
