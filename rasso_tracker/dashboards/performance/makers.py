"""By decision maker: of each person's decisions, how many carried the right, and what victims made of it.

Counted live from the statement of TAKE_UP, so that it cannot differ from the figures by month and place, and
read as the person: through both walls, so that each sees what their own rows hold. A page of people costs one
statement along the index of their decisions.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet

from rasso_tracker.clocks import start_of_day
from rasso_tracker.dashboards.performance.audience import YEAR
from rasso_tracker.dashboards.performance.behind import Behind
from rasso_tracker.dashboards.performance.cube import Place, Wanted
from rasso_tracker.dashboards.performance.measures import Measure, moments, months_up_to
from rasso_tracker.dashboards.performance.rights import (
    ASKED,
    NO_RIGHT,
    NONE,
    OVERTURNED,
    RIGHT,
    STANDS,
    TAKE_UP,
    TOLD,
    UNTOLD,
    take_up_of,
)
from rasso_tracker.people.models import Person
from reviews.enums import DecisionAgency
from reviews.models import Decision


@dataclass(frozen=True)
class Column:
    """A figure of a person: its code in the address, its heading, and which keys of TAKE_UP it counts."""

    code: str
    heading: str
    wanted: Wanted


COLUMNS = (
    Column("decisions", "Decisions", lambda key: True),
    Column("without", "Without the right", take_up_of(NO_RIGHT)),
    Column("right", "With the right", take_up_of()),
    Column("untold", "Not told of it", take_up_of(told=UNTOLD)),
    Column("told", "Told of it", take_up_of(told=TOLD)),
    Column("asked", "Asked for a review", take_up_of(asked=ASKED)),
    Column("stands", "Reviewed and stands", take_up_of(asked=(STANDS,))),
    Column("overturned", "Overturned", take_up_of(asked=(OVERTURNED,))),
)
_COUNTS = """
SELECT d.maker_id, counted.key, count(*) FROM ({rows}) counted
JOIN reviews_decision d ON d.id = counted.of_id
WHERE d.maker_id = ANY (%(makers)s::uuid[]) GROUP BY 1, 2"""
_ROWS_OF = """
SELECT counted.* FROM ({rows}) counted JOIN reviews_decision d ON d.id = counted.of_id
WHERE d.maker_id = %(maker)s"""


def makers_seen(person: Person, at: datetime) -> QuerySet[Person]:
    """Who made a police decision of these months that this person may see; once each."""
    first = start_of_day(months_up_to(at, YEAR)[0])
    made = (
        Decision.objects.visible_to(person)
        .filter(maker=OuterRef("pk"), agency=DecisionAgency.POLICE, decided_at__gte=first)
        .filter(decided_at__lte=at, case__restricted=False)
        .order_by()
    )
    return Person.objects.filter(Exists(made))


def figures_of(people: Iterable[UUID], at: datetime) -> Mapping[UUID, dict[str, int]]:
    """The figures of these people by their code; one statement, read as the person who asks."""
    found: dict[UUID, dict[str, int]] = defaultdict(lambda: {one.code: 0 for one in COLUMNS})
    values = {**moments(at, months_up_to(at, YEAR)), "makers": list(people)}
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS.format(rows=TAKE_UP.sql), values)
        for maker, key, n in cursor:
            for column in COLUMNS:
                found[maker][column.code] += n if column.wanted(key) else 0
    return found


def of_maker(maker: UUID) -> Measure:
    """TAKE_UP of one person's decisions."""
    values: dict[str, Any] = {"maker": maker}
    return replace(TAKE_UP, sql=_ROWS_OF.format(rows=TAKE_UP.sql), values=lambda at: values)


def behind_figure(maker: UUID, column: Column, at: datetime) -> Behind:
    """What a figure of a person counts: rows that read_rows gives."""
    keys = tuple(key for key in every_key() if column.wanted(key))
    return Behind(of_maker(maker), keys, tuple(months_up_to(at, YEAR)), Place())


def every_key() -> list[str]:
    """Each key that TAKE_UP can have."""
    return [
        f"{right}:{told}:{asked}"
        for right in (RIGHT, NO_RIGHT)
        for told in (TOLD, UNTOLD)
        for asked in (NONE, *ASKED)
    ]
