"""An item waits on a named body: requested, promised, chased, ended. Nothing of the plan pauses for it."""

from __future__ import annotations

from datetime import date, datetime

from actionplans.item_enums import ENDS_OF_A_WAIT, WaitEnd
from actionplans.models import ActionPlanItem, ItemChase, ItemWait
from actionplans.rules.items import check_on_item
from actionplans.rules.waits import chase_day, check_chase, check_not_waiting, check_on_wait, check_request
from actionplans.seals import Label, Sealer
from actionplans.services.chasing import CHASE_DUE, keep_chase_due
from actionplans.services.items import lock_item
from actionplans.services.queues import check_queue_owner
from cases.services import settle_due
from rasso_tracker.audit import Action, deed, record
from rasso_tracker.clocks import now
from rasso_tracker.ids import uuid7
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid
from rasso_tracker.people.versions import touch


@deed
def wait_on_body(
    *,
    by: Person,
    item: ActionPlanItem,
    body: str,
    requested_on: date,
    queue_owner: Person | None = None,
    words: str = "",
    promised_on: date | None = None,
    chase_on: date | None = None,
    at: datetime | None = None,
) -> ItemWait:
    """Say that an item waits on a body (WaitsOn). Somebody is reminded to chase it; the plan's dates stand.

    `queue_owner` answers in the force for what is asked of that body: a chase that is missed climbs to them.
    Without `chase_on` it is the working day after the promise, or a fortnight from now. Raises NotAllowed for
    an item that is not owed any more or waits on that body already, Invalid for dates that do not fit.
    """
    at = at or now()
    plan, item = lock_item(item)
    check_on_item(by, plan, item, "wait_on_body")
    check_not_waiting(item, list(ItemWait.objects.filter(item=item, body=body, ended_at__isnull=True)))
    check_queue_owner(plan.case, queue_owner)
    check_request(
        requested_on=requested_on,
        reported_on=plan.case.reported_on,
        promised_on=promised_on,
        chase_on=chase_on,
        at=at,
    )
    wait = ItemWait(
        id=uuid7(),
        case_id=plan.case_id,
        item=item,
        body=body,
        queue_owner=queue_owner,
        requested_on=requested_on,
        first_promised_on=promised_on,
        promised_on=promised_on,
        chase_on=chase_on or chase_day(promised_on, at),
        started_at=at,
        started_by=by,
    )
    if words:
        wait.words_sealed = Sealer(plan.case_id).seal(Label.WAIT_WORDS, wait.pk, words)
    wait.save(force_insert=True)
    keep_chase_due(plan, item, wait, at)
    record(by=by, action=Action.ITEM_WAITS, case=plan.case, subjects=[plan.pk, item.pk, wait.pk])
    return wait


@deed
def chase_body(
    *,
    by: Person,
    wait: ItemWait,
    note: str = "",
    promised_on: date | None = None,
    chase_on: date | None = None,
    at: datetime | None = None,
) -> ItemChase:
    """Record that the body was chased, what it promises now, and when to chase again.

    Without a new promise the last one stands, and every promise stays with its chase. Raises NotAllowed for a
    wait that ended, Invalid for a date in the past.
    """
    at = at or now()
    plan, item = lock_item(wait.item)
    wait = ItemWait.objects.select_for_update(no_key=True, of=("self",)).get(pk=wait.pk)
    check_on_wait(by, wait, "chase_body")
    check_chase(promised_on=promised_on, stands=wait.promised_on, chase_on=chase_on, at=at)
    wait.promised_on = promised_on or wait.promised_on
    wait.chase_on = chase_on or chase_day(wait.promised_on, at)
    chase = ItemChase(
        id=uuid7(),
        case_id=plan.case_id,
        wait=wait,
        chased_at=at,
        chased_by=by,
        promised_on=promised_on,
        chase_on=wait.chase_on,
    )
    if note:
        chase.note_sealed = Sealer(plan.case_id).seal(Label.CHASE_NOTE, chase.pk, note)
    chase.save(force_insert=True)
    touch(wait, "promised_on", "chase_on")
    settle_due(source=wait.pk, code=CHASE_DUE, at=at)  # what was to be chased was: the next chase is another
    keep_chase_due(plan, item, wait, at)
    record(by=by, action=Action.BODY_CHASED, case=plan.case, subjects=[plan.pk, item.pk, wait.pk, chase.pk])
    return chase


@deed
def end_wait(*, by: Person, wait: ItemWait, how: str, at: datetime | None = None) -> ItemWait:
    """The body answered, or its answer is not needed any more (WaitEnd). Nothing is left to chase.

    Raises NotAllowed for a wait that ended already.
    """
    at = at or now()
    plan, item = lock_item(wait.item)
    wait = ItemWait.objects.select_for_update(no_key=True, of=("self",)).get(pk=wait.pk)
    check_on_wait(by, wait, "end_wait")
    if how not in ENDS_OF_A_WAIT:
        raise Invalid({"how": "Say how the wait ended."})
    wait.ended_at, wait.ended_by, wait.ended_how = at, by, how
    touch(wait, "ended_at", "ended_by", "ended_how")
    fell_away = "what the body was asked for is not needed" if how == WaitEnd.NOT_NEEDED else ""
    settle_due(source=wait.pk, code=CHASE_DUE, at=at, fell_away=fell_away)
    record(by=by, action=Action.WAIT_ENDED, case=plan.case, subjects=[plan.pk, item.pk, wait.pk])
    return wait
