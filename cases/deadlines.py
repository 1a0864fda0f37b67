"""The deadline of a due item, for every page that shows one."""

from __future__ import annotations

from cases.models import DueItem
from rasso_tracker.clocks import Deadline, NeedsInstant, NoRuleInForce, date_set, deadline


def deadline_of(item: DueItem) -> Deadline:
    """The clock of a due item, which says "Why this date?"; a date set by hand where no rule gave it."""
    if item.rule and item.started_on:
        try:
            known = deadline(item.rule, item.started_on)
        except (NoRuleInForce, KeyError):
            known = None
        except NeedsInstant:  # a clock in hours runs from the moment that raised the item
            known = deadline(item.rule, item.raised_at)
        if known is not None and known.due_on == item.due_on:
            return known
    return date_set(item.due_on, start=item.started_on or item.raised_at)
