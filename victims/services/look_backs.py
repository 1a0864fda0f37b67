"""Looking back on a withdrawal, and the lesson that comes of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from cases.lesson_enums import LearntFrom
from cases.models import Case
from cases.services import end_lessons, faults_of_lesson, give_lesson, locked, raise_due, settle_due
from rasso_tracker.audit import Action, deed, record
from rasso_tracker.clocks import ClockCode, deadline, now
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid
from victims import rules
from victims.enums import DueCode
from victims.models import LookBack, Withdrawal
from victims.sealed import seal_into


@deed
def record_look_back(
    *,
    by: Person,
    withdrawal: Withdrawal,
    preventable: str,
    words: str,
    moment: str = "",
    helped: Sequence[str] = (),
    learnt: bool | None = None,
    about: str = "",
    lesson: str = "",
    owner: Person | None = None,
    lesson_due_on: date | None = None,
    at: datetime | None = None,
) -> LookBack:
    """Look back on a withdrawal from the record. Raises NotAllowed, Stale, and Invalid by field.

    `about`, `lesson`, `owner` and `lesson_due_on` are the lesson, all of them or none, as `learnt` says where
    it is said; its owner is told at once. The victim is not asked again for this.
    """
    at = at or now()
    case = locked(by, withdrawal.case_id)
    row: Withdrawal = Withdrawal.objects.select_related("victim__case").get(pk=withdrawal.pk)
    rules.check_can_look_back(by, row)
    check_look_back(
        case,
        preventable=preventable,
        words=words,
        moment=moment,
        helped=helped,
        learnt=learnt,
        about=about,
        lesson=lesson,
        owner=owner,
        lesson_due_on=lesson_due_on,
        at=at,
    )
    found = LookBack(
        case=case,
        victim=row.victim,
        withdrawal=row,
        preventable=preventable,
        moment=moment,
        helped=list(dict.fromkeys(helped)),
        officer=case.officer_in_charge,
        looked_back_at=at,
        looked_back_by=by,
    )
    seal_into(found, words=words)
    found.save(force_insert=True)
    row.looked_back_at = at
    row.save(update_fields=["looked_back_at"])
    settle_due(source=row.pk, code=DueCode.LOOK_BACK.value, at=at)
    if owner is not None and lesson_due_on is not None:
        give_lesson(
            by=by,
            case=case,
            learnt_from=LearntFrom.WITHDRAWAL,
            source=found.pk,
            about=about,
            words=lesson,
            owner=owner,
            due_on=lesson_due_on,
            at=at,
        )
    record(by=by, action=Action.LOOK_BACK_RECORDED, case=case, subjects=[row.victim_id, row.pk, found.pk])
    return found


def check_look_back(
    case: Case,
    *,
    preventable: str,
    words: str,
    moment: str,
    helped: Sequence[str],
    learnt: bool | None,
    about: str,
    lesson: str,
    owner: Person | None,
    lesson_due_on: date | None,
    at: datetime,
) -> None:
    """Raises Invalid with every fault of a look-back and its lesson at once: what record_look_back takes."""
    wrong = rules.faults_of_look_back(preventable, moment, helped, words)
    given = bool(about or lesson.strip() or owner or lesson_due_on)
    if learnt is False and given:
        wrong["learnt"] = "You give a lesson: choose yes, or leave its parts empty."
    elif learnt or given:
        wrong |= faults_of_lesson(case, about=about, words=lesson, owner=owner, due_on=lesson_due_on, at=at)
    if wrong:
        raise Invalid(wrong)


@deed
def void_look_back(*, by: Person, look_back: LookBack, reason: str, at: datetime | None = None) -> LookBack:
    """Take back a look-back that was recorded wrongly; a new one is owed. Raises NotAllowed, Stale, Invalid.

    Its open lesson falls away with it.
    """
    at = at or now()
    locked(by, look_back.case_id)
    row: LookBack = LookBack.objects.select_related("victim__case", "withdrawal").get(pk=look_back.pk)
    rules.check_can_void_look_back(by, row)
    if not reason.strip():
        raise Invalid({"reason": "Say what was wrong with this record."})
    fall_away(row, by, reason, at)
    owe_look_back(Withdrawal.objects.select_related("victim", "case").get(pk=row.withdrawal_id), at)
    record(by=by, action=Action.LOOK_BACK_VOIDED, case=row.case_id, subjects=[row.victim_id, row.pk])
    return row


def owe_look_back(row: Withdrawal, at: datetime) -> None:
    """Owe a look-back on a corroborated withdrawal, by its dated rule. Inside a deed, with the case locked.

    It is the corroborating supervisor's, or where that is the officer in charge their supervisor's: a second
    person looks back.
    """
    officer = row.case.officer_in_charge
    first = row.corroborated_by
    assert row.corroborated_at is not None
    clock = deadline(ClockCode.LOOK_BACK, row.corroborated_at)
    owner = first if first is not None and first.pk != officer.pk else officer.supervisor
    raise_due(
        case=row.case,
        source=row.pk,
        code=DueCode.LOOK_BACK.value,
        what=f"Look back on the withdrawal of {row.victim.label}",
        due_on=clock.due_on,
        owner=owner,
        of_team=owner is None,
        rule=ClockCode.LOOK_BACK.value,
        started_on=clock.start_on,
        at=at,
    )


def fall_away(row: LookBack, by: Person, reason: str, at: datetime) -> None:
    """Void it and end its open lesson. Inside a deed, with the case locked."""
    row.voided_at, row.voided_by, row.void_reason = at, by, reason
    row.save(update_fields=["voided_at", "voided_by", "void_reason"])
    Withdrawal.objects.filter(pk=row.withdrawal_id).update(looked_back_at=None)
    end_lessons(source=row.pk, at=at)
