"""What a step of the ladder may say: each side called by its own posts, and no step before the one below."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

from actionplans.enums import HARD_LIMITS, LadderUnit
from rasso_tracker.clocks.words import day_words
from rasso_tracker.people.enums import CPS_POSTS, POLICE_POSTS, Post
from rasso_tracker.people.refusals import NotAllowed

if TYPE_CHECKING:
    from actionplans.ladder import Rung
    from actionplans.models import LadderStep

# How many working days past the date one of a unit lies, for comparing steps; a month counts as 21.
DAYS_OF_UNIT = {LadderUnit.WORKING_DAYS: 1, LadderUnit.MONTHS: 21, LadderUnit.WORKING_DAYS_BEFORE: -1}


def order_fault(others: Sequence[Rung], rung: Rung, begins: date | None = None) -> str:
    """What is wrong with the order of the steps while `rung` holds among the other steps; "" if nothing.

    No step falls due before the one below it, on each day on which a change begins; `begins`: the first day
    that is in question, where that is not the rung's own first one.
    """
    begins = begins or rung.in_force_from
    days = {begins, *(one.in_force_from for one in others if begins < one.in_force_from)}
    for day in sorted(days):
        if not rung.is_in_force(day):
            continue
        held = sorted((rung, *(one for one in others if one.is_in_force(day))), key=lambda one: one.step)
        for low, high in pairwise(held):
            if _working_days(high) < _working_days(low):
                since = "" if day == rung.in_force_from else f" from {day_words(day)}"
                return f"Step {high.step} would fall due before step {low.step}{since}."
    return ""


def _working_days(rung: Rung) -> int:
    return rung.amount * DAYS_OF_UNIT[rung.unit]


def unit_fault(kind: str, unit: str) -> str:
    """What is wrong with counting after a limit of the law: once it has passed, it is too late to meet it."""
    if kind in HARD_LIMITS and unit != LadderUnit.WORKING_DAYS_BEFORE:
        return (
            "A limit of bail or custody is met before it passes: count this step in working days before it,"
            " at 0 as its day begins."
        )
    return ""


def check_can_withdraw_step(row: LadderStep, today: date) -> None:
    if not row.can_be_withdrawn(today):
        raise NotAllowed(
            f"This step has been in force since {day_words(row.in_force_from)}, and dates followed it: it"
            " stands for them. Set the step anew from today or a later day instead."
        )


def faults_of_posts(police_posts: Sequence[str], cps_posts: Sequence[str]) -> dict[str, str]:
    """What is wrong with the posts that a step of the ladder calls, by field: each side's are its own."""
    wrong = {}
    if not police_posts:
        wrong["police_posts"] = "Choose at least one police post: the ladder never ends at nobody."
    for field, chosen, own, side in (
        ("police_posts", police_posts, POLICE_POSTS, "police"),
        ("cps_posts", cps_posts, CPS_POSTS, "CPS"),
    ):
        strange = [Post(one).label if one in Post.values else "What you chose" for one in {*chosen} - own]
        if strange:
            wrong[field] = f"{' and '.join(sorted(strange))}: no {side} post. Choose posts that are offered."
    return wrong
