"""What of the figures of withdrawals is asked for, and the questions that its tables put to each count."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from rasso_tracker.clocks import london_date, now
from rasso_tracker.dashboards.performance.audience import View
from rasso_tracker.dashboards.performance.behind import Behind, behind
from rasso_tracker.dashboards.performance.cube import Cube, Keys, Place, Wanted, add, count
from rasso_tracker.dashboards.performance.disclosure import Number
from rasso_tracker.dashboards.performance.quarters import named, quarters_of
from rasso_tracker.dashboards.performance.reading import Reading, reading_of
from rasso_tracker.dashboards.performance.withdrawals import (
    KINDS,
    LOST,
    VOIDED,
    WITHDRAWALS,
    Counted,
    counted,
    keys_that,
)

Fits = Callable[[Counted], bool]


@dataclass(frozen=True)
class Asked:
    """The quarter, the kinds and the words that the address asks for, and what of the cube falls in them."""

    cube: Cube
    view: View
    code: str
    name: str
    months: Sequence[date]
    kinds: frozenset[str]
    reading: Reading

    def counts(self, one: Counted) -> bool:
        """A record that stands, of a kind that is asked for."""
        return one.kind in self.kinds and one.state != VOIDED

    def where(self, fits: Fits) -> Wanted:
        return keys_that(lambda one: self.counts(one) and fits(one))

    def keys(self, of: Callable[[date], Keys]) -> Keys:
        """The keys of the quarter that count, from those of its months."""
        found: dict[str, Number] = {}
        for month in self.months:
            for key, number in of(month).items():
                if self.counts(counted(key)):
                    found[key] = add([found.get(key, Number()), number])
        return found

    def behind(self, keys: Keys, columns: Sequence[Wanted | None], place: Place) -> tuple[Behind | None, ...]:
        return behind(WITHDRAWALS, keys, columns, months=self.months, place=place)


def asked_of(cube: Cube, view: View) -> Asked:
    quarters = quarters_of(cube.months)
    code = view.chosen.get("quarter", "")
    months = quarters.get(code, [])
    kind = view.chosen.get("kind", "")
    letters = {letter for letter, one in KINDS.items() if kind in (one.value, "") and letter != LOST}
    if kind == KINDS[LOST].value:
        letters = {LOST}
    name = named(quarters).get(code, code)
    reading = reading_of(view.chosen.get("terms", ""), london_date(now()), cube.months[0])
    return Asked(cube, view, code, name, months, frozenset(letters), reading)


def anything(one: Counted) -> bool:
    return True


def had_support(one: Counted) -> bool:
    return one.support > 0


def had_none(one: Counted) -> bool:
    return one.support == 0


def had(bit: int, one: Counted) -> bool:
    return bool(one.support & bit)


def is_of_kind(letter: str, one: Counted) -> bool:
    return one.kind == letter


def at_stage(read: Reading, code: str, one: Counted) -> bool:
    return read.stage(one.stage) == code


def because(read: Reading, code: str, one: Counted) -> bool:
    return read.reason(one.reason) == code


def both(first: Fits, second: Fits) -> Fits:
    return lambda one: first(one) and second(one)


def numbers_of(keys: Keys, fits: Fits = anything, part: Fits = had_support) -> list[Number]:
    """Of the keys that fit: those of the part (with support that day), and the others."""
    here = count(keys, keys_that(both(fits, part)))
    every = count(keys, keys_that(fits))
    return [here, Number(every.n - here.n, every.known - here.known)]
