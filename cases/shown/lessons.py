"""What pages and the API show of lessons."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from cases.models import Lesson
from cases.services.lessons import CHANGED, LESSON
from rasso_tracker.clocks import Deadline, date_set
from rasso_tracker.people.models import Person
from rasso_tracker.vault import unseal
from rasso_tracker.vault.models import DataKey


def opened_lesson(row: Lesson, key: DataKey | None = None) -> str:
    return unseal(row.case_id, LESSON, row.pk, row.lesson_sealed, key=key)


def opened_change(row: Lesson, key: DataKey | None = None) -> str:
    """What came of it, in words; "" while it is open."""
    blob = row.changed_sealed
    return "" if blob is None else unseal(row.case_id, CHANGED, row.pk, blob, key=key)


def deadline_of_lesson(row: Lesson) -> Deadline:
    return date_set(row.due_on, start=row.given_at)


def lesson_context(person: Person, row: Lesson, at: datetime) -> dict[str, Any]:
    """Everything on the page of a lesson, and what may be done with it now."""
    not_now: set[str] = set() if row.is_open else {"finish_lesson", "pass_lesson_on"}
    if row.owner_id != person.pk and not person.role.may("pass_lesson_on"):
        not_now.add("finish_lesson")
    return {
        "row": row,
        "case": row.case,
        "lesson": opened_lesson(row),
        "changed": opened_change(row),
        "deadline": deadline_of_lesson(row),
        "not_now": not_now,
        "at": at,
    }


def lesson_in_list(row: Lesson, person: Person) -> dict[str, Any]:
    """A lesson in codes and dates."""
    return {
        "id": str(row.pk),
        "case": str(row.case_id),
        "learnt_from": row.learnt_from,
        "source": str(row.source),
        "about": row.about,
        "owner": row.owner.username,
        "due_on": row.due_on.isoformat(),
        "given_at": row.given_at.isoformat(),
        "given_by": row.given_by.username,
        "state": row.state,
        "outcome": row.outcome or None,
        "done_at": row.done_at.isoformat() if row.done_at else None,
        "version": row.version,
    }


def lesson_in_full(row: Lesson, person: Person) -> dict[str, Any]:
    """With its words."""
    return {
        **lesson_in_list(row, person),
        "lesson": opened_lesson(row),
        "changed": opened_change(row) or None,
    }
