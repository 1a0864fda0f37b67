from __future__ import annotations

from datetime import timedelta
from typing import Any

from rasso_tracker.clocks import london_date, now
from rasso_tracker.duty import forms, services
from rasso_tracker.duty.facts import Hours
from rasso_tracker.duty.models import DutyDay, DutyPattern, RosterImport
from rasso_tracker.duty.reading import week_of
from rasso_tracker.duty.roster_form import RosterForm
from rasso_tracker.people.models import Person
from rasso_tracker.web.surfaces import Surface
from rasso_tracker.web.uploads import takes_a_file

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


def represent_import(row: RosterImport, person: Person) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "brought_by": row.brought_by.username,
        "brought_at": row.brought_at.isoformat(),
        "first_day": row.first_day.isoformat(),
        "last_day": row.last_day.isoformat(),
        "taken": row.taken,
        "standing": row.standing,
        "left_out": row.left_out,
    }


def about_import(person: Person, subject: None) -> dict[str, Any]:
    """The last rosters that this person brought in, and a day for the example."""
    own = RosterImport.objects.filter(brought_by=person).order_by("-pk")[:5]
    return {"imports": own, "example_day": london_date(now()) + timedelta(days=7)}


IMPORT = "duty/roster/new/"
takes_a_file(f"/{IMPORT}")
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
    Surface(
        name="import_roster",
        title="Bring in a roster",
        service=services.import_roster,
        form=RosterForm,
        page=IMPORT,
        api="roster-imports/",
        said="Roster saved. Below is its first week.",
        template="duty/roster_import.html",
        context=about_import,
        done=lambda row: f"{ROSTER}?week={row.first_day.isoformat()}",
        back=lambda subject: ROSTER,
        represent=represent_import,
        constraints={
            "duty_day_once_a_person": (
                "",
                "Somebody set one of these days at the same moment. Look at the lines again.",
            )
        },
    ),
]
