"""When CPS withdraws a whole plan, closes its record of one unanswered, and opens it again."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from actionplans.enums import PlanStatus
from actionplans.item_enums import EndedBecause
from actionplans.rules import check_ahead, check_case_open, check_left_for_cps, check_on_plan, check_role
from actionplans.rules.reviews import check_first_review, check_target
from actionplans.rules.withdrawals import (
    check_advice_open,
    check_not_decided_since,
    check_own_or_cps,
    check_was_issued,
)
from rasso_tracker.clocks import day_words, end_of_day
from rasso_tracker.people.refusals import Invalid, NotAllowed, refuse, together

if TYPE_CHECKING:
    from actionplans.models import ActionPlan, PlanEnding
    from rasso_tracker.people.models import Person


def check_can_withdraw_plan(by: Person, plan: ActionPlan) -> None:
    check_on_plan(by, plan, "withdraw_plan")


def check_why_ended(plan: ActionPlan, reason: str, words: str, last_number: int) -> None:
    """Another reason is said in words; a later plan is there (`last_number`: of the last on the case)."""
    if reason == EndedBecause.OTHER and not words.strip():
        raise Invalid({"words": "Say why CPS asks for it no more."})
    if reason == EndedBecause.LATER_PLAN and plan.number >= last_number:
        raise Invalid(
            {"reason": "No later plan is on this case. Issue that first, or choose another reason."}
        )


# What a PlanEnding is called in a sentence about it.
END_WORDS = {PlanStatus.WITHDRAWN.value: "withdrawal", PlanStatus.ADMIN_FINALISED.value: "end"}


class WithCps(NamedTuple):
    """What CPS has of a plan: by round when its allegations went there again, and what it owes the police."""

    again: int | None
    disputed: Sequence[int] = ()  # the numbers of items whose dispute waits for its answer
    unchecked: Sequence[int] = ()  # of those that came back and it has not checked


def check_can_finalise(by: Person, plan: ActionPlan, at: datetime, has: WithCps) -> None:
    """Only what the police did not answer: something is owed, its target has passed, and CPS does not owe
    what comes first.
    """
    check_on_plan(by, plan, "finalise_plan")
    if has.again is not None:
        raise NotAllowed(
            f"The case went to CPS again in submission {has.again}, so the police did answer. If CPS asks for"
            " this plan no more, withdraw it."
        )
    if not plan.items_open:
        raise NotAllowed(
            "Every item came back, so the police did answer. Check what was returned, or complete the plan."
        )
    check_was_due(plan, at)
    if has.disputed:
        raise NotAllowed(f"CPS owes its answer to the dispute of {items_words(has.disputed)} first.")
    if has.unchecked:
        raise NotAllowed(f"CPS owes its check of {items_words(has.unchecked)}, which came back, first.")


def items_words(numbers: Sequence[int]) -> str:
    """“item 2”, “items 1, 2 and 4”."""
    *before, last = [str(one) for one in numbers]
    return f"items {', '.join(before)} and {last}" if before else f"item {last}"


def check_was_due(plan: ActionPlan, moment: datetime, field: str = "") -> None:
    """The target date had passed at that moment: as a fault of a field, else as a refusal."""
    if end_of_day(plan.target_on) <= moment:
        return
    passed = f"The target date, {day_words(plan.target_on)}, has not passed"
    if field:
        raise Invalid({field: f"{passed.replace('has', 'had')} then, so the plan was not unanswered yet."})
    raise NotAllowed(
        f"{passed}, so the plan is not closed as unanswered. If CPS needs it no more, withdraw the plan."
    )


def check_can_reopen(by: Person, plan: ActionPlan, again: int | None, *, left: Collection[object]) -> None:
    """`again`: the round in which its allegations went to CPS once more; `left`: what it may still decide."""
    check_role(by, "reopen_plan")
    check_case_open(plan.case, "reopen_plan")
    check_was_issued(plan)
    check_left_for_cps("reopen_plan", left)
    if plan.status != PlanStatus.ADMIN_FINALISED:
        raise NotAllowed(
            f"This action plan is “{plan.get_status_display()}”. Only one that CPS closed unanswered is"
            " opened again."
        )
    if again is not None:
        raise NotAllowed(
            f"The case went to CPS again in submission {again}, so this plan is not opened again. What CPS"
            " still needs it asks for in an action plan on that."
        )


def check_can_take_plan_back(
    by: Person,
    row: PlanEnding,
    plan: ActionPlan,
    *,
    left: Collection[object],
    decided_at: datetime | None,
) -> None:
    """An end that stands and that CPS did not undo by opening the plan again, while CPS may still decide;
    `decided_at` when what would have ended the plan since was entered.
    """
    check_role(by, "take_back_plan_withdrawal")
    check_case_open(plan.case, "take_back_plan_withdrawal")
    check_was_issued(plan)
    check_left_for_cps("take_back_plan_withdrawal", left)
    if row.superseded_at is not None:
        raise NotAllowed(
            f"This {END_WORDS[row.ended_as]} was taken back on {day_words(row.superseded_at)} already."
        )
    if row.reopened_at is not None:
        raise NotAllowed(f"CPS opened this plan again on {day_words(row.reopened_at)} already.")
    check_not_decided_since(decided_at)
    check_advice_open(plan.submission)
    check_own_or_cps(by, row, END_WORDS[row.ended_as])


def check_dates_again(
    *,
    target_on: date | None,
    review_on: date | None,
    wanted: dict[str, str],
    at: datetime,
) -> None:
    """New dates lie ahead and within what is asked of any; `wanted` says by field why one is needed."""
    given = {"target_date": target_on, "review_date": review_on}
    checks = [partial(refuse, {field: why for field, why in wanted.items() if given[field] is None})]
    checks += [partial(check_ahead, field, due, at) for field, due in given.items() if due is not None]
    if target_on is not None:
        checks.append(partial(check_target, "target_date", target_on, at))
    if review_on is not None:
        checks.append(partial(check_first_review, "review_date", review_on, at))
    together(*checks)


def dates_after_mistake(row: PlanEnding, plan: ActionPlan, at: datetime) -> dict[str, str]:
    """None for a plan that was closed unanswered: it was past its target already, and is so again. Nor for
    what had passed before the end was written down: a mistake makes no late plan one in time.
    """
    if row.ended_as == PlanStatus.ADMIN_FINALISED:
        return {}
    passed = {"target_date": plan.target_on, "review_date": plan.review_on}
    late = {field for field, due_on in passed.items() if end_of_day(due_on) <= row.recorded_at}
    wanted = dates_wanted(plan, at, always=False)
    return {field: words for field, words in wanted.items() if field not in late}


def dates_wanted(plan: ActionPlan, at: datetime, *, always: bool) -> dict[str, str]:
    """By field why a new date is needed: it has passed, or the plan is opened again after it was closed."""
    asked = {
        "target_date": (plan.target_on, "Enter a new target date"),
        "review_date": (plan.review_on, "Enter a new review date"),
    }
    return {
        field: f"{words}: {day_words(due_on)} has passed." if end_of_day(due_on) <= at else f"{words}."
        for field, (due_on, words) in asked.items()
        if always or end_of_day(due_on) <= at
    }
