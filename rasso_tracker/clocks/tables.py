"""Bank holidays and clock rules held in memory by each process.

A request or task looks once whether the tables changed (one small query) and reads them again only then.
A deed that changes them says so with `forget()`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.dispatch import Signal

from rasso_tracker import prepared
from rasso_tracker.clocks.deadlines import NoRuleInForce, Rule
from rasso_tracker.clocks.enums import ClockCode
from rasso_tracker.clocks.words import day_words

# Sent inside the deed that changed a holiday or rule: apps that store a computed moment recompute it there.
tables_changed = Signal()

# xmin is the transaction that wrote a row's current version: the sums move with every insert, update, delete.
_STATE = "(SELECT concat(count(*), '/', sum(xmin::text::bigint)) FROM {})"
_watched = ["clocks_bankholiday", "clocks_clockrule"]


def watch(table: str) -> None:
    """Look at one more small table with the same query, so that what is held of it is known to stand."""
    if table not in _watched:
        _watched.append(table)


@dataclass(frozen=True)
class Tables:
    """What the two tables held when they were read."""

    names: Mapping[date, str]
    holidays: frozenset[date]
    rules: Mapping[str, tuple[Rule, ...]]
    state: tuple[Any, ...]

    def rule(self, code: str, day: date) -> Rule:
        """The rule of `code` in force on `day`. Raises NoRuleInForce; KeyError for a code with no rule."""
        for rule in self.rules[str(code)]:
            if rule.is_in_force(day):
                return rule
        title = ClockCode(code).label if code in ClockCode.values else code
        raise NoRuleInForce(
            f"No rule was in force on {day_words(day)} for: {title}. An administrator can add one."
        )


_held: Tables | None = None
_fresh = False


def look_again(**_: Any) -> None:
    """Check at the next use whether the tables changed. Called at the start of each request and task."""
    global _fresh
    _fresh = False


def forget() -> None:
    """Read the tables again at the next use: a deed changed them, or a test rolled a change back."""
    global _held
    _held = None


def current() -> Tables:
    """The tables as they stand."""
    global _held, _fresh
    if _held is not None and _fresh:
        return _held
    state = _state()
    if _held is None or _held.state != state:
        _held = _read(state)
    _fresh = True
    return _held


def state_of(table: str) -> str:
    """A text that changes with the rows of a watched table, asked for once a request or task."""
    state: str = current().state[_watched.index(table)]
    return state


def _state() -> tuple[Any, ...]:
    return prepared.read(f"SELECT {', '.join(map(_STATE.format, _watched))}")[0]


def _read(state: tuple[Any, ...]) -> Tables:
    from rasso_tracker.clocks.models import BankHoliday, ClockRule

    names = dict(BankHoliday.objects.filter(voided_at__isnull=True).values_list("date", "title"))
    rules: dict[str, tuple[Rule, ...]] = {}
    for row in ClockRule.objects.order_by("code", "in_force_from"):
        rules[row.code] = (*rules.get(row.code, ()), row.rule())
    return Tables(names=names, holidays=frozenset(names), rules=rules, state=state)
