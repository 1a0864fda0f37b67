"""What delivery asks of the notice of a dispute: does CPS still owe an answer, and who of CPS must hear."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from actionplans.enums import LadderKind
from actionplans.ladder import current_ladder
from actionplans.models import ItemDispute
from actionplans.roster import About, roster_for
from rasso_tracker.clocks import london_date
from rasso_tracker.messages import DIGEST, Addressee, Due, Gone
from rasso_tracker.people.enums import Post


def recheck_disputed(sources: Sequence[UUID], at: datetime) -> dict[UUID, Due | Gone]:
    """The reviewing prosecutor answers; without one the unit's managers. A fixed number of queries."""
    rows = list(ItemDispute.objects.filter(pk__in=sources).select_related("item__plan", "case"))
    answers: dict[UUID, Due | Gone] = {
        row.pk: Gone("The dispute was settled.") for row in rows if row.settled_at is not None
    }
    standing = [row for row in rows if row.pk not in answers]
    about = {row.pk: About(row.case, row.item.plan.prosecutor_id) for row in standing}
    ladder = current_ladder()
    roster = roster_for(about.values(), ladder.rungs, london_date(at))
    for row in standing:
        told = roster.told((Post.REVIEWING_PROSECUTOR,), about[row.pk]) or roster.told(
            (Post.LEGAL_MANAGER,), about[row.pk]
        )
        answers[row.pk] = Due(
            recipients=tuple(Addressee(person, why) for person, why in told.items())
            or roster.climb([*ladder.of(LadderKind.DISPUTE, row.due_on)], about[row.pk]),
            case_id=row.case_id,
            subject_id=row.pk,
            reference=f"{row.case.reference}, action plan {row.item.plan.number}",
            headline="Answer a dispute: the police dispute an item of the action plan",
            due_on=row.due_on,
            ends_when="CPS answers it, the police accept or return the item, or the plan ends",
            path=f"/action-plan-items/{row.item_id}/",
            urgency=DIGEST,
        )
    return answers
