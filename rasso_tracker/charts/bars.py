"""Bars that lie on their side, each with its words above it, so that long words fit a phone."""

from collections.abc import Sequence

from rasso_tracker.charts.shapes import (
    NO_FIGURE,
    WIDTH,
    Bar,
    Chart,
    Rule,
    Series,
    Table,
    Text,
    at,
    figure,
    key_of,
)

_ROW = 44
_THICK = 18
_FOR_FIGURE = 70  # room for the number behind the longest bar


def bars(
    title: str,
    rows: Sequence[tuple[str, float | None]],
    *,
    unit: str,
    what: str = "",
    note: str = "",
    key: str = "",
) -> Chart:
    """One bar a row, in the order given. `unit` heads the column of numbers, `what` that of the words.

    A value of None is drawn as no bar and said so. Raises ValueError for a value below nought.
    """
    known = [value for _, value in rows if value is not None]
    if any(value < 0 for value in known):
        raise ValueError("A bar cannot be shorter than nothing.")
    longest = max(known, default=0) or 1
    shapes, texts = [], []
    for index, (label, value) in enumerate(rows):
        top = index * _ROW
        length = (value or 0) / longest * (WIDTH - _FOR_FIGURE)
        texts.append(Text("4", at(top + 14), label))
        shapes.append(Bar("0", at(top + 20), at(length), at(_THICK)))
        texts.append(Text(at(length + 6), at(top + 34), figure(value)))
    height = max(len(rows), 1) * _ROW
    return Chart(
        key=key or key_of(title),
        title=title,
        summary=_summary(rows, unit),
        height=height,
        series=(Series(bars=tuple(shapes)),),
        rules=(Rule("app-chart__axis", "0", "0", "0", at(height)),),
        texts=tuple(texts),
        table=Table(
            (what or "Group", unit.capitalize()), tuple((label, figure(value)) for label, value in rows)
        ),
        note=note,
    )


def _summary(rows: Sequence[tuple[str, float | None]], unit: str) -> str:
    known = [(label, value) for label, value in rows if value is not None]
    if not known:
        return f"Bar chart with no figures. {NO_FIGURE} for any group."
    most = max(known, key=lambda row: row[1])
    return f"Bar chart of {len(rows)} groups. The most is {most[0]}, with {figure(most[1])} {unit}."
