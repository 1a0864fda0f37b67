"""Who may change a clock: the administrator, whose role names the deeds (people/roles.py)."""

from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import NotAllowed


def check_can_keep_clocks(person: Person, deed: str) -> None:
    if not (person.is_service or person.role.may(deed)):
        raise NotAllowed(
            "You cannot change clock rules or bank holidays: every deadline of the force hangs on them. "
            "An administrator can."
        )
