"""Rows of the items of a plan: as asked, accepted, disputed, dated, returned and checked.

What the story of the case does not say of an item is drawn by its own dice, so that the story stays as it is.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import Any

from actionplans.enums import CpsSource, ItemStatus, PlanStatus
from actionplans.item_enums import CPS_ANSWERS, MARKS_OF, DisputeChannel, DisputeOutcome, DisputeReason
from actionplans.models import (
    ActionPlan,
    ActionPlanItem,
    DisputeAnswer,
    ItemCheck,
    ItemDate,
    ItemDispute,
    ItemReturn,
    PlanCompletion,
)
from actionplans.seals import Label
from actionplans.services.items import ITEM_DUE
from rasso_tracker.clocks import london_date
from rasso_tracker.demo import names
from rasso_tracker.demo.calibration import DISPUTED_SHARE, OWN_DATE_SHARE
from rasso_tracker.demo.events import ItemFacts, PlanFacts
from rasso_tracker.demo.rows import CaseRows
from rasso_tracker.people.models import Person

DAY = timedelta(days=1)


def item_rows(case: CaseRows, told: PlanFacts, plan: ActionPlan) -> None:
    """The items of a plan with all that happened to them."""
    completion = _completion(case, told, plan)
    for number, item in enumerate(told.items, start=1):
        rng = Random(f"item {case.life.number} {plan.number} {number}")  # noqa: S311  # a story, not a key
        row = _item(case, told, plan, item, number, rng)
        _own_date(case, plan, row, rng)
        _dispute(case, told, plan, row, rng)
        _return(case, item, row, completion, rng)


def _item(
    case: CaseRows, told: PlanFacts, plan: ActionPlan, item: ItemFacts, number: int, rng: Random
) -> ActionPlanItem:
    accepted_at = told.issued_at + DAY
    accepted = plan.status != PlanStatus.ISSUED and accepted_at <= (told.closed_at or case.world.now)
    row = case.add(
        ActionPlanItem,
        told.issued_at,
        plan=plan,
        number=number,
        type=item.type,
        # Most are nobody's by name: the officer in charge's, whoever that is then.
        owner=case.life.officer if number % 4 == 0 else None,
        status=item.status,
        agreed_at=accepted_at if accepted else None,
        agreed_by=case.life.officer if accepted else None,
        returned_at=item.returned_at,
        returned_by=item.returned_by,
        checked_at=item.checked_at,
        checked_by=item.checked_by,
    )
    row.asks_sealed = case.seal(Label.ITEM_ASKS, row.pk, item.asks)
    if rng.random() < 0.6:
        row.why_sealed = case.seal(Label.ITEM_WHY, row.pk, rng.choice(names.ITEM_WHYS))
    return row


def _own_date(case: CaseRows, plan: ActionPlan, row: ActionPlanItem, rng: Random) -> None:
    """CPS wanted this one sooner than the rest."""
    if rng.random() >= OWN_DATE_SHARE:
        return
    row.target_on = plan.issued_on + timedelta(days=rng.choice((14, 18, 21)))
    case.add(
        ItemDate,
        plan.issued_at,
        item=row,
        due_on=row.target_on,
        plan_issued_on=plan.issued_on,
        with_the_item=True,
        set_at=plan.issued_at,
        set_by=plan.issued_by,
    )
    if plan.is_open and row.is_open:
        case.owe(
            source=row.pk,
            code=ITEM_DUE,
            what=f"Return item {row.number} of action plan {plan.number}",
            due_on=row.target_on,
            owner=row.owner,
            started_on=plan.issued_on,
            at=plan.issued_at,
        )


def _dispute(case: CaseRows, told: PlanFacts, plan: ActionPlan, row: ActionPlanItem, rng: Random) -> None:
    """The police dispute it two days after the issue; CPS answers within days, unless it came back first."""
    raised_at = told.issued_at + 2 * DAY
    ended_at = min(filter(None, (row.returned_at, told.closed_at)), default=None)
    if rng.random() >= DISPUTED_SHARE or raised_at >= (ended_at or case.world.now):
        return
    dispute = case.add(
        ItemDispute,
        raised_at,
        item=row,
        reason=rng.choice([one.value for one in DisputeReason if one != DisputeReason.OTHER]),
        channel=rng.choice(DisputeChannel.values),
        raised_at=raised_at,
        raised_by=case.life.officer,
    )
    dispute.words_sealed = case.seal(Label.DISPUTE_WORDS, dispute.pk, rng.choice(names.DISPUTE_WORDS))
    answered_at = raised_at + rng.choice((1, 3, 8, 15)) * DAY
    if ended_at is not None and answered_at >= ended_at:
        dispute.settled_at, dispute.outcome = ended_at, DisputeOutcome.FELL_AWAY
    elif answered_at <= case.world.now:
        _answer(case, told, dispute, answered_at, rng)
    if dispute.settled_at is None:
        row.agreed_at, row.agreed_by = None, None


def _answer(case: CaseRows, told: PlanFacts, dispute: ItemDispute, at: datetime, rng: Random) -> None:
    outcome = rng.choice([one for one in CPS_ANSWERS if one != DisputeOutcome.ACCEPTED])
    dispute.settled_at, dispute.outcome = at, outcome
    answer = case.add(
        DisputeAnswer,
        at,
        dispute=dispute,
        outcome=outcome,
        answered_at=at,
        **_act(told.record.lawyer, told, at),
    )
    answer.words_sealed = case.seal(Label.DISPUTE_ANSWER, answer.pk, names.DISPUTE_ANSWERS[outcome])


def _act(lawyer: Person | None, told: PlanFacts, at: datetime) -> dict[str, Any]:
    """Of CPS where a lawyer did it, else entered by the police from an e-mail of that day."""
    if lawyer is not None:
        return {"source": CpsSource.CPS, "entered_by": lawyer}
    return {
        "source": CpsSource.POLICE_FROM_DOCUMENT,
        "document_name": "email",
        "document_date": london_date(at),
        "entered_by": told.record.by,
    }


def _completion(case: CaseRows, told: PlanFacts, plan: ActionPlan) -> PlanCompletion | None:
    if told.status != PlanStatus.COMPLETED or told.closed_at is None:
        return None
    at = told.closed_at
    lawyer = next((one.checked_by for one in told.items if one.checked_at == at), told.record.lawyer)
    row: PlanCompletion = case.add(PlanCompletion, at, plan=plan, completed_at=at, **_act(lawyer, told, at))
    return row


def _return(
    case: CaseRows, item: ItemFacts, row: ActionPlanItem, completion: PlanCompletion | None, rng: Random
) -> None:
    if item.returned_at is None:
        return
    returned = case.add(
        ItemReturn,
        item.returned_at,
        item=row,
        round=1,
        returned_at=item.returned_at,
        returned_by=item.returned_by,
    )
    returned.note_sealed = case.seal(Label.ITEM_RETURN_NOTE, returned.pk, item.note)
    if item.checked_at is None or item.status not in (ItemStatus.ACCEPTED, ItemStatus.SENT_BACK):
        return
    accepted = item.status == ItemStatus.ACCEPTED
    with_it = completion is not None and item.checked_at == completion.completed_at
    check = case.add(
        ItemCheck,
        item.checked_at,
        returned=returned,
        completion=completion if with_it else None,
        accepted=accepted,
        quality=rng.choice(MARKS_OF[accepted]) if rng.random() < 0.7 else "",
        checked_at=item.checked_at,
        source=CpsSource.CPS,
        entered_by=item.checked_by,
    )
    if item.check_note:
        check.note_sealed = case.seal(Label.ITEM_CHECK_NOTE, check.pk, item.check_note)
