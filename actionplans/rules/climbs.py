"""Who answers an escalation of what is owed on a case, and how far a promise may reach."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from actionplans.enums import HARD_LIMITS
from actionplans.rules.escalations import check_high_enough
from rasso_tracker.clocks import day_words, london_date
from rasso_tracker.people.refusals import Invalid, NotAllowed

if TYPE_CHECKING:
    from actionplans.models import Climb, ClimbEscalation
    from rasso_tracker.people.models import Person


def check_can_acknowledge_due(by: Person, climb: Climb, escalation: ClimbEscalation) -> None:
    """An escalation that stands is answered once, and a high one not by the officer it is about."""
    check_high_enough(by, "acknowledge_due_escalation", max(climb.step or 0, escalation.step))
    if not climb.is_current:
        raise NotAllowed("This escalation no longer stands: it was answered or done, or its date moved.")


def check_within_limit(field: str, promised_on: date, climb: Climb, at: datetime) -> None:
    """A promise does not reach past a limit of the law that is still ahead."""
    limit = climb.item.due_on
    if climb.code in HARD_LIMITS and london_date(at) <= limit < promised_on:
        raise Invalid(
            {field: f"The limit is {day_words(limit)} and no answer moves it: say what will be done by then."}
        )
