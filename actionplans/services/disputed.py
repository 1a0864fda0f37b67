"""What an open dispute owes and tells: CPS answers by its date, and the other side hears of it at once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from actionplans.enums import LadderKind
from actionplans.item_enums import DisputeOutcome
from actionplans.models import ActionPlan, ActionPlanItem, ItemDispute
from cases.services import raise_due, settle_dues
from rasso_tracker.clocks import ClockCode, london_date
from rasso_tracker.messages.services import raise_notice, settle
from rasso_tracker.people.models import Person

DISPUTED = "item_disputed"  # a kind of notice
ANSWERED = "dispute_answered"  # to the officer in charge
DISPUTE_DUE = LadderKind.DISPUTE.value
UNANSWERED = (DisputeOutcome.FELL_AWAY, DisputeOutcome.ITEM_WITHDRAWN)  # how a dispute ends without an answer


def owe_answer_to_dispute(plan: ActionPlan, item: ActionPlanItem, dispute: ItemDispute, at: datetime) -> None:
    """CPS owes an answer by the date of the dispute, which climbs, and hears of it. Inside a deed."""
    raise_due(
        case=plan.case,
        source=dispute.pk,
        code=DISPUTE_DUE,
        what=f"CPS: answer the dispute of item {item.number} of plan {plan.number}",
        due_on=dispute.due_on,
        rule=ClockCode.DISPUTE,
        started_on=london_date(dispute.raised_at),
        of_team=True,
        at=at,
    )
    raise_notice(kind=DISPUTED, source=dispute.pk, subject_id=dispute.pk, at=at)


def end_disputes(
    items: Iterable[ActionPlanItem],
    *,
    why: str,
    by: Person,
    at: datetime,
    outcome: DisputeOutcome = DisputeOutcome.FELL_AWAY,
) -> None:
    """Open disputes of these items end unanswered, and `why` no answer is owed. Inside a deed.

    What was answered of them before needs nobody's eye any more either.
    """
    keys = [one.pk for one in items]
    settle(subjects=keys, by=by, at=at, kinds=[ANSWERED])
    found = list(
        ItemDispute.objects.filter(item__in=keys, settled_at__isnull=True)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    if found:
        ItemDispute.objects.filter(pk__in=found).update(settled_at=at, outcome=outcome)
        no_answer_owed(found, by=by, at=at, fell_away=why)


def disputes_go_on(
    plan: ActionPlan, items: Iterable[ActionPlanItem], *, ended_at: datetime, at: datetime
) -> None:
    """The disputes that ended unanswered with these items at `ended_at` wait for CPS again. Inside a deed."""
    of = {item.pk: item for item in items}
    ended = ItemDispute.objects.filter(item__in=of, settled_at=ended_at, outcome__in=UNANSWERED)
    for one in ended.select_for_update(no_key=True, of=("self",)).order_by("pk"):
        one.outcome, one.settled_at = "", None
        one.save(update_fields=["outcome", "settled_at"])
        owe_answer_to_dispute(plan, of[one.item_id], one, at)


def no_answer_owed(disputes: list[UUID], *, by: Person, at: datetime, fell_away: str = "") -> None:
    """These disputes are settled: their clocks stop and what was sent about them goes quiet."""
    settle_dues(sources=disputes, code=DISPUTE_DUE, at=at, fell_away=fell_away)
    settle(subjects=disputes, by=by, at=at, kinds=[DISPUTED])
