"""Calendar quarters: their names, their codes in an address, and the months of each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

_NAMES = ("Jan to Mar", "Apr to Jun", "Jul to Sep", "Oct to Dec")


def quarter(month: date) -> str:
    """`Jul to Sep 2026`."""
    return f"{_NAMES[(month.month - 1) // 3]} {month.year}"


def quarter_code(month: date) -> str:
    """`2026-Q3`."""
    return f"{month.year}-Q{(month.month - 1) // 3 + 1}"


def quarters_of(months: Sequence[date]) -> dict[str, list[date]]:
    """The months of each quarter by its code, oldest first. The first may be a part of one, the last runs."""
    found: dict[str, list[date]] = {}
    for one in months:
        found.setdefault(quarter_code(one), []).append(one)
    return found


def named(quarters: dict[str, list[date]]) -> dict[str, str]:
    """By code the name: the last runs, and a first that is cut off says so."""
    codes = list(quarters)
    names = {code: quarter(months[0]) for code, months in quarters.items()}
    if len(quarters[codes[0]]) < 3:
        names[codes[0]] += ", part"
    names[codes[-1]] += " so far"
    return names
