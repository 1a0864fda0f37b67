"""What the database said as it refused."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg2
import pytest
from django.db import IntegrityError, transaction


def constraint_of(trouble: BaseException) -> str:
    """The name of the constraint behind an IntegrityError of Django."""
    cause = trouble.__cause__
    assert isinstance(cause, psycopg2.Error)
    return str(cause.diag.constraint_name)


@contextmanager
def refused_by_table(constraint: str) -> Iterator[None]:
    """What is written within is refused by this constraint of the table."""
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        yield
    assert constraint_of(refused.value) == constraint
