"""What stood of a case's action plans at a past moment, from their dated rows: asked by a withdrawal.

A stored copy says how a plan stands now. These functions take the moment, so that what is recorded late is
answered as of the day on which it happened.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from actionplans.enums import DateBecause, DateKind, ItemType
from actionplans.item_enums import DisputeOutcome
from actionplans.models import (
    ActionPlan,
    ActionPlanItem,
    ItemCheck,
    ItemDispute,
    ItemReturn,
    ItemWithdrawal,
    PlanDate,
)


class PlansThen:
    """The plans of one case with what happened to them. `of_case` asks for the rows."""

    def __init__(
        self,
        plans: Iterable[ActionPlan],
        dates: Iterable[PlanDate] = (),
        items: Iterable[ActionPlanItem] = (),
        returns: Iterable[ItemReturn] = (),
        checks: Iterable[ItemCheck] = (),
        disputes: Iterable[ItemDispute] = (),
        withdrawals: Iterable[ItemWithdrawal] = (),
    ) -> None:
        self._plans = [one for one in plans if one.superseded_at is None]
        self._dates: dict[uuid.UUID, list[PlanDate]] = defaultdict(list)
        self._items: dict[uuid.UUID, list[ActionPlanItem]] = defaultdict(list)
        self._events: dict[uuid.UUID, list[tuple[datetime, bool]]] = defaultdict(list)
        for date in dates:
            if date.kind in (DateKind.TARGET, DateKind.REVIEW):
                self._dates[date.plan_id].append(date)
        for item in items:
            self._items[item.plan_id].append(item)
        item_of = {}
        for back in returns:
            self._events[back.item_id].append((back.returned_at, False))
            item_of[back.pk] = back.item_id
        for check in checks:
            if not check.accepted and check.superseded_at is None:
                self._events[item_of[check.returned_id]].append((check.checked_at, True))
        for dispute in disputes:
            if dispute.outcome == DisputeOutcome.ACCEPTED and dispute.settled_at is not None:
                self._events[dispute.item_id].append((dispute.settled_at, False))
        for gone in withdrawals:
            if gone.superseded_at is None:
                self._events[gone.item_id].append((gone.withdrawn_at, False))

    @classmethod
    def of_case(cls, case_id: uuid.UUID) -> PlansThen:
        """One statement for a case without a plan, else seven."""
        plans = list(ActionPlan.objects.filter(case=case_id))
        if not plans:
            return cls(plans)
        items = list(ActionPlanItem.objects.filter(plan__in=plans).defer("asks_sealed", "why_sealed"))
        return cls(
            plans,
            PlanDate.objects.filter(plan__in=plans).defer("reason_sealed"),
            items,
            ItemReturn.objects.filter(item__in=items).defer("note_sealed"),
            ItemCheck.objects.filter(returned__item__in=items).defer("note_sealed"),
            ItemDispute.objects.filter(item__in=items).defer("words_sealed"),
            ItemWithdrawal.objects.filter(item__in=items).defer("words_sealed", "back_sealed"),
        )

    def overdue(self, at: datetime) -> bool:
        """True when a plan was past its review date, or past its target with something owed, at `at`.

        An acknowledged escalation makes a plan no less late for those who wait on it.
        """
        return any(self.is_overdue(plan, at) for plan in self._open(at))

    def is_overdue(self, plan: ActionPlan, at: datetime) -> bool:
        """The same of one plan; False once it was closed."""
        return _open_at(plan, at) and any(
            date.due_at <= at and (date.kind == DateKind.REVIEW or self.owes(plan, at))
            for date in self._dates[plan.pk]
            if _stood(date, plan, at)
        )

    def date_then(self, plan: ActionPlan, kind: str, at: datetime) -> PlanDate | None:
        """The review or target date that stood at `at`."""
        stood = [one for one in self._dates[plan.pk] if one.kind == kind and _stood(one, plan, at)]
        return stood[-1] if stood else None

    def items_owed(self, plan: ActionPlan, at: datetime) -> int:
        """How many items of the plan were owed at `at`."""
        return sum(self._is_owed(item, at) for item in self._items[plan.pk])

    def owed(self, at: datetime) -> frozenset[ItemType]:
        """The types of the items that the police owed at `at`."""
        return frozenset(
            ItemType(item.type)
            for plan in self._open(at)
            for item in self._items[plan.pk]
            if self._is_owed(item, at)
        )

    def _open(self, at: datetime) -> list[ActionPlan]:
        return [plan for plan in self._plans if _open_at(plan, at)]

    def owes(self, plan: ActionPlan, at: datetime) -> bool:
        """True while an item of the plan was owed at `at`, whether or not the plan was open by then.

        What the managers' figures count (dashboards/performance/plans.py, `owed`) is held against this.
        """
        return any(self._is_owed(item, at) for item in self._items[plan.pk])

    def _is_owed(self, item: ActionPlanItem, at: datetime) -> bool:
        """The last event by then decides: sent back is owed again; returned or struck out is not."""
        happened = [event for event in self._events[item.pk] if event[0] <= at]
        return max(happened)[1] if happened else True


def _open_at(plan: ActionPlan, at: datetime) -> bool:
    return plan.issued_at <= at and (plan.closed_at is None or plan.closed_at > at)


def _stood(date: PlanDate, plan: ActionPlan, at: datetime) -> bool:
    begun = plan.issued_at if date.because == DateBecause.ISSUED else date.set_at
    return begun <= at and (date.superseded_at is None or date.superseded_at > at)
