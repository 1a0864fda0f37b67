"""Lines over time, with limits where there are any; and the small line beside a number."""

from collections.abc import Mapping, Sequence
from itertools import groupby

from rasso_tracker.charts.shapes import (
    WIDTH,
    Chart,
    Rule,
    Series,
    Spark,
    Table,
    Text,
    at,
    ceiling,
    figure,
    key_of,
)

_LEFT, _RIGHT, _TOP, _PLOT = 44, 14, 14, 190
_MOST_LABELS = 5
_MOST_SERIES = 4  # more cannot be told apart by pattern

Points = list[tuple[float, float]]


def lines(
    title: str,
    moments: Sequence[str],
    series: Mapping[str, Sequence[float | None]],
    *,
    unit: str,
    limits: Mapping[str, float] | None = None,
    note: str = "",
    key: str = "",
    when: str = "Month",
) -> Chart:
    """A line a series over the same moments. None breaks the line: there is no figure, which is not nought.

    `limits` are level lines with their words. Raises ValueError for a series of another length, a value below
    nought, or more series than can be told apart.
    """
    _check(moments, series)
    limits = limits or {}
    values = [value for line in series.values() for value in line if value is not None]
    top = ceiling([*values, *limits.values()])
    legend = _TOP + _PLOT + 40
    drawn, texts = [], _scale(top) + _dates(moments)
    for index, (name, line) in enumerate(series.items()):
        runs = _runs(line, top)
        y = legend + index * 20
        sample = (f"{_LEFT},{y - 4} {_LEFT + 32},{y - 4}",) if len(series) > 1 else ()
        drawn.append(
            Series(
                paths=tuple(_path(run) for run in runs if len(run) > 1) + sample,
                points=tuple((at(x), at(y)) for run in runs for x, y in run),
            )
        )
        if sample:
            texts.append(Text(at(_LEFT + 40), at(y), name))
    texts += [Text(at(WIDTH - _RIGHT), at(_y(value, top) - 4), name, "end") for name, value in limits.items()]
    return Chart(
        key=key or key_of(title),
        title=title,
        summary=_summary(moments, series, unit),
        height=legend + (len(series) * 20 if len(series) > 1 else 0) - 16,
        series=tuple(drawn),
        rules=_grid(top) + tuple(_level("app-chart__limit", value, top) for value in limits.values()),
        texts=tuple(texts),
        table=_table(moments, series, unit, when),
        note=note,
    )


def spark(values: Sequence[float | None], *, what: str, width: int = 200, height: int = 36) -> Spark:
    """The run of a number from nought up. `what` begins the sentence that stands for the picture."""
    top = max([value for value in values if value is not None], default=0) or 1
    step = (width - 4) / max(len(values) - 1, 1)
    spots = [
        None if value is None else (2 + index * step, height - 3 - value / top * (height - 6))
        for index, value in enumerate(values)
    ]
    runs = [list(run) for known, run in groupby(spots, key=lambda spot: spot is not None) if known]
    told = ", ".join(figure(value) for value in values)
    return Spark(
        summary=f"{what}: {told}.",
        paths=tuple(_path([spot for spot in run if spot]) for run in runs if len(run) > 1),
        width=width,
        height=height,
    )


def _check(moments: Sequence[str], series: Mapping[str, Sequence[float | None]]) -> None:
    if len(series) > _MOST_SERIES:
        raise ValueError(f"More than {_MOST_SERIES} lines cannot be told apart.")
    for name, line in series.items():
        if len(line) != len(moments):
            raise ValueError(f"{name} has {len(line)} figures for {len(moments)} moments.")
        if any(value is not None and value < 0 for value in line):
            raise ValueError("The axis begins at nought.")


def _x(index: int, count: int) -> float:
    return _LEFT + 8 + index * (WIDTH - _LEFT - _RIGHT - 16) / max(count - 1, 1)


def _y(value: float, top: float) -> float:
    return _TOP + _PLOT - value / top * _PLOT


def _path(run: Points) -> str:
    return " ".join(f"{at(x)},{at(y)}" for x, y in run)


def _runs(line: Sequence[float | None], top: float) -> list[Points]:
    """The unbroken stretches of a line."""
    spots = [
        None if value is None else (_x(index, len(line)), _y(value, top)) for index, value in enumerate(line)
    ]
    return [
        [spot for spot in run if spot]
        for known, run in groupby(spots, key=lambda spot: spot is not None)
        if known
    ]


def _level(css: str, value: float, top: float) -> Rule:
    y = at(_y(value, top))
    return Rule(css, at(_LEFT), y, at(WIDTH - _RIGHT), y)


def _grid(top: float) -> tuple[Rule, ...]:
    inner = tuple(_level("app-chart__grid", top * part / 4, top) for part in (1, 2, 3, 4))
    return (*inner, _level("app-chart__axis", 0, top))


def _scale(top: float) -> list[Text]:
    parts = (0, 1, 2, 3, 4) if top >= 4 or not float(top).is_integer() else (0, 4)
    return [
        Text(at(_LEFT - 6), at(_y(top * part / 4, top) + 4), figure(top * part / 4), "end") for part in parts
    ]


def _dates(moments: Sequence[str]) -> list[Text]:
    """At most five words under the axis, the last one always among them."""
    every = -(-len(moments) // _MOST_LABELS) or 1
    last = len(moments) - 1
    shown = [index for index in range(len(moments)) if (last - index) % every == 0]
    return [
        Text(at(_x(index, len(moments))), at(_TOP + _PLOT + 18), moments[index], _anchor(index, last))
        for index in shown
    ]


def _anchor(index: int, last: int) -> str:
    return "end" if index == last and last else "middle"


def _table(
    moments: Sequence[str], series: Mapping[str, Sequence[float | None]], unit: str, when: str
) -> Table:
    names = list(series) if len(series) > 1 else [unit.capitalize()]
    rows = tuple(
        (moment, *(figure(line[index]) for line in series.values())) for index, moment in enumerate(moments)
    )
    return Table((when, *names), rows)


def _summary(moments: Sequence[str], series: Mapping[str, Sequence[float | None]], unit: str) -> str:
    if not moments:
        return "Line chart with no figures."
    told = [
        f"{name}: {figure(line[0])} at the start and {figure(line[-1])} at the end"
        for name, line in series.items()
    ]
    return f"Line chart of {unit} from {moments[0]} to {moments[-1]}. {'; '.join(told)}."
