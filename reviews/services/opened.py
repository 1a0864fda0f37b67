"""That CPS opened a decision is told to the police, until they do something on it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from cases.models import Case
from rasso_tracker.messages.services import raise_again, settle
from rasso_tracker.people.access import system
from rasso_tracker.people.models import Person
from reviews.models import Decision, DecisionLine
from reviews.notices.opened import OPENED, OPENED_BY_CPS, still_waiting


def say_opened(decision: Decision, *, at: datetime) -> None:
    """Inside the deed by which CPS opened it, in whole or a further part: each time is told anew."""
    raise_again(kind=OPENED_BY_CPS, subjects=[decision.pk], at=at)


def end_opened(*, case: Case, by: Person, at: datetime, **_: Any) -> None:
    """Inside a deed that may be the next step: a decision put forward, or what cases.hooks.milestone_changed
    calls.
    """
    with system("a notice that CPS opened a decision ends with the next step, whoever records it"):
        lines = DecisionLine.objects.filter(case=case, ended_because__in=OPENED)
        opened = set(lines.values_list("decision", flat=True))
        done = opened - still_waiting(opened).keys() if opened else opened
    if done:
        settle(by=by, at=at, subjects=done, kinds=[OPENED_BY_CPS])
