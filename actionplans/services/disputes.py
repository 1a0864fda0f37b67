"""Disputing an item, and CPS's answer. The item stays owed meanwhile and the plan's dates stand."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial

from actionplans import rules
from actionplans.enums import ItemStatus, PlanStatus
from actionplans.item_enums import DisputeOutcome
from actionplans.models import ActionPlanItem, DisputeAnswer, ItemDispute
from actionplans.rules import Answers
from actionplans.rules.items import (
    check_answer_words,
    check_can_answer,
    check_can_dispute,
    check_dispute_words,
)
from actionplans.seals import Label, Sealer
from actionplans.services.beside import status_by_rows, stood_at
from actionplans.services.disputed import ANSWERED, no_answer_owed, owe_answer_to_dispute
from actionplans.services.documents import Entry
from actionplans.services.in_step import keep_in_step
from actionplans.services.items import end_what_is_open, keep_items_due, lock_item, owes
from actionplans.services.plans import end_entered_at, raise_plan_dues
from actionplans.services.returns import back_with_cps, new_target_if_past
from actionplans.services.standing import restate
from rasso_tracker.audit import Action, deed, record
from rasso_tracker.clocks import ClockCode, deadline, now
from rasso_tracker.ids import uuid7
from rasso_tracker.messages.services import raise_notice, settle
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import together
from rasso_tracker.people.versions import touch


def open_dispute(item: ActionPlanItem) -> ItemDispute | None:
    found: ItemDispute | None = ItemDispute.objects.filter(item=item, settled_at__isnull=True).first()
    return found


@deed
def dispute_item(
    *,
    by: Person,
    item: ActionPlanItem,
    reason: str,
    channel: str,
    words: str = "",
    at: datetime | None = None,
) -> ItemDispute:
    """The police dispute an item that they owe: a DisputeReason, a DisputeChannel and words.

    Nothing pauses: the item stays owed and the plan's dates stand until CPS answers. CPS is told, and its
    answer falls due by the dated rule; one that does not come climbs. Raises NotAllowed for an
    item that is not owed any more, such as one of a completed plan, or is disputed already; Invalid for
    another reason without words.
    """
    at = at or now()
    plan, item = lock_item(item)
    check_can_dispute(by, plan, item, open_dispute(item))
    check_dispute_words(reason, words)
    row = ItemDispute(
        id=uuid7(),
        case_id=plan.case_id,
        item=item,
        reason=reason,
        channel=channel,
        raised_at=at,
        raised_by=by,
        due_on=deadline(ClockCode.DISPUTE, at).due_on,
    )
    row.words_sealed = Sealer(plan.case_id).seal(Label.DISPUTE_WORDS, row.pk, words)
    row.save(force_insert=True)
    item.agreed_at = item.agreed_by = None
    touch(item, "agreed_at", "agreed_by")
    owe_answer_to_dispute(plan, item, row, at)
    record(by=by, action=Action.ITEM_DISPUTED, case=plan.case, subjects=[plan.pk, item.pk, row.pk])
    return row


@deed
def answer_dispute(
    *,
    by: Person,
    dispute: ItemDispute,
    outcome: str,
    words: str = "",
    answered_at: datetime | None = None,
    document_name: str = "",
    document_date: date | None = None,
    at: datetime | None = None,
) -> DisputeAnswer:
    """CPS accepts a dispute, in whole or in part, or does not. Police may enter it from the CPS document.

    An item whose dispute is accepted is no longer asked for; when it was the last one owed, the case is back
    with CPS. Police who leave `answered_at` out mean the day of the document. Raises NotAllowed for a dispute
    that is settled, Invalid without the words that police need or for a moment before the dispute.
    """
    at = at or now()
    plan, item = lock_item(dispute.item)
    dispute = ItemDispute.objects.select_for_update(no_key=True, of=("self",)).get(pk=dispute.pk)
    check_can_answer(by, dispute)
    act = Entry(
        by=by,
        case=plan.case,
        field="answered_at",
        said=answered_at,
        document_name=document_name,
        document_date=document_date,
        answers=Answers(dispute.raised_at, "the dispute was raised"),
        at=at,
    )
    together(partial(check_answer_words, outcome, words), act.check)
    answered_at = act.moment
    answer = DisputeAnswer(
        id=uuid7(),
        case_id=plan.case_id,
        dispute=dispute,
        outcome=outcome,
        answered_at=answered_at,
        **act.columns,
    )
    answer.words_sealed = Sealer(plan.case_id).seal(Label.DISPUTE_ANSWER, answer.pk, words)
    answer.save(force_insert=True)
    dispute.outcome, dispute.settled_at = outcome, answered_at
    dispute.save(update_fields=["outcome", "settled_at"])
    no_answer_owed([dispute.pk], by=by, at=at)
    if outcome == DisputeOutcome.ACCEPTED:
        item.status = ItemStatus.WITHDRAWN
        touch(item, "status")
        end_what_is_open([item], why="CPS accepted the dispute of the item", by=by, at=at)
        if owes(plan):
            restate(plan)
        else:
            back_with_cps(plan, at=at)
        keep_in_step(plan.case, by=by, at=at)
        raise_plan_dues(plan, at)
    raise_notice(kind=ANSWERED, source=answer.pk, subject_id=item.pk, at=at)
    subjects = [plan.pk, item.pk, dispute.pk, answer.pk]
    record(by=by, action=Action.DISPUTE_ANSWERED, case=plan.case, subjects=subjects)
    return answer


def undo_answer(answer: DisputeAnswer, by: Person, at: datetime) -> None:
    """The dispute is open again, unless the item or its plan went on since; of a plan that is over, it ended
    unanswered with that. Inside a deed, before keep_in_step().
    """
    plan, item = lock_item(answer.dispute.item)
    settle(sources=[answer.pk], by=by, at=at, kinds=[ANSWERED])
    dispute = ItemDispute.objects.select_for_update(no_key=True, of=("self",)).get(pk=answer.dispute_id)
    if not plan.is_open:
        if (dispute.outcome, dispute.settled_at) == (answer.outcome, answer.answered_at):
            dispute.outcome, dispute.settled_at = DisputeOutcome.FELL_AWAY, end_entered_at(plan)
            dispute.save(update_fields=["outcome", "settled_at"])
        return
    went_on = not item.is_open and item.status != ItemStatus.WITHDRAWN
    if went_on or open_dispute(item) is not None:
        return
    dispute.outcome, dispute.settled_at = "", None
    dispute.save(update_fields=["outcome", "settled_at"])
    owe_answer_to_dispute(plan, item, dispute, at)
    if item.status == ItemStatus.WITHDRAWN:
        item.status = stood_at(item)
        touch(item, "status")
        if not plan.items_open:
            new_target_if_past(plan, since=at, by=by, at=at, ran_until=answer.answered_at)
        if plan.status == PlanStatus.RETURNED:
            rules.check_change(plan, to := status_by_rows(plan))
            plan.status = to
        restate(plan, "status")
        raise_plan_dues(plan, at)
        keep_items_due(plan, [item], at)
