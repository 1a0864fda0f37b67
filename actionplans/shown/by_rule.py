"""A date with the dated rule behind it, where the rule in force gives it still."""

from __future__ import annotations

from datetime import date, datetime

from rasso_tracker.clocks import Deadline, NoRuleInForce, date_set, deadline


def ruled(code: str, start: date | datetime) -> Deadline | None:
    try:
        return deadline(code, start)
    except NoRuleInForce:
        return None


def as_ruled(code: str, due_on: date, start: datetime) -> Deadline:
    """The clock of a stored date: the rule's where it says so still, else a date that was set."""
    by_rule = ruled(code, start)
    return by_rule if by_rule is not None and by_rule.due_on == due_on else date_set(due_on, start=start)
