"""The short form of a deadline, made here and not in a macro: lists show it 25 times a page, and two of them.

As macros it took half of a list's drawing. Every word in it is the clock's own, so nothing needs escaping.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString

from rasso_tracker.clocks.enums import Unit, Word
from rasso_tracker.clocks.instants import london_date
from rasso_tracker.clocks.words import moment_words, short_day
from rasso_tracker.clocks.working_days import OutsideCalendar

if TYPE_CHECKING:
    from rasso_tracker.clocks.deadlines import Deadline

_COLOURS = {Word.ON_TRACK: "green", Word.DUE_SOON: "yellow", Word.OVERDUE: "red"}
_TAGS = {
    word: f'<strong class="govuk-tag app-tag govuk-tag--{colour}">{word.label}</strong>'
    for word, colour in _COLOURS.items()
}


def due_words(deadline: Deadline) -> str:
    """The day, or the moment for a clock that runs in hours."""
    in_hours = deadline.rule is not None and deadline.rule.unit == Unit.HOURS
    return moment_words(deadline.due_at) if in_hours else short_day(deadline.due_on)


def days_left_words(deadline: Deadline, at: datetime) -> str:
    """ "3 working days left", "Due today", "Due on Saturday", "2 working days over".

    Beyond the years whose bank holidays are known, days of the calendar: a page must not fail for a far date.
    """
    try:
        left = deadline.working_days_left(at)
    except OutsideCalendar:
        days_of_all = (deadline.due_on - london_date(at)).days
        return f"{abs(days_of_all):,} days {'over' if days_of_all < 0 else 'left'}"
    days = f"{abs(left):,} working day{'' if abs(left) == 1 else 's'}"
    if deadline.is_overdue(at):
        return f"{days} over" if left < 0 else "Past its date"
    if left > 0:
        return f"{days} left"
    is_today = deadline.due_on == london_date(at)
    return (
        "Due today" if is_today else f"Due on {deadline.due_on:%A}"
    )  # a day off, before the next working day


def deadline_short(deadline: Deadline, at: datetime, tag: str = "") -> SafeString:
    """The line of a cell: date, word, days. `tag` is the markup of another word, such as "Escalated"."""
    return SafeString(
        f'<p class="app-deadline app-deadline__line">'
        f'<span class="app-deadline__date">{due_words(deadline)}</span>'
        f" {tag or _TAGS[deadline.status(at)]} <span>{days_left_words(deadline, at)}</span></p>"
    )
