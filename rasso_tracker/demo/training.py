"""Who of the demo was trained in the Right to Review: most of them, some long ago, a few never [A]."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from rasso_tracker.clocks import add_months, start_of_day
from rasso_tracker.demo.force import Force
from rasso_tracker.people.enums import Agency
from reviews.models import ReviewTraining
from reviews.rules.training import NEED_IT

COUNTS = 24  # months, as the rule of the clocks that every new database begins with
# How many days ago the course was, person by person; None: there was none.
AGO = (120, 400, 690, 30, 250, None, 560, 800, 90, 310, 705, 200)
COURSE = "Right to Review for investigators"


def courses(force: Force, new_id: Callable[[], UUID]) -> list[ReviewTraining]:
    """One course at most of each of the police who need it."""
    needing = [one for one in force.people if one.agency == Agency.POLICE and set(one.roles) & set(NEED_IT)]
    found = []
    for number, person in enumerate(needing):
        ago = AGO[number % len(AGO)]
        if ago is None:
            continue
        day = force.as_of - timedelta(days=ago)
        found.append(
            ReviewTraining(
                id=new_id(),
                person=person,
                course=COURSE,
                completed_on=day,
                valid_until=add_months(day, COUNTS),
                recorded_at=start_of_day(day) + timedelta(hours=16),
                recorded_by=force.clockwork,
            )
        )
    return found
