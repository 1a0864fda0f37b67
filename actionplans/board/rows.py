"""The rows of the overdue board, and the counts above them, as HTML: drawn once while nothing changes.

The board is the page of the gatekeeper's day: the same rows are asked for again and again by the same few
people, and drawing them was a third of what the page costs (docs/performance.md). They are drawn from plain
values alone, so equal values give equal HTML, whoever may read them.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from functools import lru_cache
from typing import Any

from django.template import engines
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from markupsafe import Markup

from actionplans.board.counts import Matrix

KEPT = 4_096  # pieces of about two kilobytes

Values = tuple[tuple[str, Hashable], ...]


def row_html(row: Mapping[str, Any], *, others: Iterable[str], said: str = "", **reader: Hashable) -> Markup:
    """One row: the plan, in words who else has a form open on it, what was just done to it, and what its
    `reader` may do (the parameters of the macro in templates/actionplans/_board_row.html).
    """
    return _row(tuple(row.items()), tuple(others), said, tuple(reader.items()))


@lru_cache(maxsize=KEPT)
def _row(row: Values, others: tuple[str, ...], said: str, reader: Values) -> Markup:
    return _drawn("_board_row.html", "board_row", dict(row), others, said=said, **dict(reader))


@lru_cache(maxsize=KEPT)
def counts_html(matrix: Matrix) -> Markup:
    """The table of the counts by district and step."""
    return _drawn("_board_counts.html", "board_counts", matrix)


@lru_cache(maxsize=KEPT)
def others_html(team: tuple[tuple[str, str], ...], but: str) -> SafeString:
    """The team as options of a list (id and name), without one of them."""
    return format_html_join("", '<option value="{}">{}</option>', (one for one in team if one[0] != but))


def _drawn(template: str, macro: str, *values: Any, **named: Any) -> Markup:
    environment: Any = engines["jinja2"]
    html: Markup = getattr(environment.env.get_template(f"actionplans/{template}").module, macro)(
        *values, **named
    )
    return html
