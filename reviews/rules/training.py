"""Whose training in the Right to Review somebody keeps and reads, and what a course must say."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Q

from rasso_tracker.clocks import london_date
from rasso_tracker.people.enums import Agency
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed
from rasso_tracker.people.roles import MANAGER, OFFICER, REVIEWER, SUPERVISOR
from rasso_tracker.people.rules import check_may, whose_leave

# Who decides on cases, authorises decisions, tells victims of the right, or reviews.
NEED_IT = (OFFICER.code, SUPERVISOR.code, REVIEWER.code)
NOT_YOURS = "You cannot keep the register of training. Ask a supervisor or an administrator."
NOT_ONESELF = (
    "You cannot record or void your own course. Ask another supervisor of your people, or an administrator."
)
OLDEST_YEARS = 10  # [A] an older course is a slip of the pen


def need_training() -> Q:
    """Filter of Person: the police who need to know the Right to Review."""
    return Q(agency=Agency.POLICE, kind="person", roles__overlap=list(NEED_IT))


def whose_training(by: Person) -> Q:
    """Filter of Person: those whose training somebody reads in the role in use.

    A manager their district's, a supervisor and the administrator those whose leave they record.
    """
    if by.is_service:
        return need_training()
    if by.role.code == MANAGER.code:
        return need_training() & Q(district=by.district_id, district__isnull=False)
    return need_training() & whose_leave(by)


def check_can_keep(by: Person, person: Person, deed: str) -> None:
    """Raises NotAllowed for somebody who is not of one's own people."""
    check_may(by, deed, NOT_YOURS)
    if not Person.objects.filter(whose_training(by), pk=person.pk).exists():
        raise NotAllowed(f"You can keep the training of your own people. Ask {person.name}'s supervisor.")


def check_not_oneself(by: Person, person: Person) -> None:
    """Somebody else saw the certificate: the register is what the force answers with. Raises NotAllowed."""
    if by.pk == person.pk:
        raise NotAllowed(NOT_ONESELF)


def check_course(course: str, completed_on: date, at: datetime) -> None:
    """Raises Invalid by field."""
    today = london_date(at)
    if not course.strip():
        raise Invalid({"course": "Enter the name of the course."})
    if completed_on > today:
        raise Invalid({"completed_on": "Enter today's date or an earlier one."})
    if today.year - completed_on.year > OLDEST_YEARS:
        raise Invalid({"completed_on": f"Enter a day of the last {OLDEST_YEARS} years. Check the year."})
