"""What the API answers of the items of a plan: free text only on an item's own address or its deeds'."""

from __future__ import annotations

from actionplans.models import (
    ActionPlanItem,
    DisputeAnswer,
    ItemCheck,
    ItemDate,
    ItemDispute,
    ItemGiven,
    ItemReturn,
    ItemWithdrawal,
    PlanCompletion,
)
from actionplans.represent.values import JSON, key, of_cps, said
from actionplans.represent.waits import wait
from actionplans.seals import Label, Sealer
from actionplans.shown.items import checked_with, last_said, returned_with
from rasso_tracker.people.models import Person


def item(row: ActionPlanItem, person: Person | None) -> JSON:
    return {
        "id": key(row.pk),
        "case": key(row.case_id),
        "plan": key(row.plan_id),
        "number": row.number,
        "type": row.type,
        "status": row.status,
        "owner": key(row.owner_id or row.case.officer_in_charge_id),
        "target_date": said(row.target_on),
        "strategy_line": key(row.strategy_line_id),
        "accepted_by_police_at": said(row.agreed_at),
        "accepted_by_police": key(row.agreed_by_id),
        "returned_at": said(row.returned_at),
        "returned_by": key(row.returned_by_id),
        "checked_at": said(row.checked_at),
        "checked_by": key(row.checked_by_id),
        "version": row.version,
    }


def item_in_full(row: ActionPlanItem, person: Person) -> JSON:
    """With its texts, its dates and its disputes."""
    sealer = Sealer(row.case_id)
    return {
        **opened(row, sealer),
        "never_asked": row.plan.never_issued,
        "dates": [_date(one, sealer) for one in row.dates.all()],
        "given": [_given(one) for one in row.given.all()],
        "disputes": [_dispute(one, sealer) for one in row.disputes.prefetch_related("answers")],
        "waits": [wait(one, person) for one in row.waits.all()],
        "returns": [_return(one, sealer) for one in row.returns.prefetch_related("checks")],
        "withdrawals": [_withdrawal(one, sealer) for one in row.withdrawals.all()],
    }


def opened(row: ActionPlanItem, sealer: Sealer) -> JSON:
    return {
        **item(row, None),
        "why": sealer.open(Label.ITEM_WHY, row.pk, row.why_sealed),
        "asks": sealer.open(Label.ITEM_ASKS, row.pk, row.asks_sealed),
        **last_said(row, sealer),
    }


def _return(row: ItemReturn, sealer: Sealer) -> JSON:
    return {
        "id": key(row.pk),
        "round": row.round,
        "note": returned_with(row, sealer),
        "returned_at": said(row.returned_at),
        "returned_by": key(row.returned_by_id),
        "checks": [_check(one, sealer) for one in row.checks.all()],
    }


def check_in_full(row: ItemCheck, person: Person) -> JSON:
    return _check(row, Sealer(row.case_id))


def _check(row: ItemCheck, sealer: Sealer) -> JSON:
    return {
        "id": key(row.pk),
        "return": key(row.returned_id),
        "completion": key(row.completion_id),
        "accepted": row.accepted,
        "quality": row.quality or None,
        "note": checked_with(row, sealer),
        "checked_at": said(row.checked_at),
        **of_cps(row),
    }


def completion(row: PlanCompletion, person: Person) -> JSON:
    return {
        "id": key(row.pk),
        "case": key(row.case_id),
        "plan": key(row.plan_id),
        "completed_at": said(row.completed_at),
        **of_cps(row),
    }


def item_date(row: ItemDate, person: Person | None) -> JSON:
    return {
        "id": key(row.pk),
        "case": key(row.case_id),
        "item": key(row.item_id),
        "due_on": said(row.due_on),
        "set_with_the_item": row.with_the_item,
        "set_at": said(row.set_at),
        "set_by": key(row.set_by_id),
        "superseded_at": said(row.superseded_at),
    }


def item_date_in_full(row: ItemDate, person: Person) -> JSON:
    return _date(row, Sealer(row.case_id))


def _date(row: ItemDate, sealer: Sealer) -> JSON:
    reason = sealer.open(Label.ITEM_DATE_REASON, row.pk, row.reason_sealed)
    return {**item_date(row, None), "reason": reason}


def _given(row: ItemGiven) -> JSON:
    """No owner by name: the officer in charge of that time."""
    return {
        "id": key(row.pk),
        "taken_from": key(row.taken_from_id),
        "given_to": key(row.given_to_id),
        "given_at": said(row.given_at),
        "given_by": key(row.given_by_id),
    }


def dispute(row: ItemDispute, person: Person | None) -> JSON:
    return {
        "id": key(row.pk),
        "case": key(row.case_id),
        "item": key(row.item_id),
        "reason": row.reason,
        "channel": row.channel,
        "raised_at": said(row.raised_at),
        "raised_by": key(row.raised_by_id),
        "due_on": said(row.due_on),
        "outcome": row.outcome or None,
        "settled_at": said(row.settled_at),
    }


def dispute_in_full(row: ItemDispute, person: Person) -> JSON:
    return _dispute(row, Sealer(row.case_id))


def _dispute(row: ItemDispute, sealer: Sealer) -> JSON:
    return {
        **dispute(row, None),
        "words": sealer.open(Label.DISPUTE_WORDS, row.pk, row.words_sealed),
        "answers": [_answer(one, sealer) for one in row.answers.all()],
    }


def answer_in_full(row: DisputeAnswer, person: Person) -> JSON:
    return _answer(row, Sealer(row.case_id))


def _answer(row: DisputeAnswer, sealer: Sealer) -> JSON:
    return {
        "id": key(row.pk),
        "dispute": key(row.dispute_id),
        "outcome": row.outcome,
        "words": sealer.open(Label.DISPUTE_ANSWER, row.pk, row.words_sealed),
        "answered_at": said(row.answered_at),
        **of_cps(row),
    }


def withdrawal_in_full(row: ItemWithdrawal, person: Person) -> JSON:
    return _withdrawal(row, Sealer(row.case_id))


def _withdrawal(row: ItemWithdrawal, sealer: Sealer) -> JSON:
    return {
        "id": key(row.pk),
        "item": key(row.item_id),
        "reason": row.reason,
        "words": sealer.open(Label.WITHDRAWN_WORDS, row.pk, row.words_sealed),
        "stood": row.stood,
        "withdrawn_at": said(row.withdrawn_at),
        "taken_back_because": sealer.open(Label.WITHDRAWN_BACK, row.pk, row.back_sealed),
        **of_cps(row),
    }
