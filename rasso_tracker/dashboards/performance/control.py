"""Control charts: is a month unlike the others, or is it noise? Named rules, so that noise is not chased.

Shares have limits of a p-chart (each month by its own number), counts and medians those of an individuals
chart (XmR: 2.66 times the mean moving range). The month that runs is drawn and judges nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt
from statistics import fmean

FEWEST = 8  # months with a figure, before limits mean anything
RUN = 8
TREND = 6


@dataclass(frozen=True)
class Limits:
    """The centre, and for each month its lower and upper limit (None where the month has no figure)."""

    centre: float
    lower: tuple[float | None, ...]
    upper: tuple[float | None, ...]


@dataclass(frozen=True)
class Signal:
    """Months `first` to `last`, by their place, that a rule names."""

    rule: str
    first: int
    last: int
    words: str


def share(part: int | None, whole: int | None) -> float | None:
    """Per cent; None of nothing, or where either figure is withheld."""
    return None if part is None or not whole else 100 * part / whole


def p_limits(pairs: Sequence[tuple[int | None, int | None]], judged: int) -> Limits | None:
    """Limits of a share in per cent. `pairs` are (part, whole) by month; the first `judged` count."""
    known = [(part, whole) for part, whole in pairs[:judged] if part is not None and whole]
    if len(known) < FEWEST:
        return None
    whole_of_all = sum(whole for _, whole in known)
    p = sum(part for part, _ in known) / whole_of_all
    lower: list[float | None] = []
    upper: list[float | None] = []
    for part, whole in pairs:
        if part is None or not whole:
            lower.append(None)
            upper.append(None)
            continue
        width = 3 * sqrt(p * (1 - p) / whole)
        lower.append(max(0.0, 100 * (p - width)))
        upper.append(min(100.0, 100 * (p + width)))
    return Limits(100 * p, tuple(lower), tuple(upper))


def xmr_limits(values: Sequence[float | None], judged: int) -> Limits | None:
    """Limits of an individuals chart, from the months that count; the lower one is never below nought."""
    known = [value for value in values[:judged] if value is not None]
    if len(known) < FEWEST:
        return None
    centre = fmean(known)
    width = 2.66 * fmean(abs(after - before) for before, after in pairwise(known))
    low, high = max(0.0, centre - width), centre + width
    return Limits(
        centre,
        tuple(None if value is None else low for value in values),
        tuple(None if value is None else high for value in values),
    )


def signals(
    values: Sequence[float | None], limits: Limits | None, judged: int, months: Sequence[str]
) -> list[Signal]:
    """What the rules name among the first `judged` months, the oldest first."""
    if limits is None:
        return []
    shown = list(values[:judged])
    found = [*_beyond(shown, limits, months), *_runs(shown, limits, months), *_trends(shown, months)]
    return sorted(found, key=lambda one: (one.last, one.first, one.rule))


def _beyond(values: Sequence[float | None], limits: Limits, months: Sequence[str]) -> list[Signal]:
    found = []
    for place, value in enumerate(values):
        low, high = limits.lower[place], limits.upper[place]
        if value is None or low is None or high is None or low <= value <= high:
            continue
        side = "above the upper" if value > high else "below the lower"
        found.append(
            Signal("One point beyond the limits", place, place, f"{months[place]} lies {side} limit")
        )
    return found


def _runs(values: Sequence[float | None], limits: Limits, months: Sequence[str]) -> list[Signal]:
    """The longest stretches of eight or more on one side of the centre; a month without a figure ends one."""
    sides = [None if value is None else (value > limits.centre) - (value < limits.centre) for value in values]
    rule = "Eight in a row on one side of the average"
    return [
        Signal(
            rule, first, last,
            f"{months[first]} to {months[last]} all lie {'above' if side > 0 else 'below'} the average",
        )
        for side, first, last in _stretches(sides)
        if last - first + 1 >= RUN
    ]  # fmt: skip


def _trends(values: Sequence[float | None], months: Sequence[str]) -> list[Signal]:
    """Six or more figures that each rise, or each fall."""
    steps = [
        None if before is None or after is None else (after > before) - (after < before)
        for before, after in pairwise(values)
    ]
    rule = "Six in a row rising or falling"
    return [
        Signal(
            rule, first, last + 1,
            f"{months[first]} to {months[last + 1]} {'rise' if side > 0 else 'fall'} each month",
        )
        for side, first, last in _stretches(steps)
        if last - first + 2 >= TREND
    ]  # fmt: skip


def _stretches(sides: Sequence[int | None]) -> list[tuple[int, int, int]]:
    """(side, first, last) of each unbroken stretch of 1 or -1."""
    found: list[tuple[int, int, int]] = []
    for place, side in enumerate(sides):
        if not side:
            continue
        if found and found[-1][0] == side and found[-1][2] == place - 1:
            found[-1] = (side, found[-1][1], place)
        else:
            found.append((side, place, place))
    return found
