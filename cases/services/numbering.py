"""Case references, made by the system: RS-2026-000123. They say the year of recording and nothing about
anybody.
"""

from __future__ import annotations

from datetime import datetime

from django.db import connection

from rasso_tracker.clocks import in_london
from rasso_tracker.ids import uuid7

_TAKE = """
    INSERT INTO cases_referenceseries (id, year, last) VALUES (%s, %s, %s)
    ON CONFLICT (year) DO UPDATE SET last = cases_referenceseries.last + EXCLUDED.last
    RETURNING last
"""


def reserve_references(year: int, count: int) -> list[str]:
    """The next `count` references of a year. The year's row stays locked until the deed commits, so that
    two cases opened at once get different numbers and a deed that fails leaves no gap.
    """
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [uuid7(), year, count])
        (last,) = cursor.fetchone()
    return [f"RS-{year}-{number:06d}" for number in range(last - count + 1, last + 1)]


def next_reference(at: datetime) -> str:
    return reserve_references(in_london(at).year, 1)[0]
