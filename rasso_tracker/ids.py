"""Row ids: UUIDv7, made here and not in the database, so that no insert needs RETURNING.

RETURNING needs a SELECT policy on the new row, and row-level security may rightly refuse one
(an officer may write what only a supervisor may read).
"""

import uuid

from uuid_utils.compat import uuid7 as _uuid7


def uuid7() -> uuid.UUID:
    """A time-ordered id; within one process later ids sort after earlier ones."""
    return _uuid7()
