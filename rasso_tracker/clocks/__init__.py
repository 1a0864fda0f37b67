"""The one clock, working days, and dated deadlines. Import from here."""

from rasso_tracker.clocks.deadlines import (
    Deadline,
    NeedsInstant,
    NoRuleInForce,
    Rule,
    date_set,
    deadline,
    how_often,
)
from rasso_tracker.clocks.enums import ClockCode, Unit, Word
from rasso_tracker.clocks.instants import (
    LONDON,
    NoSuchHour,
    end_of_day,
    in_london,
    london_date,
    london_instant,
    no_earlier,
    now,
    read_moment,
    start_of_day,
)
from rasso_tracker.clocks.words import day_words, moment_words, short_day, time_words
from rasso_tracker.clocks.working_days import (
    OutsideCalendar,
    add_months,
    add_working_days,
    caution_of_day_off,
    is_working_day,
    working_days_between,
)

__all__ = [
    "LONDON",
    "ClockCode",
    "Deadline",
    "NeedsInstant",
    "NoRuleInForce",
    "NoSuchHour",
    "OutsideCalendar",
    "Rule",
    "Unit",
    "Word",
    "add_months",
    "add_working_days",
    "caution_of_day_off",
    "date_set",
    "day_words",
    "deadline",
    "end_of_day",
    "how_often",
    "in_london",
    "is_working_day",
    "london_date",
    "london_instant",
    "moment_words",
    "no_earlier",
    "now",
    "read_moment",
    "short_day",
    "start_of_day",
    "time_words",
    "working_days_between",
]
