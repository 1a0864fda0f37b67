"""What delivery asks of the notices of a dispute: does CPS still owe an answer, and who hears of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from actionplans.enums import LadderKind
from actionplans.item_enums import DisputeOutcome
from actionplans.ladder import current_ladder
from actionplans.models import DisputeAnswer, ItemDispute
from actionplans.notices.plans import OF_THEIR_OWN
from actionplans.roster import About, but, roster_for
from rasso_tracker.clocks import london_date
from rasso_tracker.messages import DIGEST, Addressee, Due, Gone
from rasso_tracker.people.enums import Post

TO_ANSWER = "Answer a dispute: the police dispute an item of the action plan"
TO_GET = "Get CPS's answer to the dispute of an item, or enter it from its document"
WHAT_CPS_SAYS = {
    DisputeOutcome.ACCEPTED: "CPS accepts your dispute: the item is no longer asked for",
    DisputeOutcome.ACCEPTED_IN_PART: "CPS accepts a dispute in part: see what is asked for now",
    DisputeOutcome.NOT_ACCEPTED: "CPS does not accept a dispute: the item is still asked for",
}


def recheck_disputed(sources: Sequence[UUID], at: datetime) -> dict[UUID, Due | Gone]:
    """The reviewing prosecutor answers; without one the unit's managers. Where nobody of CPS can be told the
    police hear what they can do for it. A fixed number of queries.
    """
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
        recipients = tuple(Addressee(person, why) for person, why in told.items())
        recipients = recipients or roster.climb([*ladder.of(LadderKind.DISPUTE, row.due_on)], about[row.pk])
        by_cps = roster.reaches_cps(one.person_id for one in recipients)
        answers[row.pk] = Due(
            recipients=recipients,
            case_id=row.case_id,
            subject_id=row.pk,
            reference=f"{row.case.reference}, action plan {row.item.plan.number}",
            headline=TO_ANSWER if by_cps else TO_GET,
            due_on=row.due_on,
            ends_when="CPS answers it, the police accept or return the item, or the plan ends",
            path=f"/action-plan-items/{row.item_id}/",
            urgency=DIGEST,
        )
    return answers


def recheck_answered(sources: Sequence[UUID], at: datetime) -> dict[UUID, Due | Gone]:
    """The officer in charge reads what CPS answered, while the plan is open and the item is owed or gone."""
    rows = list(DisputeAnswer.objects.filter(pk__in=sources).select_related("dispute__item__plan", "case"))
    answers: dict[UUID, Due | Gone] = {row.pk: Gone("It needs nobody any more.") for row in rows}
    standing = [row for row in rows if _still_matters(row)]
    about = {row.pk: About(row.case) for row in standing}
    ladder = current_ladder()
    roster = roster_for(about.values(), ladder.rungs, london_date(at))
    for row in standing:
        item = row.dispute.item
        told = roster.told((Post.INVESTIGATOR,), about[row.pk]) or roster.last_resort(about[row.pk])
        others = but(told, row.entered_by_id)
        if told and not others:
            answers[row.pk] = Gone(OF_THEIR_OWN)
            continue
        answers[row.pk] = Due(
            recipients=tuple(Addressee(person, why) for person, why in others.items()),
            case_id=row.case_id,
            subject_id=item.pk,
            reference=f"{row.case.reference}, action plan {item.plan.number}",
            headline=WHAT_CPS_SAYS[DisputeOutcome(row.outcome)],
            due_on=(item.target_on or item.plan.target_on) if item.is_open else None,
            ends_when="the item comes back, its plan ends, or you mark it as read",
            path=f"/action-plans/{item.plan_id}/",  # where it is sent back
            urgency=DIGEST,
        )
    return answers


def _still_matters(row: DisputeAnswer) -> bool:
    item = row.dispute.item
    gone_by_it = row.outcome == DisputeOutcome.ACCEPTED
    return row.superseded_at is None and item.plan.is_open and (item.is_open or gone_by_it)
