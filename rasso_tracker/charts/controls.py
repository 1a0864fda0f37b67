"""A control chart: figures over time, their average and limits, and rings round what a rule names."""

from collections.abc import Collection, Sequence

from rasso_tracker.charts.plot import (
    LEFT,
    PLOT,
    RIGHT,
    TOP,
    dates,
    grid,
    level,
    path,
    runs,
    scale,
    x_at,
    y_at,
)
from rasso_tracker.charts.shapes import (
    WIDTH,
    Chart,
    Rule,
    Series,
    Table,
    Text,
    at,
    ceiling,
    figure,
    key_of,
)

_LEGEND = TOP + PLOT + 40
_ROW = 20


def controls(
    title: str,
    moments: Sequence[str],
    values: Sequence[float | None],
    *,
    unit: str,
    table: Table,
    centre: float | None = None,
    lower: Sequence[float | None] = (),
    upper: Sequence[float | None] = (),
    marked: Collection[int] = (),
    top: float | None = None,
    note: str = "",
    key: str = "",
) -> Chart:
    """`centre`, `lower` and `upper` are left out while there are too few months for limits.

    `marked` are places among the moments. `top` fixes the axis, such as 100 for a share. Raises ValueError
    for a series of another length.
    """
    if any(len(line) not in (0, len(moments)) for line in (lower, upper)) or len(values) != len(moments):
        raise ValueError("Every line has a figure or None for each moment.")
    known = [value for value in (*values, *upper) if value is not None]
    top = top or ceiling(known)
    drawn = runs(values, top)
    points = tuple((at(x), at(y)) for run in drawn for x, y in run)
    ringed = tuple(
        (at(x_at(place, len(moments))), at(y_at(values[place] or 0, top))) for place in sorted(marked)
    )
    rules = (*grid(top), *((level("app-chart__centre", centre, top),) if centre is not None else ()))
    sample, texts = _legend(unit, centre is not None, bool(ringed))
    return Chart(
        key=key or key_of(title),
        title=title,
        summary=_summary(moments, values, unit, centre, len(ringed)),
        height=_LEGEND + _ROW * len(texts) - 12,
        series=(Series(paths=tuple(path(run) for run in drawn if len(run) > 1) + sample, points=points),),
        rules=(*rules, *_centre_sample(centre)),
        limits=(*_steps(lower, top), *_steps(upper, top), *_limit_sample(centre)),
        marks=(*ringed, *(((at(LEFT + 16), at(_LEGEND + 3 * _ROW - 4)),) if ringed else ())),
        texts=(*scale(top), *dates(moments), *texts),
        table=table,
        note=note,
    )


def _steps(line: Sequence[float | None], top: float) -> tuple[str, ...]:
    """A limit as a flat piece for each month, joined where months follow each other."""
    line = [value or None for value in line]  # a limit of nought is the axis
    half = (WIDTH - LEFT - RIGHT - 16) / max(len(line) - 1, 1) / 2
    found = []
    for run in runs(line, top):
        stairs = [spot for x, y in run for spot in ((x - half, y), (x + half, y))]
        left, right = LEFT, WIDTH - RIGHT
        found.append(path([(min(max(x, left), right), y) for x, y in stairs]))
    return tuple(found)


def _legend(unit: str, limits: bool, ringed: bool) -> tuple[tuple[str, ...], list[Text]]:
    words = [unit.capitalize()]
    words += ["Average of the whole months", "Limits: chance alone seldom passes them"] if limits else []
    words += ["A rule below names this month"] if ringed else []
    texts = [Text(at(LEFT + 40), at(_LEGEND + index * _ROW), one) for index, one in enumerate(words)]
    return ((f"{LEFT},{_LEGEND - 4} {LEFT + 32},{_LEGEND - 4}",), texts)


def _centre_sample(centre: float | None) -> tuple[Rule, ...]:
    y = at(_LEGEND + _ROW - 4)
    return (Rule("app-chart__centre", at(LEFT), y, at(LEFT + 32), y),) if centre is not None else ()


def _limit_sample(centre: float | None) -> tuple[str, ...]:
    y = at(_LEGEND + 2 * _ROW - 4)
    return (f"{LEFT},{y} {LEFT + 32},{y}",) if centre is not None else ()


def _summary(
    moments: Sequence[str], values: Sequence[float | None], unit: str, centre: float | None, marked: int
) -> str:
    if not moments:
        return "Control chart with no figures."
    told = f"Control chart of {unit} from {moments[0]} to {moments[-1]}, {figure(values[-1])} at the end."
    if centre is None:
        return f"{told} There are too few months for limits."
    named = "no month stands out" if not marked else f"{marked} of the months stand out by a rule"
    return f"{told} The average is {figure(round(centre, 1))}; {named}."
