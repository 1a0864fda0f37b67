"""Whose duty somebody may set: what they could record leave for, in the roles that run a team."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from rasso_tracker.clocks import london_date
from rasso_tracker.people.models import Person, Team
from rasso_tracker.people.refusals import Invalid, NotAllowed
from rasso_tracker.people.roles import ADMINISTRATOR
from rasso_tracker.people.rules import check_may, whose_leave

FURTHEST = timedelta(days=2 * 366)  # [A] more than that is a slip of the pen
NOT_YOURS = "You cannot set duty. Ask a supervisor or an administrator."


def check_duty_of(by: Person, person: Person) -> None:
    """Raises NotAllowed for somebody who is not of one's own people."""
    check_may(by, "set_duty_day", NOT_YOURS)
    if not (by.is_service or Person.objects.filter(whose_leave(by), pk=person.pk).exists()):
        raise NotAllowed(f"You can set the duty of your own people. Ask {person.name}'s supervisor.")


def check_duty_of_team(by: Person, team: Team) -> None:
    """A team's week is set by a supervisor of its district or of itself, or by the administrator."""
    check_may(by, "set_duty_pattern", NOT_YOURS)
    own = team.pk == by.team_id if by.team_id else team.district_id == by.district_id
    if not (by.is_service or by.role.code == ADMINISTRATOR.code or own):
        raise NotAllowed("You can set the week of your own team. Ask its supervisor or an administrator.")


def check_day(field: str, day: date, at: datetime) -> None:
    """Raises Invalid for a day that has passed or lies years away."""
    today = london_date(at)
    if day < today:
        raise Invalid({field: "Enter today's date or a later one: days that have passed stay as they were."})
    if day - today > FURTHEST:
        raise Invalid({field: "Enter a day within two years. Check the year."})
