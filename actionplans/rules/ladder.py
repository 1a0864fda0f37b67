"""What a step of the ladder may say: each side called by its own posts, and no step before the one below."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from actionplans.enums import LadderUnit
from rasso_tracker.people.enums import CPS_POSTS, POLICE_POSTS, Post
from rasso_tracker.people.refusals import Invalid

# How many working days past the date one of a unit lies, for comparing steps; a month counts as 21.
DAYS_OF_UNIT = {LadderUnit.WORKING_DAYS: 1, LadderUnit.MONTHS: 21, LadderUnit.WORKING_DAYS_BEFORE: -1}


def check_ladder_rises(rungs: Sequence[tuple[int, str, int]]) -> None:
    """No step falls due before the one below it. Rungs: (amount, unit, step)."""
    ordered = sorted(rungs, key=lambda rung: rung[2])
    for (low, low_unit, low_step), (high, high_unit, high_step) in pairwise(ordered):
        if high * DAYS_OF_UNIT[LadderUnit(high_unit)] < low * DAYS_OF_UNIT[LadderUnit(low_unit)]:
            raise Invalid({"amount": f"Step {high_step} would fall due before step {low_step}."})


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
