"""Who gives, passes on and ends a lesson, and what it must say."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from cases.rules.authority import check_role
from rasso_tracker.clocks import day_words, london_date
from rasso_tracker.people.access import role_sees
from rasso_tracker.people.parts import Part
from rasso_tracker.people.refusals import Invalid, NotAllowed, Stale
from rasso_tracker.people.roles import ROLES

if TYPE_CHECKING:
    from cases.models import Case, Lesson
    from rasso_tracker.people.models import Person

FURTHEST_LESSON = timedelta(days=184)  # [A] about half a year: further away nobody can promise it
MAY_OWN = ("officer", "supervisor", "gatekeeper", "manager")


def may_own(person: Person, case: Case, named: set[UUID]) -> bool:
    """May this person know of the lesson and end it? `named` is who has open access to the case."""
    return any(
        role_sees(person, ROLES[code], case, Part.SUPERVISION, named)
        for code in person.roles
        if code in MAY_OWN
    )


def unfit_owner(person: Person, case: Case, named: set[UUID], at: datetime) -> str:
    """Why a person cannot own a lesson on this case, "" when they can."""
    if not person.serves_on(london_date(at)):
        return f"{person.name} is not in post today. Choose somebody who is."
    if not may_own(person, case, named):
        return f"{person.name} may not open this case. Choose somebody who may."
    return ""


def check_lesson(
    *, about: str, words: str, owner: Person | None, due_on: date | None, unfit: str, at: datetime
) -> dict[str, str]:
    """What is wrong with a lesson, by field; empty when nothing is. `unfit` is why its owner cannot be."""
    wrong = {}
    if not about:
        wrong["about"] = "Choose what the lesson is about."
    if not words.strip():
        wrong["lesson"] = "Say what we do differently from now on."
    if owner is None:
        wrong["owner"] = "Choose who makes sure of it."
    elif unfit:
        wrong["owner"] = unfit
    if due_on is None:
        wrong["lesson_due_on"] = "Enter the day by which it is done."
    elif fault := fault_of_day(due_on, at):
        wrong["lesson_due_on"] = fault
    return wrong


def fault_of_day(due_on: date, at: datetime) -> str:
    today = london_date(at)
    if due_on < today:
        return "Enter today's date or a date in the future."
    if due_on > today + FURTHEST_LESSON:
        last = today + FURTHEST_LESSON
        return f"A lesson is done by {day_words(last)} at the latest: enter an earlier date."
    return ""


def check_can_finish_lesson(by: Person, lesson: Lesson) -> None:
    """Its owner, or whoever may give lessons. Raises NotAllowed, and Stale for one that is no longer open."""
    check_role(by, "finish_lesson")
    if not by.is_service and lesson.owner_id != by.pk and not by.role.may("pass_lesson_on"):
        raise NotAllowed(
            f"This lesson is {lesson.owner.name}'s. They can end it, or a supervisor or a manager."
        )
    _check_open(lesson)


def check_can_pass_on(by: Person, lesson: Lesson) -> None:
    check_role(by, "pass_lesson_on")
    _check_open(lesson)


def _check_open(lesson: Lesson) -> None:
    if not lesson.is_open:
        raise Stale(f"This lesson is no longer open: {lesson.state[:1].lower()}{lesson.state[1:]}.")


def check_changed(outcome: str, changed: str) -> None:
    wrong = {} if outcome else {"outcome": "Choose what came of it."}
    if not changed.strip():
        wrong["changed"] = "Say what was changed, or why nothing is."
    if wrong:
        raise Invalid(wrong)
