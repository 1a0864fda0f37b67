"""What leave and duty cover have in common: a row that may meet another, and one that ends before its last
day.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction

from rasso_tracker.clocks import london_date
from rasso_tracker.people.models import DutyCover, Leave, Person
from rasso_tracker.people.refusals import Invalid, NotAllowed


def keep(row: DutyCover | Leave, constraint: str, fields: dict[str, str]) -> None:
    """Save a new row. Raises Invalid with `fields` when it meets another of the same person."""
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as fault:
        if constraint not in str(fault):
            raise
        raise Invalid(fields) from fault


def end_early(row: DutyCover | Leave, day: date, by: Person, at: datetime, *, field: str) -> None:
    """From `day` on the locked `row` no longer holds; a day before it starts means that it never holds.

    Raises NotAllowed when it has ended, Invalid by `field` for a day that is past or beyond its last one.
    """
    if row.ended_early_on is not None:
        raise NotAllowed("Somebody has ended this already.")
    if row.ends_on < london_date(at):
        raise NotAllowed("This has run to its end already.")
    if day < london_date(at):
        raise Invalid({field: "Enter today's date or a later one: days that have passed stay as they were."})
    if day > row.ends_on:
        raise Invalid({field: "This ends sooner than that already."})
    row.ended_early_on = max(day, row.starts_on)
    row.ended_by, row.ended_at = by, at
    row.save(update_fields=["ended_early_on", "ended_by", "ended_at"])
