"""From when something owed is due soon: a pure fact of its date, the rule in force and the bank holidays."""

from __future__ import annotations

from datetime import date, datetime

from rasso_tracker.clocks import add_working_days, is_working_day, start_of_day
from rasso_tracker.clocks.deadlines import NoRuleInForce
from rasso_tracker.clocks.enums import ClockCode
from rasso_tracker.clocks.tables import current
from rasso_tracker.clocks.working_days import OutsideCalendar

# The limits of bail and custody are said ahead of their day by their own ladder, and to more people.
SAID_BY_THEIR_LADDER = ("bail_limit", "custody_limit")


def soon_moment(code: str, due_on: date) -> datetime | None:
    """The start, in London, of the first day with no more working days left than the rule DUE_SOON gives.

    None where the item's ladder speaks ahead of its day, no rule is in force on `due_on`, or the bank
    holidays do not reach it: then `restate_soon` sets it once they do.
    """
    if code in SAID_BY_THEIR_LADDER:
        return None
    tables = current()
    try:
        left = tables.rule(ClockCode.DUE_SOON, due_on).amount
        # A weekend's date has Friday as its last working day: that day counts, as it does in the list.
        back = left if is_working_day(due_on, tables.holidays) else left + 1
        return start_of_day(add_working_days(due_on, -back, tables.holidays))
    except (NoRuleInForce, OutsideCalendar, KeyError):
        return None
