"""Opening again what was decided, and the crime registrar's cancelling of a crime."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from actionplans.enums import CpsDocument
from actionplans.models import ActionPlan
from cases.enums import Outcome, Stage
from cases.models import Allegation
from rasso_tracker.clocks import london_date
from rasso_tracker.people.cps_roles import CPS_LEGAL_MANAGER
from rasso_tracker.people.enums import Agency
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed
from reviews.cps_review_enums import CpsReviewStatus
from reviews.enums import CancelledBecause, RequestStatus
from reviews.models import CpsReview, Decision, DecisionLine, ReviewRequest
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
    unanswered = [CpsReviewStatus.TO_PASS_ON, CpsReviewStatus.WITH_CPS]
    if CpsReview.objects.filter(decision=decision, victim__in=victims, status__in=unanswered).exists():
        raise NotAllowed("CPS reviews this decision for a victim: record what its review came to.")


def check_can_reopen(by: Person, decision: Decision) -> None:
    """Raises NotAllowed for a decision that does not stand, and one under review; to CPS also for one that
    is not theirs.
    """
    check_role(by, "reopen_decision")
    if by.agency == Agency.CPS:
        _check_is_theirs(by, decision)
    check_authorised(decision)
    victims = set(standing_lines(decision).values_list("victim", flat=True))
    if not victims:
        raise NotAllowed(NOT_STANDING)
    _check_no_review(decision, victims)


def _check_is_theirs(by: Person, decision: Decision) -> None:
    """CPS opens a decision of CPS: whoever made it, who has the case in hand, or a legal manager."""
    if decision.is_police:
        raise NotAllowed("This is a decision of the police: a supervisor of the police can open it again.")
    if by.role == CPS_LEGAL_MANAGER or decision.maker_id == by.pk:
        return
    if not ActionPlan.objects.filter(case=decision.case_id, prosecutor=by.pk).exists():
        raise NotAllowed(
            "You neither made this decision nor have an action plan on this case. The lawyer who does can"
            " open it again, or a legal manager of the unit."
        )


def check_said_why(
    by: Person, decision: Decision, reason: str, document_name: str, document_date: date | None, at: datetime
) -> None:
    """What came to light, and of a decision of CPS, where the police enter it, the document in which CPS
    says so. Raises Invalid.
    """
    wrong = {}
    if not reason.strip():
        wrong["reason"] = "Say what came to light: it is kept with the history of the case."
    if decision.is_police or by.agency == Agency.CPS:
        whose = "CPS opens it itself" if by.agency == Agency.CPS else "The police made this decision, not CPS"
        given = {"document_name": document_name, "document_date": document_date}
        wrong |= {name: f"{whose}: leave this empty." for name, value in given.items() if value}
    else:
        assert decision.decided_at is not None, "it was authorised"
        if document_name not in CpsDocument.values:
            wrong["document_name"] = "CPS made this decision: choose the document that says it is open again."
        if document_date is None:
            wrong["document_date"] = "Enter the date of CPS's document."
        elif document_date > london_date(at):
            wrong["document_date"] = "The date of the document cannot be in the future."
        elif document_date < london_date(decision.decided_at):
            wrong["document_date"] = "The document cannot be older than the decision that it opens again."
    if wrong:
        raise Invalid(wrong)


def check_lines_to_reopen(chosen: Collection[DecisionLine], standing: Collection[DecisionLine]) -> None:
    """Those that are opened again stand, and are of this decision. Raises Invalid."""
    if not chosen:
        raise Invalid({"allegations": "Choose at least one allegation to open again."})
    if not {one.pk for one in chosen} <= {one.pk for one in standing}:
        raise Invalid({"allegations": "Choose allegations on which this decision stands."})


def check_can_cancel(by: Person, line: DecisionLine) -> None:
    """Raises NotAllowed for an outcome that does not stand, and for one under review."""
    check_role(by, "cancel_crime")
    if line.ended_at is not None:
        raise NotAllowed(
            f"This outcome does not stand any more: {line.get_ended_because_display()[:1].lower()}"
            f"{line.get_ended_because_display()[1:]}."
        )
    check_can_cancel_line(line)


def check_can_cancel_line(line: DecisionLine) -> None:
    """Raises NotAllowed where a decision on the crime waits for its second person, or is under review."""
    if not line.decision.is_authorised:
        raise NotAllowed(
            "A decision on this crime waits for its second person: that is refused or authorised first."
        )
    _check_no_review(line.decision, {line.victim_id})


def check_found(allegation: Allegation | None) -> None:
    if allegation is None:
        raise Invalid(
            {
                "crime_reference": "No crime of this reference can be cancelled here. Check it with"
                " the officer who asked for it."
            }
        )


def check_may_be_cancelled(allegation: Allegation) -> None:
    """Raises Invalid for a crime that is cancelled already, and for one that somebody is charged with."""
    wrong = ""
    if allegation.stage == Stage.CANCELLED:
        wrong = "This crime was cancelled already."
    elif allegation.outcome == Outcome.CHARGED:
        wrong = "Somebody is charged with this crime. If that was recorded wrongly, void the charge first."
    if wrong:
        raise Invalid({"crime_reference": wrong})


def check_cancelling(because: str, words: str, crime_reference: str = "-") -> None:
    """Raises Invalid by field."""
    wrong = {}
    if not crime_reference.strip():
        wrong["crime_reference"] = "Enter the crime reference."
    if because not in CancelledBecause.values:
        wrong["because"] = "Choose why the crime is cancelled."
    if not words.strip():
        wrong["words"] = "Say what verifies it: whom or what the decision to cancel rests on."
    if wrong:
        raise Invalid(wrong)
