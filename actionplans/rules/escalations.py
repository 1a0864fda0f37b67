"""Who may answer an escalation at all, whatever it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rasso_tracker.people.refusals import NotAllowed
from rasso_tracker.people.roles import ROLES

if TYPE_CHECKING:
    from rasso_tracker.people.models import Person

# A step that went to the Detective Inspector is not answered by the officer whom it is about [A].
ANSWERED_BY_ANYBODY = 1
ANSWERS_HIGHER_STEPS = ("supervisor", "gatekeeper", "manager", "cps_legal_manager")


def moves_date(by: Person, step: int | None, review: str) -> bool:
    """Whether somebody may put off a date that has climbed to `step`: above step 1 those alone who do the
    `review` (a deed) that is late. Whom an escalation is about would else end it with another date.
    """
    return by.is_service or (step or 0) <= ANSWERED_BY_ANYBODY or by.role.may(review)


def who_may(deed: str) -> str:
    """The titles of the roles that do a deed, for a sentence that sends somebody to them."""
    return ", ".join(role.title for role in ROLES.values() if role.may(deed))


def check_high_enough(by: Person, deed: str, step: int) -> None:
    """The role does the deed, and a step above 1 is answered by those it climbed to."""
    if by.is_service:
        return
    if not by.role.may(deed):
        able = who_may(deed)
        raise NotAllowed(f"You cannot acknowledge an escalation as {by.role.title}. These can: {able}.")
    if step > ANSWERED_BY_ANYBODY and by.role.code not in ANSWERS_HIGHER_STEPS:
        raise NotAllowed(
            f"This has climbed to step {step}, so it is answered by a supervisor, a gatekeeper, a manager "
            "or a CPS legal manager."
        )
