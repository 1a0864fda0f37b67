"""Opening again what the police decided, and the crime registrar's cancelling of a crime."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed
from reviews.enums import CancelledBecause, RequestStatus
from reviews.models import Decision, DecisionLine, ReviewRequest
from reviews.rules.roles_and_moments import check_role
from reviews.rules.standing import check_authorised, standing_lines

NOT_STANDING = "Nothing of this decision stands any more: it was overturned, opened again or cancelled."


def _check_no_review(decision: Decision, victims: Collection[UUID]) -> None:
    """A review that runs is answered first. Raises NotAllowed."""
    waiting = ReviewRequest.objects.filter(decision=decision, victim__in=victims).exclude(
        status__in=[RequestStatus.DECIDED, RequestStatus.TOLD]
    )
    if waiting.exists():
        raise NotAllowed(
            "A victim asked for a review of this decision, and it has not been decided: its reviewer answers"
            " it first."
        )


def check_can_reopen(by: Person, decision: Decision) -> None:
    """Raises NotAllowed for a decision of CPS, one that does not stand, and one under review."""
    check_role(by, "reopen_decision")
    check_authorised(decision)
    if not decision.is_police:
        raise NotAllowed("CPS made this decision: ask CPS to look at it again, or submit the case anew.")
    victims = set(standing_lines(decision).values_list("victim", flat=True))
    if not victims:
        raise NotAllowed(NOT_STANDING)
    _check_no_review(decision, victims)


def check_lines_to_reopen(chosen: Collection[DecisionLine], standing: Collection[DecisionLine]) -> None:
    """Those that are opened again stand, and are of this decision. Raises Invalid."""
    if not chosen:
        raise Invalid({"allegations": "Choose at least one allegation to open again."})
    if not {one.pk for one in chosen} <= {one.pk for one in standing}:
        raise Invalid({"allegations": "Choose allegations on which this decision stands."})


def check_can_cancel(by: Person, line: DecisionLine) -> None:
    """Raises NotAllowed for an outcome that does not stand, and for one under review."""
    check_role(by, "cancel_crime")
    check_authorised(line.decision)
    if line.ended_at is not None:
        raise NotAllowed(
            f"This outcome does not stand any more: {line.get_ended_because_display()[:1].lower()}"
            f"{line.get_ended_because_display()[1:]}."
        )
    _check_no_review(line.decision, {line.victim_id})


def check_cancelling(because: str, words: str) -> None:
    """Raises Invalid by field."""
    wrong = {}
    if because not in CancelledBecause.values:
        wrong["because"] = "Choose why the crime is cancelled."
    if not words.strip():
        wrong["words"] = "Say what verifies it: whom or what the decision to cancel rests on."
    if wrong:
        raise Invalid(wrong)
