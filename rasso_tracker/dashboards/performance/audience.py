"""Whose figures a person may see, how exactly, and what of them the address asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar
from uuid import UUID

from django import forms

from rasso_tracker.dashboards.performance.cube import Place
from rasso_tracker.dashboards.performance.measures import MONTHS
from rasso_tracker.people import places
from rasso_tracker.people.models import Person
from rasso_tracker.people.parts import Scope
from rasso_tracker.web.fields import field_of
from rasso_tracker.web.lists import FilterForm

READ = "read_performance"
FILTERS = ("district", "team", "unit", "period")
OWN_FILTERS = ("quarter", "kind", "terms")  # of single questions
YEAR = 12
NOT_YOURS = (
    "Your role, {}, does not include the performance pages. Supervisors, gatekeepers, managers and CPS legal "
    "managers have them."
)
_NOT_YOURS = "There is no such {}, or its figures are not for you to see. Choose one that is offered."
NOT_OFFERED = {
    "district": _NOT_YOURS.format("district"),
    "team": _NOT_YOURS.format("team"),
    "unit": _NOT_YOURS.format("CPS unit"),
    "period": f"The figures are of the last 12 or {MONTHS} months. Choose one of the two.",
}
PERIODS = [("12", "The last 12 months"), (str(MONTHS), f"The last {MONTHS} months")]


@dataclass(frozen=True)
class View:
    """What is looked at. `exact` is true for who may see the rows behind; else figures are rounded.

    `chosen` is what a question asks beside the place; `with_outcome` leaves out cases without an outcome,
    whose rows this person does not see.
    """

    place: Place
    months: int
    exact: bool
    where: str
    district_code: str = ""
    chosen: Mapping[str, str] = field(default_factory=dict)
    with_outcome: bool = False


def may_read(person: Person, deed: str = READ) -> bool:
    """Whether the role has the pages of this deed, and the person a place for it."""
    needs = {Scope.DISTRICT: person.district_id, Scope.CPS_UNIT: person.cps_unit_id}
    placed = bool(needs.get(person.role.scope, True)) or person.role.code == "manager"
    return person.role.may(deed) and placed


class PerformanceFilter(FilterForm):
    """Only what the person may choose is offered; `faults_of_place` says what was asked for and is not."""

    names: ClassVar[tuple[str, ...]] = FILTERS
    district = forms.ChoiceField(label="District", required=False)
    team = forms.ChoiceField(label="Team", required=False)
    unit = forms.ChoiceField(label="CPS unit", required=False)
    period = forms.ChoiceField(label="Period", required=False, choices=PERIODS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person: Person = self.person
        own = person.district if person.role.scope == Scope.DISTRICT else None
        self.districts = {one.code: one for one in places.districts() if own is None or one.pk == own.pk}
        self.units = {
            one.code: one
            for one in places.units()
            if person.role.scope != Scope.CPS_UNIT or one.pk == person.cps_unit_id
        }
        manager = person.role.code == "manager"
        everywhere = [] if own and not manager else [("", "The whole force")]
        self._offer("district", everywhere, [(code, one.name) for code, one in self.districts.items()])
        self._offer("unit", [("", "Every CPS unit")], [(code, one.name) for code, one in self.units.items()])
        self.teams = self._teams_of(self._district())
        self._offer("team", [("", "Every team")], [(str(pk), name) for pk, name in self.teams.items()])
        self.initial["district"] = own.code if own else ""
        if not self.teams:
            del self.fields["team"]
        if person.role.scope == Scope.CPS_UNIT or (manager and self._district() is None):
            del self.fields["unit"]
        if manager and self._district() is None:
            del self.fields["period"]
        self.data = {**self.initial, **dict(self.data.items())}  # what is not said is drawn as what holds

    def _offer(self, name: str, everything: list[Any], choices: list[Any]) -> None:
        field_of(self, name, forms.ChoiceField).choices = [*everything, *choices]

    def _district(self) -> Any:
        """The district that is asked for; without a word the person's own, where the role has one."""
        own = self.person.district if self.person.role.scope == Scope.DISTRICT else None
        if "district" not in self.data:
            return own
        asked = self.districts.get(self.data["district"])
        return asked if self.person.role.code == "manager" else (asked or own)

    def _teams_of(self, district: Any) -> dict[UUID, str]:
        if district is None:
            return {}
        return {one.pk: one.name for one in places.teams() if one.district_id == district.pk}

    def faults_of_place(self) -> dict[str, str]:
        """By field, a sentence where the address asks for a place or period that this person is not offered.

        A field that does not apply, such as the team of another district of theirs, is passed over.
        """
        teams = {str(one.pk) for one in places.teams() if one.district_id in self._own_ids()}
        offered = {
            "district": {"", *self.districts},
            "team": {"", *teams},
            "unit": {"", *self.units},
            "period": {"", *(code for code, _ in PERIODS)},
        }
        return {
            name: sentence
            for name, sentence in NOT_OFFERED.items()
            if (self.data.get(name) or "") not in offered[name]
        }

    def _own_ids(self) -> set[UUID]:
        return {one.pk for one in self.districts.values()}

    def view(self) -> View:
        """What the address asks for, within what the person may see."""
        person: Person = self.person
        chosen = self.chosen()
        district = self._district()
        unit = (
            person.cps_unit
            if person.role.scope == Scope.CPS_UNIT
            else self.units.get(chosen.get("unit") or "")
        )
        team = next((pk for pk in self.teams if str(pk) == chosen.get("team")), None)
        exact = person.role.code != "manager" or district is not None
        words = [district.name if district else "The whole force"]
        words += [self.teams[team]] if team else []
        words += [unit.name] if unit else []
        place = Place(
            district=district.pk if district else None,
            team=team,
            unit=unit.pk if unit else None,
            known=None if exact else person.district_id,
        )
        months = int(chosen.get("period") or YEAR)
        return View(place, months, exact, ", ".join(words), district.code if district else "")
