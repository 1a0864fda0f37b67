"""Checks on reviews under CPS's scheme: what can have happened, in the order in which it can."""

from __future__ import annotations

from datetime import date, datetime

from cases.models import Victim
from rasso_tracker.clocks import day_words, london_date, moment_words, start_of_day
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed
from reviews.cps_review_enums import (
    OUTCOMES_OF_STAGE,
    CpsReviewOutcome,
    CpsReviewStatus,
    CpsStageKind,
    Reached,
)
from reviews.models import CpsReview, CpsReviewStage, Decision
from reviews.rules.roles_and_moments import check_role
from reviews.rules.standing import check_authorised, check_stood
from reviews.rules.telling import check_concerns

UPHELD_LOCALLY = "CPS has not said yet what local resolution came to. Record that first."


def check_of_cps(decision: Decision) -> None:
    check_authorised(decision)
    if decision.is_police:
        raise NotAllowed(
            "The police made this decision, so the police review it: record the request as a review request."
        )
    check_was_made(decision)


def check_was_made(decision: Decision) -> None:
    """CPS has nothing to review, and nothing to answer, where it says that it never decided. Raises
    NotAllowed.
    """
    if decision.never_made:
        assert decision.superseded_at is not None
        raise NotAllowed(
            f"CPS says that it never made this decision (recorded on {moment_words(decision.superseded_at)}),"
            " so there is nothing to review. See that the victim hears that it does not stand."
        )


def check_can_follow(by: Person, decision: Decision, victim: Victim) -> None:
    """Raises NotAllowed, or Invalid by victim."""
    check_role(by, "record_cps_review")
    check_of_cps(decision)
    check_concerns(decision, victim)
    if CpsReview.objects.filter(decision=decision, victim=victim).exists():
        raise Invalid(
            {
                "victim": f"A request of {victim.label} that CPS review this decision is followed already."
                " Add to that one."
            }
        )


def check_received(
    decision: Decision, victim: Victim, received_on: date, letter_on: date | None, at: datetime
) -> None:
    """Dates in the order in which they can have come. Raises Invalid by field."""
    assert decision.decided_at is not None
    decided_on = london_date(decision.decided_at)
    wrong = {}
    if received_on > london_date(at):
        wrong["received_on"] = "Enter a date that is not in the future."
    elif received_on < decided_on:
        wrong["received_on"] = f"CPS decided on {day_words(decided_on)}: enter that day or a later one."
    if letter_on is not None:
        if letter_on < decided_on:
            wrong["letter_on"] = f"CPS decided on {day_words(decided_on)}: its letter cannot be older."
        elif letter_on > received_on:
            wrong["letter_on"] = (
                "The request came after the letter: enter a date before it, or leave it empty."
            )
    if wrong:
        raise Invalid(wrong)
    check_stood(decision, victim, max(start_of_day(received_on), decision.decided_at))


def check_reached(reached: str) -> None:
    if reached not in Reached.values:
        raise Invalid({"reached": "Choose where the request went."})


def check_can_pass_on(by: Person, review: CpsReview) -> None:
    check_role(by, "pass_on_to_cps")
    check_to_pass_on(review)


def check_to_pass_on(review: CpsReview) -> None:
    check_was_made(review.decision)
    if review.status != CpsReviewStatus.TO_PASS_ON:
        raise NotAllowed("CPS has this request already.")


def check_passed_on(review: CpsReview, passed_on: date, at: datetime) -> None:
    if passed_on > london_date(at):
        raise Invalid({"passed_on": "Enter a date that is not in the future."})
    reached_on = review.again_asked_on or review.received_on
    if passed_on < reached_on:
        raise Invalid(
            {"passed_on": f"It reached us on {day_words(reached_on)}: enter that day or a later one."}
        )


def stage_with_cps(review: CpsReview) -> CpsReviewStage:
    """The stage that CPS has not answered. Raises NotAllowed."""
    check_was_made(review.decision)
    if review.status == CpsReviewStatus.TO_PASS_ON:
        raise NotAllowed("CPS does not have this request yet: record first that it was passed on.")
    found = review.stages.filter(outcome="").first()
    if found is None:
        raise NotAllowed("CPS has answered this stage already, and no other is under way.")
    stage: CpsReviewStage = found
    return stage


def stage_to_tell(review: CpsReview) -> CpsReviewStage:
    """The stage that CPS answered and the victim has not heard of. Raises NotAllowed."""
    check_was_made(review.decision)
    found = review.stages.exclude(outcome="").filter(told_at__isnull=True).first()
    if found is None:
        raise NotAllowed("There is no answer of CPS that the victim has not heard of.")
    stage: CpsReviewStage = found
    return stage


def check_outcome(
    stage: CpsReviewStage, outcome: str, decided_on: date | None, letter_on: date | None, at: datetime
) -> None:
    """An outcome of this stage, on a day on which it can have come (None: a form still misses it). Raises
    Invalid with every fault by field.
    """
    kind, today = CpsStageKind(stage.kind), london_date(at)
    wrong = {}
    if outcome not in [one.value for one in OUTCOMES_OF_STAGE[kind]]:
        of_other = outcome in CpsReviewOutcome.values
        wrong["outcome"] = (
            f"This is {kind.label.lower()}: choose what that came to."
            if of_other
            else "Choose what CPS decided."
        )
    if decided_on is not None and decided_on > today:
        wrong["decided_on"] = "Enter a date that is not in the future."
    elif decided_on is not None and decided_on < stage.began_on:
        wrong["decided_on"] = f"CPS had it on {day_words(stage.began_on)}: enter that day or a later one."
    if letter_on is not None:
        if letter_on > today:
            wrong["letter_on"] = "Enter a date that is not in the future."
        elif decided_on is not None and letter_on < decided_on:
            wrong["letter_on"] = "CPS's letter cannot be older than what it decided."
    if wrong:
        raise Invalid(wrong)


def local_that_stands(review: CpsReview) -> CpsReviewStage:
    """The local resolution that an independent review may follow. Raises NotAllowed with what is missing."""
    check_was_made(review.decision)
    stages = {one.kind: one for one in review.stages.all()}
    local = stages.get(CpsStageKind.LOCAL)
    if local is None or not local.outcome:
        raise NotAllowed(UPHELD_LOCALLY)
    if review.again_asked_on is not None:
        raise NotAllowed("An independent review was asked for already.")
    if local.outcome != CpsReviewOutcome.LOCAL_UPHELD:
        raise NotAllowed("Local resolution overturned the decision, so nothing is left to review.")
    if local.told_at is None:
        raise NotAllowed(
            "Nobody has recorded that the victim heard what local resolution came to. Record that first: only"
            " then can they have asked for more."
        )
    return local


def check_asked_on(local: CpsReviewStage, asked_on: date, at: datetime) -> None:
    assert local.told_at is not None
    told_on = london_date(local.told_at)
    if asked_on > london_date(at):
        raise Invalid({"asked_on": "Enter a date that is not in the future."})
    if asked_on < told_on:
        raise Invalid(
            {
                "asked_on": f"They heard what it came to on {day_words(told_on)}: enter that day or a later"
                " one."
            }
        )
