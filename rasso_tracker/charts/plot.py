"""Where things lie in a drawing with moments along its foot: the frame that line and control charts share."""

from collections.abc import Sequence
from itertools import groupby

from rasso_tracker.charts.shapes import WIDTH, Rule, Text, at, figure

LEFT, RIGHT, TOP, PLOT = 44, 14, 14, 190
_MOST_LABELS = 5

Points = list[tuple[float, float]]


def x_at(index: int, count: int) -> float:
    return LEFT + 8 + index * (WIDTH - LEFT - RIGHT - 16) / max(count - 1, 1)


def y_at(value: float, top: float) -> float:
    return TOP + PLOT - value / top * PLOT


def path(run: Points) -> str:
    return " ".join(f"{at(x)},{at(y)}" for x, y in run)


def runs(line: Sequence[float | None], top: float) -> list[Points]:
    """The unbroken stretches of a line."""
    spots = [
        None if value is None else (x_at(index, len(line)), y_at(value, top))
        for index, value in enumerate(line)
    ]
    return [
        [spot for spot in run if spot]
        for known, run in groupby(spots, key=lambda spot: spot is not None)
        if known
    ]


def level(css: str, value: float, top: float) -> Rule:
    y = at(y_at(value, top))
    return Rule(css, at(LEFT), y, at(WIDTH - RIGHT), y)


def grid(top: float) -> tuple[Rule, ...]:
    inner = tuple(level("app-chart__grid", top * part / 4, top) for part in (1, 2, 3, 4))
    return (*inner, level("app-chart__axis", 0, top))


def scale(top: float) -> list[Text]:
    parts = (0, 1, 2, 3, 4) if top >= 4 or not float(top).is_integer() else (0, 4)
    return [
        Text(at(LEFT - 6), at(y_at(top * part / 4, top) + 4), figure(top * part / 4), "end") for part in parts
    ]


def dates(moments: Sequence[str]) -> list[Text]:
    """At most five words under the axis, the last one always among them."""
    every = -(-len(moments) // _MOST_LABELS) or 1
    last = len(moments) - 1
    shown = [index for index in range(len(moments)) if (last - index) % every == 0]
    return [
        Text(at(x_at(index, len(moments))), at(TOP + PLOT + 18), moments[index], _anchor(index, last))
        for index in shown
    ]


def _anchor(index: int, last: int) -> str:
    return "end" if index == last and last else "middle"
