"""Lines over time, with limits where there are any; and the small line beside a number."""

from collections.abc import Mapping, Sequence
from itertools import groupby

from rasso_tracker.charts.plot import LEFT, PLOT, RIGHT, TOP, dates, grid, level, path, runs, scale, y_at
from rasso_tracker.charts.shapes import (
    WIDTH,
    Chart,
    Series,
    Spark,
    Table,
    Text,
    at,
    ceiling,
    figure,
    key_of,
)

_MOST_SERIES = 4  # more cannot be told apart by pattern


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
    legend = TOP + PLOT + 40
    drawn, texts = [], scale(top) + dates(moments)
    for index, (name, line) in enumerate(series.items()):
        stretches = runs(line, top)
        y = legend + index * 20
        sample = (f"{LEFT},{y - 4} {LEFT + 32},{y - 4}",) if len(series) > 1 else ()
        drawn.append(
            Series(
                paths=tuple(path(run) for run in stretches if len(run) > 1) + sample,
                points=tuple((at(x), at(y)) for run in stretches for x, y in run),
            )
        )
        if sample:
            texts.append(Text(at(LEFT + 40), at(y), name))
    texts += [
        Text(at(WIDTH - RIGHT), at(y_at(value, top) - 4), name, "end") for name, value in limits.items()
    ]
    return Chart(
        key=key or key_of(title),
        title=title,
        summary=_summary(moments, series, unit),
        height=legend + (len(series) * 20 if len(series) > 1 else 0) - 16,
        series=tuple(drawn),
        rules=grid(top) + tuple(level("app-chart__limit", value, top) for value in limits.values()),
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
    stretches = [list(run) for known, run in groupby(spots, key=lambda spot: spot is not None) if known]
    told = ", ".join(figure(value) for value in values)
    return Spark(
        summary=f"{what}: {told}.",
        paths=tuple(path([spot for spot in run if spot]) for run in stretches if len(run) > 1),
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
