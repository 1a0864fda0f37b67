"""Lessons: given inside the deed that learnt something, passed on, and ended by what was changed."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from cases.lesson_enums import LESSON_DUE, LESSON_GIVEN, LearntFrom
from cases.models import Case, Lesson, NamedAccess
from cases.models.lessons import UNDONE
from cases.rules import lessons as rules
from cases.services.due import raise_due, settle_due
from cases.services.stored import locked, need_door
from rasso_tracker.audit.actions import Action
from rasso_tracker.audit.doors import deed
from rasso_tracker.audit.record import record
from rasso_tracker.clocks import now
from rasso_tracker.ids import uuid7
from rasso_tracker.messages.services import raise_notice, settle
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid
from rasso_tracker.people.versions import touch
from rasso_tracker.vault import seal

LESSON = "cases.lesson.lesson"
CHANGED = "cases.lesson.changed"


def named_on(case: Case) -> set[UUID]:
    """Who has open access to a case by name."""
    grants = NamedAccess.objects.filter(case=case, ended_at__isnull=True)
    return set(grants.values_list("person", flat=True))


def faults_of_lesson(
    case: Case, *, about: str, words: str, owner: Person | None, due_on: date | None, at: datetime
) -> dict[str, str]:
    """What is wrong with a lesson on this case, by field."""
    unfit = rules.unfit_owner(owner, case, named_on(case), at) if owner else ""
    return rules.check_lesson(about=about, words=words, owner=owner, due_on=due_on, unfit=unfit, at=at)


def give_lesson(
    *,
    by: Person,
    case: Case,
    learnt_from: LearntFrom,
    source: UUID,
    about: str,
    words: str,
    owner: Person,
    due_on: date,
    at: datetime,
) -> Lesson:
    """Write a lesson that was checked (faults_of_lesson), owe it and tell its owner at once.

    Called inside the deed that learnt it, which records its own event.
    """
    need_door("give_lesson")
    row = Lesson(
        id=uuid7(),
        case=case,
        learnt_from=learnt_from,
        source=source,
        about=about,
        owner=owner,
        due_on=due_on,
        given_at=at,
        given_by=by,
    )
    row.lesson_sealed = seal(case.pk, LESSON, row.pk, words)
    row.save(force_insert=True)
    _owe(row, at)
    if owner.pk != by.pk:
        raise_notice(kind=LESSON_GIVEN, source=row.pk, subject_id=row.pk, at=at)
    return row


def end_lessons(*, source: UUID, at: datetime) -> None:
    """What these lessons were drawn from was voided: they fall away. Inside that deed."""
    need_door("end_lessons")
    for row in Lesson.objects.filter(UNDONE, source=source):
        row.ended_at = at
        touch(row, "ended_at")
        _ended(row, None, at, "what it was drawn from was voided")


def _owe(row: Lesson, at: datetime) -> None:
    raise_due(
        case=row.case,
        source=row.pk,
        code=LESSON_DUE,
        what=f"Act on what was learnt: {row.get_about_display()[:1].lower()}{row.get_about_display()[1:]}",
        due_on=row.due_on,
        owner=row.owner,
        at=at,
    )


def _ended(row: Lesson, by: Person | None, at: datetime, fell_away: str = "") -> None:
    settle_due(source=row.pk, code=LESSON_DUE, at=at, fell_away=fell_away)
    why = f"{fell_away[0].upper()}{fell_away[1:]}." if fell_away else ""
    settle(subject_id=row.pk, by=by, at=at, kinds=[LESSON_GIVEN], why=why)


def _held(by: Person, lesson: Lesson) -> Lesson:
    """The lesson as it is now, under the lock of its case."""
    case = locked(by, lesson.case_id)
    row: Lesson = Lesson.objects.select_related("owner").get(pk=lesson.pk)
    row.case = case
    return row


@deed
def finish_lesson(
    *, by: Person, lesson: Lesson, outcome: str, changed: str, at: datetime | None = None
) -> Lesson:
    """Say what was changed, or why nothing is; what it owes is settled. Raises NotAllowed, Invalid, Stale."""
    at = at or now()
    row = _held(by, lesson)
    rules.check_can_finish_lesson(by, row)
    rules.check_changed(outcome, changed)
    row.outcome, row.done_at, row.done_by = outcome, at, by
    row.changed_sealed = seal(row.case_id, CHANGED, row.pk, changed)
    touch(row, "outcome", "done_at", "done_by", "changed_sealed")
    _ended(row, by, at)
    record(by=by, action=Action.LESSON_DONE, case=row.case_id, subjects=[row.pk])
    return row


@deed
def pass_lesson_on(
    *, by: Person, lesson: Lesson, owner: Person, due_on: date, at: datetime | None = None
) -> Lesson:
    """Give a lesson to somebody else, or another day. Its new owner hears at once.

    Raises NotAllowed, Stale, and Invalid by field.
    """
    at = at or now()
    row = _held(by, lesson)
    rules.check_can_pass_on(by, row)
    wrong = {}
    if unfit := rules.unfit_owner(owner, row.case, named_on(row.case), at):
        wrong["owner"] = unfit
    if fault := rules.fault_of_day(due_on, at):
        wrong["due_on"] = fault
    if not wrong and (row.owner_id, row.due_on) == (owner.pk, due_on):
        wrong["owner"] = "It is theirs, by this day, already."
    if wrong:
        raise Invalid(wrong)
    passed = row.owner_id != owner.pk
    row.owner, row.due_on = owner, due_on
    touch(row, "owner", "due_on")
    _owe(row, at)
    if passed:
        settle(subject_id=row.pk, by=None, at=at, kinds=[LESSON_GIVEN], why=f"It passed to {owner.name}.")
        if owner.pk != by.pk:
            raise_notice(kind=LESSON_GIVEN, source=row.pk, subject_id=row.pk, at=at)
    record(by=by, action=Action.LESSON_PASSED_ON, case=row.case_id, subjects=[row.pk, owner.pk])
    return row
