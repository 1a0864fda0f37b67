"""What the database said as it refused."""

from __future__ import annotations

import psycopg2


def constraint_of(trouble: BaseException) -> str:
    """The name of the constraint behind an IntegrityError of Django."""
    cause = trouble.__cause__
    assert isinstance(cause, psycopg2.Error)
    return str(cause.diag.constraint_name)
