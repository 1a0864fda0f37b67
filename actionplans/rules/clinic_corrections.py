"""Who corrects what came of a booking at an advice clinic, and what of its advice stands in the way."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from actionplans.enums import CpsSource
from actionplans.rules import check_role
from rasso_tracker.people.enums import Agency
from rasso_tracker.people.refusals import Invalid, NotAllowed

if TYPE_CHECKING:
    from actionplans.models import Advice, ClinicBooking
    from rasso_tracker.people.models import Person


def check_can_correct(by: Person, booking: ClinicBooking) -> None:
    """Whoever may record what came of a booking may correct it, on a closed case too: it is history and is
    counted. Raises NotAllowed while there is nothing to correct.
    """
    check_role(by, "correct_clinic_result")
    if booking.recorded_at is None:
        raise NotAllowed(
            f"There is nothing to correct: this booking is “{booking.get_status_display()}”, and nothing is "
            "recorded of what came of it."
        )


def check_reason(reason: str) -> None:
    if not reason.strip():
        raise Invalid({"reason": "Say what was wrong, and how it is known."})


def check_says_something_else(before: Sequence[object], after: Sequence[object]) -> None:
    """What was recorded, against what is said now, in the same order. Raises Invalid."""
    if before == after:
        same = "This is what is recorded already. Change what was wrong, or leave it as it is."
        raise Invalid({"status": same})


def check_not_given(
    by: Person,
    standing: Sequence[Advice],
    field: str,
    *,
    countersigned: Collection[UUID],
    acted_on: Collection[UUID],
) -> None:
    """Advice is append-only: it may be said not to have been given at the clinic while nothing rests on it,
    and what CPS wrote or confirmed only by CPS. Raises Invalid by `field`, the answer that would say so.
    """
    for one in standing:
        rests = "countersigned" if one.pk in countersigned else "acted on" if one.pk in acted_on else ""
        if rests:
            raise Invalid(
                {
                    field: f"Version {one.version} of the advice of this booking was {rests}, so it stays: "
                    "the case was heard and advice was given. What is wrong with the advice, CPS says in its "
                    "next version."
                }
            )
        of_cps = one.source == CpsSource.CPS or one.confirmed_at is not None
        if of_cps and by.agency != Agency.CPS and not by.is_service:
            did = "wrote" if one.source == CpsSource.CPS else "confirmed"
            raise Invalid(
                {
                    field: f"CPS {did} version {one.version} of the advice of this booking, so only CPS can "
                    "say that it was not given. Ask the lawyer of the clinic to correct this."
                }
            )
