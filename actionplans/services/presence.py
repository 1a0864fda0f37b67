"""Who has a form open on a plan. The log says that the form was opened; these rows only warn the others."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import connection

from actionplans.board_enums import Opened
from actionplans.models import ActionPlan, PlanPresence
from actionplans.models.boards import LEASE
from rasso_tracker.audit.doors import open_door
from rasso_tracker.clocks import now
from rasso_tracker.ids import uuid7
from rasso_tracker.people.models import Person

_NOTE = """
    INSERT INTO actionplans_planpresence (id, case_id, plan_id, person_id, doing, opened_at, until)
    VALUES (%s, %s, %s, %s, %s, %s, %s)
    ON CONFLICT (plan_id, person_id) DO UPDATE
    SET doing = excluded.doing, opened_at = excluded.opened_at, until = excluded.until
"""


def note_presence(*, by: Person, plan: ActionPlan, doing: str, at: datetime | None = None) -> None:
    """The person opened a form on the plan: others see it until the lease lapses or the form is sent.

    No deed: it changes nothing of the case, and its look is logged as every form's. `doing` is the deed that
    the form is of (Opened).
    """
    at = at or now()
    with open_door("note_presence"), connection.cursor() as cursor:
        cursor.execute(_NOTE, [uuid7(), plan.case_id, plan.pk, by.pk, Opened(doing).value, at, at + LEASE])


def keep_presence(*, by: Person, plan_id: uuid.UUID, at: datetime | None = None) -> None:
    """The form is still open on the page: its lease is made longer once half of it has passed."""
    at = at or now()
    with open_door("keep_presence"):
        half_gone = PlanPresence.objects.filter(
            plan=plan_id, person=by, until__gt=at, until__lt=at + LEASE / 2
        )
        half_gone.update(until=at + LEASE)


def end_presence(*, by: Person, plan_id: uuid.UUID, at: datetime | None = None) -> None:
    """The form was sent or put away: nothing is open any more."""
    at = at or now()
    with open_door("end_presence"):
        open_now = PlanPresence.objects.filter(plan=plan_id, person=by, opened_at__lte=at, until__gt=at)
        open_now.update(until=at)
