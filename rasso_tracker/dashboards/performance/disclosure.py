"""Statistics for people who may not see the rows behind them (safety.md 12).

Counts are rounded to 5; 1 to 4 are withheld, and with each enough second cells of its row and its column
that no total gives it back. What the reader knows exactly from elsewhere (a manager's own district) counts as
known: a figure from which it leaves 1 to 4 is withheld too.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

SMALL = 5  # counts below this, and above nought, are withheld
ROUND_TO = 5
FEWEST_FOR_A_MEDIAN = 10


class Number(NamedTuple):
    """A count, and how much of it the reader knows exactly."""

    n: int = 0
    known: int = 0


def rounded(count: int) -> int:
    """To the nearest 5; 3 is 5, 2 is 0, and neither is ever shown as such."""
    return ROUND_TO * ((count + ROUND_TO // 2) // ROUND_TO)


def is_small(number: Number) -> bool:
    """True for a figure that must be withheld by itself."""
    rest = number.n - number.known
    return 0 < number.n < SMALL or (number.known > 0 and 0 < rest < SMALL)


def protect(
    rows: Sequence[Sequence[Number]], open_rows: frozenset[int] = frozenset()
) -> list[list[int | None]]:
    """The table as it may leave: rounded, None for what is withheld.

    Rows and columns each have a total that the reader may add up or see. `open_rows` are known to the reader
    exactly, so a cell of theirs hides no other.
    """
    hidden = {(i, j) for i, row in enumerate(rows) for j, number in enumerate(row) if is_small(number)}
    while extra := _second_cells(rows, hidden, open_rows):
        hidden |= extra
    return [
        [None if (i, j) in hidden else rounded(number.n) for j, number in enumerate(row)]
        for i, row in enumerate(rows)
    ]


def _second_cells(
    rows: Sequence[Sequence[Number]], hidden: set[tuple[int, int]], open_rows: frozenset[int]
) -> set[tuple[int, int]]:
    """For each line with one hidden cell alone, the next smallest cell of it that can hide."""
    lines = [[(i, j) for j in range(len(row))] for i, row in enumerate(rows)]
    width = max((len(row) for row in rows), default=0)
    lines += [[(i, j) for i, row in enumerate(rows) if j < len(row)] for j in range(width)]
    found = set()
    for line in lines:
        covered = [cell for cell in line if cell in hidden and cell[0] not in open_rows]
        if len(covered) != 1 or len(line) == 1:
            continue
        free = [cell for cell in line if cell not in hidden and cell[0] not in open_rows]
        if free:
            found.add(min(free, key=lambda cell: (rows[cell[0]][cell[1]].n or 1_000_000, cell)))
    return found


def protected_quantile(value: int | None, number: Number) -> int | None:
    """A median or 90th percentile may be shown of ten or more, beside those that the reader knows."""
    rest = number.n - number.known
    enough = number.n >= FEWEST_FOR_A_MEDIAN and (
        not number.known or rest == 0 or rest >= FEWEST_FOR_A_MEDIAN
    )
    return value if enough else None
