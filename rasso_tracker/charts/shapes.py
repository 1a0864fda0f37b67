"""What a chart is made of: plain values that the macro `figure` writes as SVG. No style, only classes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 480
NO_FIGURE = "No figure"  # not counted, or withheld because it is too small


@dataclass(frozen=True)
class Bar:
    x: str
    y: str
    width: str
    height: str


@dataclass(frozen=True)
class Rule:
    """A straight line: an axis, a grid line, a limit. `css` is its class."""

    css: str
    x1: str
    y1: str
    x2: str
    y2: str


@dataclass(frozen=True)
class Text:
    x: str
    y: str
    words: str
    anchor: str = "start"


@dataclass(frozen=True)
class Series:
    """What is drawn in one colour and one pattern of line."""

    bars: tuple[Bar, ...] = ()
    paths: tuple[str, ...] = ()
    points: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Table:
    """`hrefs`, where there are any, stand cell by cell as the rows do: where a figure leads, or nothing."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    hrefs: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Chart:
    """A drawing and the table that it draws. `key` is unique on a page; `summary` says it in one sentence.

    `limits` are dashed lines that may step from moment to moment, `marks` the places of rings round points.
    """

    key: str
    title: str
    summary: str
    height: int
    series: tuple[Series, ...]
    table: Table
    rules: tuple[Rule, ...] = ()
    limits: tuple[str, ...] = ()
    marks: tuple[tuple[str, str], ...] = ()
    texts: tuple[Text, ...] = ()
    note: str = ""
    width: int = WIDTH


@dataclass(frozen=True, kw_only=True)
class Spark:
    """A line without axes, beside a number."""

    summary: str
    paths: tuple[str, ...]
    width: int
    height: int


def at(value: float) -> str:
    """A coordinate, to a tenth of a unit."""
    return f"{value:.1f}".removesuffix(".0")


def figure(value: float | None) -> str:
    """A number as people read it: `1,234`, `12.5`."""
    if value is None:
        return NO_FIGURE
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"


def key_of(title: str) -> str:
    return "chart-" + re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")


def ceiling(values: Sequence[float]) -> float:
    """The top of the axis: the least of 1, 2, 4, 5, 10, 20, ... that holds every value."""
    highest = max(values, default=0)
    step = 1.0
    while True:
        for factor in (1, 2, 4, 5):
            if factor * step >= highest:
                return factor * step
        step *= 10
