"""Who may change what about people. Refusals are sentences that the person reads."""

from __future__ import annotations

from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import NotAllowed
from rasso_tracker.people.roles import Scope


def check_may(by: Person, deed: str, sentence: str) -> None:
    """Refuse a deed that the role in use does not hold; service accounts do only what tasks ask of them."""
    if not by.is_service and not by.role.may(deed):
        raise NotAllowed(sentence)


def check_can_set_duty_cover(by: Person, person: Person) -> None:
    """Own cover for anyone with the deed; a supervisor's for the district; gatekeepers and administrators
    any.
    """
    check_may(by, "set_duty_cover", "You cannot set duty cover. Ask a supervisor or an administrator.")
    if by.role.scope == Scope.DISTRICT and person.district_id != by.district_id:
        raise NotAllowed("You can set duty cover for people of your own district only. Ask an administrator.")
