"""The action plans that are open when somebody is charged: which they are, what becomes of each, and that
they are again what they were where the charge is voided.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from actionplans.enums import OPEN_ITEMS, OPEN_PLANS, ItemStatus, PlanStatus
from actionplans.models import (
    ActionPlan,
    ActionPlanItem,
    ItemCheck,
    ItemReturn,
    PlanBesideCharge,
    PlanReopening,
    PlanReview,
)
from actionplans.seals import Label, Sealer
from actionplans.services.decided_since import decided_after, end_by_decision
from actionplans.services.items import asked_no_more, open_what_ended
from actionplans.services.plans import close_plan, open_plan_again
from actionplans.services.standing import ASKED_AGAIN, lock_plan
from cases.enums import PlanBecomes
from cases.models import Case, Milestone
from cases.rules import OpenPlan, SaidOfPlan
from rasso_tracker.audit import Action, record
from rasso_tracker.clocks import day_words
from rasso_tracker.ids import uuid7
from rasso_tracker.messages.services import raise_notice, settle
from rasso_tracker.people.access import system
from rasso_tracker.people.models import Person

TAKEN_BACK = "plan_taken_back"  # a kind of notice, to CPS: police recorded that it asks for a plan no more


def open_beside(*, case: Case, **_: Any) -> list[OpenPlan]:
    """Answers cases.hooks.open_beside_charge: the open plans of the case, but those of which a charge that
    stands said already that they stay open.
    """
    said = PlanBesideCharge.objects.filter(case=case, charge__voided_at__isnull=True)
    rows = ActionPlan.objects.filter(case=case, status__in=OPEN_PLANS).exclude(pk__in=said.values("plan"))
    return [
        OpenPlan(one.pk, f"{one} of {day_words(one.issued_on)}: {_owed(one)}", one.issued_at)
        for one in rows.order_by("number")
    ]


def _owed(plan: ActionPlan) -> str:
    if not plan.items_open:
        return "all returned, with CPS"
    return "1 item with the police" if plan.items_open == 1 else f"{plan.items_open} items with the police"


def charged_beside(
    *, case: Case, charge: Milestone, said: Iterable[SaidOfPlan], by: Person, at: datetime
) -> None:
    """What cases.hooks.charged_beside calls, inside the deed of the charge: keep what becomes of each plan,
    and end those that CPS asks for no more.
    """
    sealer, ended = Sealer(case.pk), []
    with system("a charge ends what CPS asks for no more, whoever may see the plan"):
        for one in said:
            plan = lock_plan(ActionPlan(pk=one.plan))
            pk = uuid7()
            PlanBesideCharge.objects.create(
                id=pk,
                case=case,
                plan=plan,
                charge=charge,
                becomes=one.becomes,
                reason_sealed=sealer.seal(Label.BESIDE_CHARGE, pk, one.reason) if one.reason else None,
                said_at=at,
                said_by=by,
            )
            if one.becomes == PlanBecomes.WITHDRAWN:
                close_plan(plan, PlanStatus.WITHDRAWN, by=by, at=at)
                ended.append(plan.pk)
                raise_notice(kind=TAKEN_BACK, source=pk, subject_id=plan.pk, at=at)
    if ended:
        record(by=by, action=Action.PLANS_WITHDRAWN, case=case, subjects=ended)


def charge_voided(*, case: Case, charge: Milestone, by: Person, at: datetime) -> None:
    """What was withdrawn beside a charge that is voided is asked for again, or ended with the case where that
    was closed since: inside the deed that voids it, so that no police officer ends for good what CPS asks.
    """
    opened = []
    rows = PlanBesideCharge.objects.filter(charge=charge, becomes=PlanBecomes.WITHDRAWN)
    for row in rows.select_related("plan"):
        plan = lock_plan(row.plan)
        if plan.status != PlanStatus.WITHDRAWN or plan.superseded_at is not None:
            continue
        settle(subject_id=plan.pk, by=by, at=at, kinds=[TAKEN_BACK])
        decided_at = decided_after(plan, row.said_at)
        if decided_at is not None:
            open_as_it_was(plan, ended_at=row.said_at, by=by, at=row.said_at)
            end_by_decision(plan, decided_at, by=by)
            continue
        open_as_it_was(plan, ended_at=row.said_at, by=by, at=at)
        opened.append(plan.pk)
        raise_notice(kind=ASKED_AGAIN, source=row.pk, subject_id=plan.pk, at=at)
    if opened:
        record(by=by, action=Action.PLANS_OPENED_AGAIN, case=case, subjects=opened)


def open_as_it_was(plan: ActionPlan, *, ended_at: datetime, by: Person, at: datetime) -> None:
    """The plan as its rows say that it was, with the disputes and waits that ended then; a review date that
    has passed meanwhile is set anew by its rule.
    """
    items = as_they_were(plan)
    open_plan_again(plan, status_by_rows(plan), by=by, at=at, ran_until=ended_at)
    open_what_ended(plan, items, ended_at=ended_at, at=at)


def as_they_were(plan: ActionPlan) -> list[ActionPlanItem]:
    """The items that went with the plan, by their returns and checks; what CPS took back itself stays out."""
    ended = plan.items.filter(status__in=[ItemStatus.WITHDRAWN, ItemStatus.UNANSWERED])
    rows = ended.exclude(asked_no_more(plan))
    items = list(rows.prefetch_related("returns__checks"))
    for item in items:
        item.status = stood_at(item)
        item.version += 1
    ActionPlanItem.objects.bulk_update(items, ["status", "version"])
    return items


def stood_at(item: ActionPlanItem) -> ItemStatus:
    """Where an item that was withdrawn stood until then, by its returns and checks."""
    last = item.last_return
    if last is None:
        return ItemStatus.OPEN
    return ItemStatus.SENT_BACK if last.standing_check else ItemStatus.RETURNED


def status_by_rows(plan: ActionPlan) -> PlanStatus:
    """Where an open plan stands, by what happened on it. Each deed on it writes the same."""
    owed = plan.items.filter(status__in=OPEN_ITEMS)
    if not owed.exists():
        return PlanStatus.RETURNED
    returns = ItemReturn.objects.filter(item__plan=plan)
    last = returns.order_by("-returned_at").first()
    if last is not None:
        sent_back = ItemCheck.objects.filter(
            returned__in=returns, accepted=False, superseded_at__isnull=True, checked_at__gte=last.returned_at
        )
        return PlanStatus.REJECTED if sent_back.exists() else PlanStatus.PART_RETURNED
    reopened = PlanReopening.objects.filter(ending__plan=plan, superseded_at__isnull=True)
    if reopened.exists() or PlanReview.objects.filter(plan=plan).exists():
        return PlanStatus.IN_PROGRESS
    return PlanStatus.ISSUED if owed.filter(agreed_at__isnull=True).exists() else PlanStatus.ACCEPTED
