from __future__ import annotations

import re
from datetime import time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from rasso_tracker.clocks import london_date, now
from rasso_tracker.duty.facts import Hours
from rasso_tracker.people.cover import in_post
from rasso_tracker.people.models import Person, Team
from rasso_tracker.people.parts import Scope
from rasso_tracker.people.rules import whose_leave
from rasso_tracker.web.forms import DeedForm, GovDateField, PlainText, RowChoice

_HOURS = re.compile(r"(\d{1,2})[:.]?(\d{2})\s*(?:to|-|\u2013)\s*(\d{1,2})[:.]?(\d{2})", re.I)
WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
LIKE = "such as 07:00 to 15:00"


class HoursField(PlainText):
    """`07:00 to 15:00`; empty for a rest day. An end that is not later than the start is of the next day."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=30, **kwargs)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        found = _HOURS.fullmatch(text)
        try:
            if found:
                first, last = (time(int(found[at]), int(found[at + 1])) for at in (1, 3))
                return Hours(first, last)
        except ValueError:
            pass
        raise ValidationError(f"Enter two times {LIKE}, or nothing for a rest day.", code="hours")


class DutyDayForm(DeedForm):
    person_on_duty = RowChoice(queryset=Person.objects.none(), label="Whose day?")
    day = GovDateField(label="Which day?", future=True)
    hours = HoursField(
        label="On duty from and to",
        hint=f"Two times {LIKE}. A night ends on the next day. Empty: a rest day.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["person_on_duty"]
        field.queryset = _people(self.person)

    def cleaned_values(self) -> dict[str, Any]:
        values = super().cleaned_values()
        person = values.pop("person_on_duty")
        return {**values, "person": person}


class DutyPatternForm(DeedForm):
    person_on_duty = RowChoice(queryset=Person.objects.none(), label="Whose week? (a person)", required=False)
    team = RowChoice(
        queryset=Team.objects.none(),
        label="Or a team",
        hint="Everybody of it who has no week of their own.",
        required=False,
    )
    in_force_from = GovDateField(label="From which day on?", future=True)
    monday = HoursField(label="Monday", hint=f"Two times {LIKE}. Empty: a rest day.")
    tuesday = HoursField(label="Tuesday")
    wednesday = HoursField(label="Wednesday")
    thursday = HoursField(label="Thursday")
    friday = HoursField(label="Friday")
    saturday = HoursField(label="Saturday")
    sunday = HoursField(label="Sunday")
    bank_holidays_off = forms.BooleanField(label="Bank holidays are rest days", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        who: Any = self.fields["person_on_duty"]
        who.queryset = _people(self.person)
        team: Any = self.fields["team"]
        team.queryset = teams_of(self.person)

    def cleaned_values(self) -> dict[str, Any]:
        values = super().cleaned_values()
        week, person = [values.pop(day) for day in WEEK], values.pop("person_on_duty")
        return {**values, "person": person, "week": week}

    def refuse(self, fields: dict[str, str]) -> None:
        names = {"person": "person_on_duty", "week": "monday"}
        super().refuse({names.get(name, name): sentence for name, sentence in fields.items()})


def _people(person: Person) -> Any:
    return Person.objects.filter(in_post(london_date(now())), whose_leave(person), kind="person")


def teams_of(person: Person) -> Any:
    """The teams whose week somebody may set, or all for who has no place."""
    if person.team_id:
        return Team.objects.filter(pk=person.team_id)
    if person.role.scope == Scope.DISTRICT:
        return Team.objects.filter(district=person.district_id)
    return Team.objects.all()
