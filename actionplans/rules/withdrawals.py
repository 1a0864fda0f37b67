"""When CPS asks for an item no more of its own accord, and when that is taken back."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from actionplans.enums import OPEN_ITEMS, ItemStatus, PlanStatus, SubmissionKind
from actionplans.item_enums import WithdrawnBecause
from actionplans.rules import (
    DONE_WITH,
    check_ahead,
    check_case_open,
    check_on_plan,
    check_plan_dates,
    check_role,
)
from rasso_tracker.clocks import day_words, end_of_day
from rasso_tracker.people.enums import Agency
from rasso_tracker.people.refusals import Invalid, NotAllowed

if TYPE_CHECKING:
    from actionplans.models import ActionPlan, ActionPlanItem, CpsAct, ItemWithdrawal, Submission
    from rasso_tracker.people.models import Person


def check_can_withdraw(by: Person, plan: ActionPlan, item: ActionPlanItem) -> None:
    """What the police owe, or returned and CPS has not checked yet; never what it accepted."""
    check_on_plan(by, plan, "withdraw_item")
    if item.status in (ItemStatus.ACCEPTED, ItemStatus.WITHDRAWN):
        raise NotAllowed(
            f"Item {item.number} {DONE_WITH[ItemStatus(item.status)]} already, so it is not withdrawn."
        )


def check_why(reason: str, words: str, plans: int) -> None:
    """Another reason is said in words; for another plan, the case has more than one (`plans`: how many)."""
    if reason == WithdrawnBecause.OTHER and not words.strip():
        raise Invalid({"words": "Say why CPS asks for it no more."})
    if reason == WithdrawnBecause.ANOTHER_PLAN and plans < 2:
        raise Invalid(
            {"reason": "No other plan is on this case. Issue that first, or choose another reason."}
        )


def check_can_take_back(
    by: Person,
    row: ItemWithdrawal,
    plan: ActionPlan,
    *,
    ended_with_it: bool,
    decided_at: datetime | None,
) -> None:
    """A withdrawal that stands, of a plan that is open or ended with its last item; `decided_at` when what
    would have ended the plan since was entered.
    """
    check_role(by, "take_back_item_withdrawal")
    check_case_open(plan.case, "take_back_item_withdrawal")
    check_was_issued(plan)
    if row.superseded_at is not None:
        raise NotAllowed(f"This withdrawal was taken back on {day_words(row.superseded_at)} already.")
    check_own_or_cps(by, row)
    if not plan.is_open:
        check_advice_open(plan.submission)
    if not plan.is_open and not (plan.status == PlanStatus.WITHDRAWN and ended_with_it):
        raise NotAllowed(f"You cannot take a withdrawal back: this action plan is closed ({plan.state}).")
    check_not_decided_since(decided_at)


def check_was_issued(plan: ActionPlan) -> None:
    if plan.superseded_at is not None:
        raise NotAllowed(
            f"CPS said on {day_words(plan.superseded_at)} that it did not issue this plan, so it is not open"
            " again."
        )


def check_not_decided_since(decided_at: datetime | None) -> None:
    """What a decision would have ended is not owed again, also where the case was opened again since."""
    if decided_at is not None:
        raise NotAllowed(
            f"By what was entered on {day_words(decided_at)} the case was closed, or somebody charged, and"
            " the plan would have ended with that. If CPS asks for it now, it issues another plan."
        )


def check_advice_open(submission: Submission) -> None:
    """No plan on early advice is open beside a record of it that CPS closed, as none is while it closes it.
    Asks the database of early advice alone.
    """
    if submission.kind != SubmissionKind.EARLY_ADVICE:
        return
    closed = submission.endings.filter(superseded_at__isnull=True).first()
    if closed is not None:
        raise NotAllowed(
            f"CPS closed its record of the early advice since, on {day_words(closed.ended_at)}: if that was a"
            " mistake too, take it back first."
        )


def check_own_or_cps(by: Person, row: CpsAct, what: str = "withdrawal") -> None:
    """Police take back only what they entered themselves and CPS has not confirmed."""
    if by.agency != Agency.CPS and not by.is_service and not row.awaits_cps:
        raise NotAllowed(f"CPS recorded or confirmed this {what}, so CPS alone takes it back. Ask them.")


def needs_new_date(item: ActionPlanItem, stood: str, at: datetime) -> bool:
    """It would be owed again by a date of its own that has passed."""
    return stood in OPEN_ITEMS and item.target_on is not None and end_of_day(item.target_on) <= at


def new_date_words(item: ActionPlanItem) -> str:
    return f"Enter a new date: its own, {day_words(item.target_on)}, has passed meanwhile."


def check_new_date(
    plan: ActionPlan, item: ActionPlanItem, stood: str, due_on: date | None, at: datetime
) -> None:
    """A date of the item's own that has passed is set anew; one that holds stays."""
    if not needs_new_date(item, stood, at):
        if due_on is not None:
            held = "its date holds" if item.target_on and stood in OPEN_ITEMS else "it needs none"
            raise Invalid({"due_on": f"Leave this empty: {held}. A date is moved on the page of the item."})
        return
    if due_on is None:
        raise Invalid({"due_on": new_date_words(item)})
    check_ahead("due_on", due_on, at)
    check_plan_dates(plan.issued_on, {"due_on": due_on})
