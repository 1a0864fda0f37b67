"""Checks on overriding the Right to Review."""

from __future__ import annotations

from rasso_tracker.people.enums import Rank
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed
from reviews.eligibility import Answer
from reviews.enums import WhyNotEligible
from reviews.models import Decision
from reviews.rules.roles_and_moments import check_role
from reviews.rules.standing import check_stands


def check_can_override(by: Person, decision: Decision) -> None:
    """Raises NotAllowed below inspector, and for a decision that is not the police's or does not stand."""
    check_role(by, "override_eligibility")
    check_stands(decision)
    if not decision.is_police:
        raise NotAllowed("CPS made this decision: its own scheme says who may ask it for a review.")
    if by.standing < Rank.INSPECTOR:
        raise NotAllowed("An inspector or above decides this. Ask yours to look at it.")


def check_override(
    by: Person, decision: Decision, answer: Answer, *, may_ask: bool, number: int | None
) -> None:
    """Raises Invalid where nothing would change, NotAllowed where the right is taken away by who decided."""
    if bool(answer) == may_ask:
        raise Invalid({"may_ask": f"That is how it stands already. {answer.sentence}"})
    if may_ask and number is not None:
        raise Invalid({"number": "Leave this empty where the victim may ask."})
    if not may_ask:
        if number not in WhyNotEligible.values:
            raise Invalid({"number": "Choose the reason that the victim is given."})
        if by.pk in (decision.maker_id, decision.approver_id):
            raise NotAllowed("You made or authorised this decision, so another inspector decides this.")
