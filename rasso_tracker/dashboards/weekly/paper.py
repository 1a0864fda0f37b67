"""What a weekly police-CPS meeting is about, district by district: the page. What is printed is in agenda."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django import forms

from rasso_tracker.clocks import london_date, start_of_day
from rasso_tracker.dashboards.performance.audience import NOT_OFFERED, READ
from rasso_tracker.dashboards.performance.cube import Place, last_refresh, read_cube
from rasso_tracker.dashboards.performance.days import SIDES, Figures, summed, within
from rasso_tracker.dashboards.performance.measures import months_up_to
from rasso_tracker.dashboards.performance.sent import ROUND_DAYS
from rasso_tracker.dashboards.weekly import lines
from rasso_tracker.dashboards.weekly.clinics import coming
from rasso_tracker.dashboards.weekly.lines import Asked, ByDistrict, Lines
from rasso_tracker.people import places
from rasso_tracker.people.models import District, Person
from rasso_tracker.people.parts import Scope
from rasso_tracker.web.fields import field_of
from rasso_tracker.web.lists import FilterForm

WEEK = timedelta(days=7)
LOOK_BACK = 14  # days that a meeting may lie behind
SINCE = f"The last meeting was at most {LOOK_BACK} days ago. Choose one of the days that are offered."
NOT_YOURS = (
    "Your role, {}, does not include the paper for the weekly meeting. Supervisors, gatekeepers, managers of "
    "a district and CPS legal managers have it."
)


def may_read(person: Person) -> bool:
    """The paper lists rows, so its reader has a district or a unit, or works for all districts."""
    placed = {Scope.DISTRICT: person.district_id, Scope.CPS_UNIT: person.cps_unit_id}
    return person.role.may(READ) and bool(placed.get(person.role.scope, True))


class MeetingFilter(FilterForm):
    """When the last meeting was, and of which district and unit the paper is."""

    since = forms.ChoiceField(label="The last meeting was on", required=False)
    district = forms.ChoiceField(label="District", required=False)
    unit = forms.ChoiceField(label="CPS unit", required=False)

    def __init__(self, *args: Any, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person: Person = self.person
        self.at = at
        own = person.district if person.role.scope == Scope.DISTRICT else None
        self.districts = {one.code: one for one in places.districts() if own is None or one.pk == own.pk}
        self.units = {one.code: one for one in places.units()}
        days = [london_date(at) - timedelta(days=back) for back in range(LOOK_BACK + 1)]
        self.days = {one.isoformat(): one for one in days}
        self._offer("since", [(code, f"{one:%A} {one.day} {one:%B}") for code, one in self.days.items()])
        every = [] if own else [("", "Every district")]
        self._offer("district", [*every, *((code, one.name) for code, one in self.districts.items())])
        units = [("", "Every CPS unit"), *((code, one.name) for code, one in self.units.items())]
        self._offer("unit", units)
        self.initial["since"] = (london_date(at) - WEEK).isoformat()
        if own:
            self.initial["district"] = own.code
        if person.role.scope == Scope.CPS_UNIT:
            del self.fields["unit"]
        self.data = {**self.initial, **dict(self.data.items())}  # what is not said is drawn as what holds

    def _offer(self, name: str, choices: Any) -> None:
        field_of(self, name, forms.ChoiceField).choices = list(choices)

    def faults(self) -> dict[str, str]:
        """By field, a sentence where the address asks for a place or a day that is not offered."""
        offered = {
            "district": {"", *self.districts},
            "unit": {"", *self._own_units()},
            "since": {"", *self.days},
        }
        sentences = {**NOT_OFFERED, "since": SINCE}
        return {
            name: sentences[name]
            for name, codes in offered.items()
            if (self.data.get(name) or "") not in codes
        }

    def _own_units(self) -> list[str]:
        person: Person = self.person
        own = person.role.scope == Scope.CPS_UNIT
        return [code for code, one in self.units.items() if not own or one.pk == person.cps_unit_id]

    def asked(self) -> Asked:
        """What the paper is of."""
        chosen = self.chosen()
        person: Person = self.person
        own = person.district if person.role.scope == Scope.DISTRICT else None
        district = own or self.districts.get(chosen["district"] or "")
        unit = self.units.get(chosen.get("unit") or "")
        since = self.days.get(chosen["since"] or "", london_date(self.at) - WEEK)
        return Asked(
            person=person,
            since=start_of_day(since),
            at=self.at,
            district=district.pk if district else None,
            unit=unit.pk if unit else person.cps_unit_id if person.role.scope == Scope.CPS_UNIT else None,
        )


@dataclass(frozen=True)
class Sheet:
    """One district's part of the paper."""

    district: District
    steps: list[tuple[str, int]]
    owed: dict[str, int]
    parts: dict[str, Lines]
    clinics: list[Any]
    days: list[tuple[str, Figures]]

    @property
    def is_empty(self) -> bool:
        return not (any(part.rows for part in self.parts.values()) or self.clinics or any(self.owed.values()))


PARTS: dict[str, Callable[[Asked], ByDistrict]] = {
    "lapsed": lines.lapsed_since,
    "before": lines.lapsed_before,
    "escalated": lines.escalated,
    "climbed": lines.climbed,
    "moved": lines.moved,
    "disputed": lines.disputed,
    "rejected": lines.rejected,
    "waiting": lines.waiting,
}


def sheets(asked: Asked, *, most: int = 0) -> list[Sheet]:
    """A sheet for each district that is asked for and has something to say, `most` lines in each part."""
    asked = replace(asked, most=most)
    found = {code: part(asked) for code, part in PARTS.items()}
    days = running(asked)
    steps, owed, clinics = lines.by_step(asked), lines.owed(asked), coming(asked)
    wanted = (one for one in places.districts() if asked.district in (None, one.pk))
    made = [
        Sheet(
            district=one,
            steps=_steps(steps.get(one.pk, {})),
            owed=owed.get(one.pk, {}),
            parts={code: part.get(one.pk, Lines()) for code, part in found.items()},
            clinics=clinics.get(one.pk, []),
            days=days.get(one.pk, []),
        )
        for one in wanted
    ]
    return [one for one in made if asked.district or not one.is_empty]


def running(asked: Asked) -> dict[UUID, list[tuple[str, Figures]]]:
    """Rounds that run and their days so far, by district and by who has them, as of the last count."""
    of = last_refresh()
    if of is None:
        return {}
    place = Place(district=asked.district, unit=asked.unit)
    cube = read_cube(place, months_up_to(of)[-1:], [ROUND_DAYS.code])
    return {
        district: [(label, summed(within(keys, f"open:{side}:"))) for side, label in SIDES]
        for district, keys in cube.by_district[ROUND_DAYS.code].items()
    }


def _steps(found: dict[int | None, int]) -> list[tuple[str, int]]:
    """Highest step first."""
    order: Iterable[int | None] = sorted(found, key=lambda step: -1 if step is None else step, reverse=True)
    return [(f"Step {step}" if step is not None else "No step yet", found[step]) for step in order]


def ids_shown(found: Iterable[Sheet]) -> list[UUID]:
    """Every row that the paper shows, for the log."""
    return [
        row["id"] for one in found for part in one.parts.values() for row in part.rows
    ] + [clinic["id"] for one in found for clinic in one.clinics]  # fmt: skip
