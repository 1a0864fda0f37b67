"""What is allowed but looks wrong about the dates of a plan: sentences beside it, never a refusal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from rasso_tracker.clocks import day_words
from rasso_tracker.clocks.tables import current

WEEKEND = {5: "Saturday", 6: "Sunday"}


def day_caution(on: date) -> str:
    """What is to be known of a day on which few people work; "" of a working day."""
    if name := current().names.get(on):
        return f"{day_words(on)} is a bank holiday: {name}."
    return f"{day_words(on)} is a {WEEKEND[on.weekday()]}." if on.weekday() in WEEKEND else ""


def promise_caution(on: date) -> str:
    """What is to be known of a day that somebody promised to act by: no working day is waited for."""
    name = current().names.get(on)
    off = f"a bank holiday ({name})" if name else f"a {WEEKEND.get(on.weekday(), '')}"
    if not name and on.weekday() not in WEEKEND:
        return ""
    rest = "if it is not done, the ladder goes on as that day ends."
    return f"The next act is promised for {day_words(on)}, {off}: {rest}"


def promise_said(on: date) -> str:
    """What is said once somebody promised to act by a day."""
    return f"Acknowledged. The ladder waits until the date you gave. {promise_caution(on)}".strip()


def late_promise(promised_on: date | None, target_on: date) -> str:
    """What is to be known of a body's promise that comes after the target date of the plan; "" of another."""
    if promised_on is None or promised_on <= target_on:
        return ""
    return (
        f"What is promised for {day_words(promised_on)} comes after the target date of the plan,"
        f" {day_words(target_on)}, which stands: agree another date with CPS, or ask for it sooner."
    )


def date_warnings(
    *,
    target_on: date,
    review_on: date,
    item_targets: Mapping[int, date],
    holidays: Mapping[date, str],
    today: date,
) -> list[str]:
    """Sentences about dates that still lie ahead; `item_targets` are the items' own, by number."""
    ahead = {"target date": target_on, "review date": review_on}
    ahead |= {f"target date of item {number}": on for number, on in sorted(item_targets.items())}
    ahead = {what: on for what, on in ahead.items() if on >= today}
    found = [
        f"The {what}, {day_words(on)}, is a bank holiday: {holidays[on]}."
        for what, on in ahead.items()
        if on in holidays
    ]
    if target_on >= today and review_on > target_on:
        found.insert(
            0,
            f"The review date, {day_words(review_on)}, is after the target date, {day_words(target_on)}, so "
            "nobody is asked to look at this plan before its target has passed.",
        )
    later = [number for number, on in sorted(item_targets.items()) if on > target_on and on >= today]
    if later:
        which = ", ".join(map(str, later))
        words = f"Item {which} is" if len(later) == 1 else f"Items {which} are"
        found.append(f"{words} due after the target date of the plan, {day_words(target_on)}.")
    return found
