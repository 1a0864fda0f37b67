"""Rows of the items of a plan: as asked, accepted, disputed, dated, returned and checked.

What the story of the case does not say of an item is drawn by its own dice, so that the story stays as it is.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import Any

from actionplans.enums import CpsSource, ItemStatus, ItemType, PlanStatus
from actionplans.item_enums import (
    CPS_ANSWERS,
    MARKS_OF,
    DisputeChannel,
    DisputeOutcome,
    DisputeReason,
    WaitEnd,
    WaitsOn,
)
from actionplans.models import (
    ActionPlan,
    ActionPlanItem,
    DisputeAnswer,
    ItemChase,
    ItemCheck,
    ItemDate,
    ItemDispute,
    ItemGiven,
    ItemReturn,
    ItemWait,
    PlanCompletion,
)
from actionplans.rules.waits import chase_day
from actionplans.seals import Label
from actionplans.services.chasing import CHASE_DUE
from actionplans.services.disputed import DISPUTE_DUE
from actionplans.services.items import ITEM_DUE
from rasso_tracker.clocks import ClockCode, deadline, london_date, start_of_day
from rasso_tracker.demo import names
from rasso_tracker.demo.calibration import DISPUTED_SHARE, OWN_DATE_SHARE, WAITING_SHARE
from rasso_tracker.demo.events import ItemFacts, PlanFacts
from rasso_tracker.demo.rows import CaseRows
from rasso_tracker.people.models import Person

DAY = timedelta(days=1)
# Whom each kind of thing is asked of.
BODIES = {
    ItemType.DIGITAL: (WaitsOn.DIGITAL_UNIT, WaitsOn.BANK_OR_PLATFORM),
    ItemType.FORENSIC: (WaitsOn.LABORATORY,),
    ItemType.MEDICAL: (WaitsOn.HEALTH,),
    ItemType.EXPERT: (WaitsOn.OTHER,),
    ItemType.THIRD_PARTY: (WaitsOn.COUNCIL, WaitsOn.HEALTH, WaitsOn.EDUCATION),
    ItemType.SUSPECT_ANTECEDENTS: (WaitsOn.OTHER_FORCE,),
}


def item_rows(case: CaseRows, told: PlanFacts, plan: ActionPlan) -> None:
    """The items of a plan with all that happened to them."""
    completion = _completion(case, told, plan)
    for number, item in enumerate(told.items, start=1):
        rng = Random(f"item {case.life.number} {plan.number} {number}")  # noqa: S311  # a story, not a key
        row = _item(case, told, plan, item, number, rng)
        _own_date(case, plan, row, rng)
        _dispute(case, told, plan, row, rng)
        _wait(case, told, plan, row, rng)
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
    if row.owner is not None and accepted:
        case.add(
            ItemGiven, accepted_at, item=row, given_to=row.owner, given_at=accepted_at, given_by=row.owner
        )
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
        due_on=deadline(ClockCode.DISPUTE, raised_at).due_on,
    )
    dispute.words_sealed = case.seal(Label.DISPUTE_WORDS, dispute.pk, rng.choice(names.DISPUTE_WORDS))
    answered_at = raised_at + rng.choice((1, 3, 8, 15)) * DAY
    if ended_at is not None and answered_at >= ended_at:
        dispute.settled_at, dispute.outcome = ended_at, DisputeOutcome.FELL_AWAY
    elif answered_at <= case.world.now:
        _answer(case, told, dispute, answered_at, rng)
    if dispute.settled_at is None:
        row.agreed_at, row.agreed_by = None, None
        _owe_answer(case, plan, row, dispute)


def _owe_answer(case: CaseRows, plan: ActionPlan, row: ActionPlanItem, dispute: ItemDispute) -> None:
    case.owe(
        source=dispute.pk,
        code=DISPUTE_DUE,
        what=f"CPS: answer the dispute of item {row.number} of plan {plan.number}",
        due_on=dispute.due_on,
        rule=ClockCode.DISPUTE.value,
        started_on=london_date(dispute.raised_at),
        of_team=True,
        at=dispute.raised_at,
    )


def _wait(case: CaseRows, told: PlanFacts, plan: ActionPlan, row: ActionPlanItem, rng: Random) -> None:
    """What another body holds was requested the day after the issue; a third promised nothing yet."""
    bodies = BODIES.get(ItemType(row.type))
    started_at = told.issued_at + DAY
    ended_at = min(filter(None, (row.returned_at, told.closed_at)), default=None)
    if bodies is None or rng.random() >= WAITING_SHARE or started_at >= (ended_at or case.world.now):
        return
    requested_on = london_date(started_at)
    promised_on = requested_on + timedelta(days=rng.choice((7, 10, 21))) if rng.random() < 0.66 else None
    wait = case.add(
        ItemWait,
        started_at,
        item=row,
        body=rng.choice(bodies),
        requested_on=requested_on,
        first_promised_on=promised_on,
        promised_on=promised_on,
        chase_on=chase_day(promised_on, started_at),
        started_at=started_at,
        started_by=case.life.officer,
    )
    wait.words_sealed = case.seal(Label.WAIT_WORDS, wait.pk, f"Reference {rng.randint(1000, 9999)}.")
    until = ended_at or case.world.now
    while (chased_at := start_of_day(wait.chase_on) + timedelta(hours=11)) < until and rng.random() < 0.75:
        _chase(case, wait, chased_at, rng)
    if ended_at is not None:
        wait.ended_at, wait.ended_by, wait.ended_how = ended_at, case.life.officer, WaitEnd.FELL_AWAY
    elif plan.is_open and row.is_open:
        case.owe(
            source=wait.pk,
            code=CHASE_DUE,
            what=f"Chase for plan {plan.number}, item {row.number}: {wait.get_body_display().lower()}",
            due_on=wait.chase_on,
            owner=row.owner,
            started_on=requested_on,
            at=wait.started_at,
        )


def _chase(case: CaseRows, wait: ItemWait, at: datetime, rng: Random) -> None:
    later = london_date(at) + timedelta(days=rng.choice((5, 12))) if rng.random() < 0.5 else None
    wait.promised_on = later or wait.promised_on
    wait.chase_on = chase_day(wait.promised_on, at)
    wait.version += 1
    row = case.add(
        ItemChase,
        at,
        wait=wait,
        chased_at=at,
        chased_by=case.life.officer,
        promised_on=later,
        chase_on=wait.chase_on,
    )
    row.note_sealed = case.seal(Label.CHASE_NOTE, row.pk, rng.choice(names.CHASE_NOTES))


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
