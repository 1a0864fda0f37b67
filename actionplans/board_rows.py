"""The rows of the overdue board as HTML, drawn once for as long as nothing in them changes.

The board is the page of the gatekeeper's day: the same rows are asked for again and again by the same few
people, and drawing them was a third of what the page costs (docs/performance.md). A row is drawn from plain
values alone, so equal values give equal HTML, whoever may read them.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from functools import lru_cache
from typing import Any

from django.template import engines
from markupsafe import Markup

ROWS_KEPT = 4_096  # of about two kilobytes each

Values = tuple[tuple[str, Hashable], ...]


def row_html(row: Mapping[str, Any], *, others: Iterable[str], said: str = "", **reader: Hashable) -> Markup:
    """One row: the plan, in words who else has a form open on it, what was just done to it, and what its
    `reader` may do (the parameters of the macro in templates/actionplans/_board_row.html).
    """
    environment: Any = engines["jinja2"]
    draw = _drawn.__wrapped__ if environment.env.auto_reload else _drawn
    return draw(tuple(row.items()), tuple(others), said, tuple(reader.items()))


@lru_cache(maxsize=ROWS_KEPT)
def _drawn(row: Values, others: tuple[str, ...], said: str, reader: Values) -> Markup:
    environment: Any = engines["jinja2"]
    template = environment.env.get_template("actionplans/_board_row.html")
    html: Markup = template.module.board_row(dict(row), others, said=said, **dict(reader))
    return html
