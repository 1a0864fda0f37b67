from __future__ import annotations

from typing import Any

from rasso_tracker.duty import forms, services
from rasso_tracker.duty.facts import Hours
from rasso_tracker.duty.models import DutyDay, DutyPattern
from rasso_tracker.duty.reading import week_of
from rasso_tracker.people.models import Person
from rasso_tracker.web.surfaces import Surface

ROSTER = "/duty/"


def hours_words(hours: Hours | None) -> str | None:
    return f"{hours.starts:%H:%M}-{hours.ends:%H:%M}" if hours else None


def represent_pattern(row: DutyPattern, person: Person) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "person": row.person.username if row.person else None,
        "team": row.team.name if row.team else None,
        "in_force_from": row.in_force_from.isoformat(),
        "week": [hours_words(hours) for hours in week_of(row).days],
        "bank_holidays_off": row.bank_holidays_off,
        "superseded_at": row.superseded_at.isoformat() if row.superseded_at else None,
    }


def represent_day(row: DutyDay, person: Person) -> dict[str, Any]:
    hours = None if row.starts is None or row.ends is None else Hours(row.starts, row.ends)
    return {
        "id": str(row.pk),
        "person": row.person.username,
        "day": row.day.isoformat(),
        "hours": hours_words(hours),
        "superseded_at": row.superseded_at.isoformat() if row.superseded_at else None,
    }


SURFACES = [
    Surface(
        name="set_duty_pattern",
        title="Set a week of duty",
        service=services.set_duty_pattern,
        form=forms.DutyPatternForm,
        page="duty/weeks/new/",
        api="duty-patterns/",
        button="Set the week",
        said="The week of duty is set. Digests begin with it.",
        done=lambda row: ROSTER,
        back=lambda subject: ROSTER,
        represent=represent_pattern,
    ),
    Surface(
        name="set_duty_day",
        title="Change one day of duty",
        service=services.set_duty_day,
        form=forms.DutyDayForm,
        page="duty/days/new/",
        api="duty-days/",
        button="Set the day",
        said="The day is set.",
        done=lambda row: ROSTER,
        back=lambda subject: ROSTER,
        represent=represent_day,
    ),
]
