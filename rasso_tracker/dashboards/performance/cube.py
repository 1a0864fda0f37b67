"""The monthly facts that a page adds up: by month and by place, in one statement."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from rasso_tracker.dashboards.performance.disclosure import Number
from rasso_tracker.messages.models import SweepRun

RUN = "figures"
_FACTS = """
SELECT measure, key, month, district_id, team_id, cps_unit_id,
    GROUPING(month) = 0, GROUPING(district_id) = 0, GROUPING(team_id) = 0,
    sum(count), coalesce(sum(count) FILTER (WHERE district_id = %(known)s), 0)
FROM dashboards_monthlyfact
WHERE measure = ANY(%(measures)s) AND month = ANY(%(months)s) AND count > 0
  AND (%(district)s::uuid IS NULL OR district_id = %(district)s)
  AND (%(team)s::uuid IS NULL OR team_id = %(team)s)
  AND (%(unit)s::uuid IS NULL OR cps_unit_id = %(unit)s)
GROUP BY GROUPING SETS (
    (measure, key, month), (measure, key, district_id), (measure, key, team_id),
    (measure, key, cps_unit_id){crossed})
"""
_CROSSED = ", (measure, key, month, district_id), (measure, key, month, team_id)"
Keys = dict[str, Number]
Wanted = Callable[[str], bool]


@dataclass(frozen=True)
class Place:
    """Where is counted; None is everywhere. `known` is a district whose figures the reader has exactly."""

    district: UUID | None = None
    team: UUID | None = None
    unit: UUID | None = None
    known: UUID | None = None


def _tree() -> defaultdict[str, defaultdict[Any, Keys]]:
    return defaultdict(lambda: defaultdict(dict))


@dataclass
class Cube:
    """By measure, then by month or place, the count of each key; by both where that was asked for."""

    months: Sequence[date]
    by_month: defaultdict[str, defaultdict[Any, Keys]] = field(default_factory=_tree)
    by_district: defaultdict[str, defaultdict[Any, Keys]] = field(default_factory=_tree)
    by_team: defaultdict[str, defaultdict[Any, Keys]] = field(default_factory=_tree)
    by_unit: defaultdict[str, defaultdict[Any, Keys]] = field(default_factory=_tree)
    by_place_and_month: defaultdict[str, defaultdict[Any, Keys]] = field(default_factory=_tree)

    def total(self, measure: str) -> Keys:
        """Every month together."""
        found: dict[str, Number] = {}
        for keys in self.by_month[measure].values():
            for key, number in keys.items():
                found[key] = add([found.get(key, Number()), number])
        return found

    def only(self, wanted: Wanted) -> Cube:
        """The same of the keys that are wanted alone."""
        found = Cube(self.months)
        for name in ("by_month", "by_district", "by_team", "by_unit", "by_place_and_month"):
            for measure, tree in getattr(self, name).items():
                for where, keys in tree.items():
                    kept = {key: number for key, number in keys.items() if wanted(key)}
                    getattr(found, name)[measure][where] = kept
        return found

    @property
    def is_empty(self) -> bool:
        return not any(self.by_month.values())


def add(numbers: Iterable[Number]) -> Number:
    found = list(numbers)
    return Number(sum(one.n for one in found), sum(one.known for one in found))


def count(keys: Keys, wanted: Wanted) -> Number:
    """How many of the keys that are wanted."""
    return add(number for key, number in keys.items() if wanted(key))


def quantile(keys: Keys, share: float) -> int | None:
    """Of counts by number of days (or slips): the least number that `share` of them do not pass."""
    whole = sum(number.n for number in keys.values())
    if not whole:
        return None
    so_far = 0
    for days in sorted(keys, key=int):
        so_far += keys[days].n
        if so_far >= share * whole:
            return int(days)
    raise AssertionError("a share of at most 1 is reached")


def read_cube(
    place: Place, months: Sequence[date], measures: Sequence[str], *, crossed: bool = False
) -> Cube:
    cube = Cube(months)
    values: dict[str, Any] = {
        "measures": list(measures), "months": list(months), "district": place.district, "team": place.team,
        "unit": place.unit, "known": place.known,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_FACTS.format(crossed=_CROSSED if crossed else ""), values)
        for measure, key, month, district, team, unit, is_month, is_district, is_team, n, known in cursor:
            number = Number(int(n), int(known))
            if is_month and (is_district or is_team):
                cube.by_place_and_month[measure][district or team, month][key] = number
            elif is_month:
                cube.by_month[measure][month][key] = number
            elif is_district:
                cube.by_district[measure][district][key] = number
            elif is_team:
                cube.by_team[measure][team][key] = number
            else:
                cube.by_unit[measure][unit][key] = number
    return cube


def last_refresh() -> datetime | None:
    """The moment that the figures are of; None while they were never counted."""
    runs = SweepRun.objects.filter(kind=RUN, finished_at__isnull=False)
    return runs.order_by("-started_at").values_list("at", flat=True).first()


def last_counted() -> datetime | None:
    """When the last count finished, of whatever moment its figures are; None while there was none."""
    runs = SweepRun.objects.filter(kind=RUN, finished_at__isnull=False)
    return runs.order_by("-started_at").values_list("finished_at", flat=True).first()
