"""What is owed on cases by a date, one question each: a home shows the beginning of a list, and the list page
and the API the whole of it by the same rule, the earliest date first.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from actionplans.enums import Side, SubmissionStatus
from actionplans.models import Advice, AdviceQuestion, Submission
from actionplans.services.countersigning import COUNTERSIGN_DUE
from actionplans.services.disputed import DISPUTE_DUE
from actionplans.services.files import CHECK
from actionplans.services.in_step import ANSWER
from actionplans.services.questions import QUESTION
from actionplans.services.submissions import RESPOND
from cases.home import MOST
from cases.models import DueItem
from rasso_tracker.clocks import london_date, now
from rasso_tracker.people.models import Person
from rasso_tracker.people.parts import Part, Scope


@dataclass(frozen=True)
class Question:
    """Which of the open due items, for whom; `part` is what a role must read of a case to be offered it."""

    words: str
    part: Part
    rows: Callable[[Person], Q]


def _by_name(person: Person) -> Q:
    return Q(owner=person.pk)


def _for_second_lawyer(person: Person) -> Q:
    """Of the unit's submissions and clinics; without what this person wrote, which somebody else signs."""
    advice = Advice.objects.filter(pk=OuterRef("source")).exclude(author=person.pk)
    if person.role.scope == Scope.CPS_UNIT:
        unit = person.cps_unit_id
        advice = advice.filter(Q(submission__cps_unit=unit) | Q(booking__clinic__cps_unit=unit))
    return Q(Exists(advice), code=COUNTERSIGN_DUE)


def _by_cps(person: Person) -> Q:
    """On the rounds of the unit that are past triage, which comes first."""
    rounds = Submission.objects.filter(pk=OuterRef("source")).exclude(status=SubmissionStatus.SENT)
    if person.role.scope == Scope.CPS_UNIT:
        rounds = rounds.filter(cps_unit=person.cps_unit_id)
    return Q(Exists(rounds), code=ANSWER)


def _asked_of_cps(person: Person) -> Q:
    """What police ask about a submission. What CPS asks of them is owed by name."""
    asked = AdviceQuestion.objects.filter(pk=OuterRef("source"), side=Side.POLICE)
    return Q(Exists(asked), code=QUESTION)


def _late_by_cps(person: Person) -> Q:
    """First answers and those that it owes again, of every unit, as the weekly meeting counts them."""
    return Q(code=ANSWER, due_on__lt=london_date(now()))


def _of(code: str) -> Callable[[Person], Q]:
    return lambda person: Q(code=code)


BY_NAME = ""
QUESTIONS = {
    BY_NAME: Question("What I owe by name", Part.CASE, _by_name),
    "answer": Question("Advice, plans and decisions of CPS to give", Part.CPS, _by_cps),
    "late_answer": Question("Answers of CPS past their date", Part.CPS, _late_by_cps),
    "file_check": Question("Files to check", Part.CPS, _of(CHECK)),
    "response": Question("Responses to triage", Part.CPS, _of(RESPOND)),
    "dispute": Question("Disputes to answer", Part.PLANS, _of(DISPUTE_DUE)),
    "question": Question("Questions to answer", Part.CPS, _asked_of_cps),
    "countersign": Question("Advice to countersign", Part.CPS, _for_second_lawyer),
}
OPEN = Q(settled_at__isnull=True)


def owed_list(question: str = BY_NAME) -> str:
    """The address of the whole list."""
    return reverse("owed_list") + (f"?show={question}" if question else "")


def first_owed(person: Person, question: str) -> list[DueItem]:
    """The beginning of the list, one more than a home shows, each with its case."""
    rows: Any = DueItem.objects.visible_to(person).filter(OPEN, QUESTIONS[question].rows(person))
    return list(rows.select_related("case").order_by("due_on", "id")[: MOST + 1])
