"""Deadlines as pure functions of a start, a dated rule and the bank holidays."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from rasso_tracker.clocks.enums import Unit, Verified, Word
from rasso_tracker.clocks.instants import end_of_day, london_date
from rasso_tracker.clocks.words import day_words
from rasso_tracker.clocks.working_days import (
    SATURDAY,
    add_months,
    add_working_days,
    working_days_between,
)
from rasso_tracker.people.refusals import Invalid

DUE_SOON_WORKING_DAYS = 2  # [A] today, tomorrow or the day after, in working days
DUE_SOON_HOURS = 1  # [A] for clocks that run in hours
SURELY_NOT_SOON = timedelta(days=31)  # no two working days are further apart; spares counting


class NeedsInstant(TypeError):
    """A clock in hours was asked to start on a date: a fault of ours."""


class NoRuleInForce(Invalid):
    """No dated rule of this code covers the start. The message is a sentence for the user."""

    def __init__(self, sentence: str) -> None:
        super().__init__({"": sentence})


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One dated rule as a plain value; ClockRule is its row."""

    code: str
    title: str
    amount: int
    unit: Unit
    starts_from: str
    source: str
    verified: Verified
    in_force_from: date
    in_force_until: date | None = None  # the first day on which it no longer holds
    notes: str = ""

    @property
    def length(self) -> str:
        return self.unit.counted(self.amount)

    def is_in_force(self, day: date) -> bool:
        return self.in_force_from <= day and (self.in_force_until is None or day < self.in_force_until)


@dataclass(frozen=True, kw_only=True)
class SkippedDay:
    """A day between start and due date that did not count, and why."""

    date: date
    name: str


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """The answer to "Why this date?", for a page or for JSON (dataclasses.asdict)."""

    rule: str
    length: str
    starts_from: str
    source: str
    verified: str
    in_force_from: date | None
    notes: str
    start: date
    due_on: date
    due_at: datetime
    skipped: tuple[SkippedDay, ...]
    sentence: str


@dataclass(frozen=True, kw_only=True)
class Deadline:
    """A date that ends at 24:00 in London (or an instant, for clocks in hours), and where it comes from.

    `rule` is None for a date that a person set; `reason` then says why. With a rule it says what the clock
    counts from, where that is not what the rule says.
    """

    due_on: date
    due_at: datetime
    start: date | datetime
    rule: Rule | None = None
    skipped: tuple[SkippedDay, ...] = ()
    reason: str = ""
    holidays: frozenset[date] | None = field(default=None, repr=False, compare=False)

    @property
    def start_on(self) -> date:
        return london_date(self.start) if isinstance(self.start, datetime) else self.start

    def is_overdue(self, at: datetime) -> bool:
        return at >= self.due_at

    def working_days_left(self, at: datetime) -> int:
        """Working days after today up to the due date; negative once past. Raises OutsideCalendar."""
        return working_days_between(london_date(at), self.due_on, self.holidays)

    def status(self, at: datetime) -> Word:
        if self.is_overdue(at):
            return Word.OVERDUE
        if self.due_at - at > SURELY_NOT_SOON:
            return Word.ON_TRACK
        if self.rule and self.rule.unit == Unit.HOURS:
            soon = self.due_at - at <= timedelta(hours=DUE_SOON_HOURS)
        else:
            soon = self.working_days_left(at) <= DUE_SOON_WORKING_DAYS
        return Word.DUE_SOON if soon else Word.ON_TRACK

    def explain(self) -> Explanation:
        """Rule, source, whether it was verified, start and the days skipped."""
        rule = self.rule
        return Explanation(
            rule=rule.title if rule else "Date set by hand",
            length=rule.length if rule else "",
            starts_from=self.reason or rule.starts_from if rule else "",
            source=rule.source if rule else "",
            verified=rule.verified.label if rule else "",
            in_force_from=rule.in_force_from if rule else None,
            notes=rule.notes if rule else self.reason,
            start=self.start_on,
            due_on=self.due_on,
            due_at=self.due_at,
            skipped=self.skipped,
            sentence=self._sentence(),
        )

    def _sentence(self) -> str:
        if self.rule is None:
            return f"Set for {day_words(self.due_on)}; it ends at midnight that day."
        if self.rule.unit == Unit.HOURS:
            return f"{self.rule.length} from the moment of {self.rule.starts_from}."
        counted = f"{self.rule.length} from {day_words(self.start_on)}, which is day 0"
        return f"{counted}. It ends at midnight at the end of {day_words(self.due_on)}."


def skipped_days(start: date, due_on: date, names: Mapping[date, str]) -> tuple[SkippedDay, ...]:
    """The weekend days and bank holidays after `start` and before `due_on`."""
    days = (start + timedelta(days=n) for n in range(1, (due_on - start).days))
    return tuple(
        SkippedDay(date=day, name=names.get(day, f"{day:%A}"))
        for day in days
        if day.weekday() >= SATURDAY or day in names
    )


def deadline_by(
    rule: Rule,
    start: date | datetime,
    names: Mapping[date, str],
    holidays: frozenset[date] | None = None,
) -> Deadline:
    """When a rule that starts at `start` ends. `names` is the bank holidays with their names.

    `holidays` is the same dates ready-made. Raises OutsideCalendar where the bank holidays end, and Invalid
    for a start that no calendar holds.
    """
    holidays = frozenset(names) if holidays is None else holidays
    start_on = london_date(start) if isinstance(start, datetime) else start
    skipped: tuple[SkippedDay, ...] = ()
    try:
        if rule.unit == Unit.HOURS:
            if not isinstance(start, datetime):
                raise NeedsInstant(f"{rule.code} runs in hours, so it starts at an instant, not a date.")
            due_at = start.astimezone(UTC) + timedelta(hours=rule.amount)
            due_on = london_date(due_at)
        else:
            if rule.unit == Unit.WORKING_DAYS:
                due_on = add_working_days(start_on, rule.amount, holidays)
                skipped = skipped_days(start_on, due_on, names)
            elif rule.unit == Unit.CALENDAR_DAYS:
                due_on = start_on + timedelta(days=rule.amount)
            else:
                due_on = add_months(start_on, rule.amount)
            due_at = end_of_day(due_on)
    except (OverflowError, ValueError) as error:
        raise Invalid(
            {"": f"{rule.length} from {start_on} is further ahead than any calendar goes."}
        ) from error
    return Deadline(due_on=due_on, due_at=due_at, start=start, rule=rule, skipped=skipped, holidays=holidays)


def date_set(due_on: date, *, start: date | datetime, reason: str = "") -> Deadline:
    """A Deadline for a date that a person set (a PlanDate): same words and counting, no rule."""
    return Deadline(due_on=due_on, due_at=end_of_day(due_on), start=start, reason=reason)


def how_often(rule_code: str, day: date) -> int:
    """How many times the rule in force on a day says: an amount that is no length of time.

    Raises NoRuleInForce; KeyError for an unknown code.
    """
    from rasso_tracker.clocks.tables import current  # as below

    return current().rule(rule_code, day).amount


def deadline(rule_code: str, start: date | datetime) -> Deadline:
    """When the clock `rule_code` that started at `start` ends, by the rule in force on that day.

    A date counts in London; a datetime is taken on its London date (hours: as the instant it is).
    Raises NoRuleInForce and OutsideCalendar, both Invalid with a sentence; KeyError for an unknown code.
    """
    from rasso_tracker.clocks.tables import current  # here: the tables need the app registry

    tables = current()
    start_on = london_date(start) if isinstance(start, datetime) else start
    return deadline_by(tables.rule(rule_code, start_on), start, tables.names, tables.holidays)
