"""The case of a victim under lock, for a deed of which support, consent or the record may end meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from cases.models import Case, Victim
from cases.services import locked
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import NotAllowed
from victims.models.base import AboutVictim

Row = TypeVar("Row", bound=AboutVictim)
CLOSED = "Your access ended while you had this open, and nothing was recorded. Ring the officer in charge."


def held(by: Person, victim: Victim, check: Callable[[Person, Victim], None]) -> Case:
    """Lock the victim's case, and ask `check` before and again under the lock, of the record as it is then.

    Whoever waited for the lock may have waited for the end of their support, or for a merge. Raises what
    `check` raises, and NotAllowed.
    """
    check(by, victim)
    case = locked(by, victim.case_id)
    fresh = Victim.objects.select_related("merged_into").filter(pk=victim.pk).first()
    if fresh is None:  # the database shows them nothing of the case any more
        raise NotAllowed(CLOSED)
    victim.merged_into = fresh.merged_into
    check(by, victim)
    return case


def row_held(by: Person, row: Row, *select: str) -> Row:
    """A row about a victim as it is under the lock of its case. Raises NotAllowed once that is closed."""
    locked(by, row.case_id)
    fresh: Row | None = type(row).objects.select_related(*select).filter(pk=row.pk).first()
    if fresh is None:
        raise NotAllowed(CLOSED)
    return fresh
