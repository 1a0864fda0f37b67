"""Chapters of reviews under CPS's scheme and of expedited reviews, with a row in each state."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from actionplans.models import EnteredCharge
from cases import services as cases
from cases.models import Allegation, Suspect
from reviews.models import CpsReview, ExpeditedReview
from reviews.services import (
    pass_on_to_cps,
    record_cps_nfa,
    record_cps_review,
    record_cps_review_outcome,
    record_cps_review_told,
    record_expedited_answer,
    record_expedited_outcome,
    record_no_evidence_proposed,
)
from tests.chain.moments import at, person
from tests.decisions import by_cps, with_cps

if TYPE_CHECKING:
    from tests.chain.story.record import Story


def another(story: Story, number: int) -> Allegation:
    """One more crime of the same victim by the same suspect."""
    return cases.add_allegation(
        by=person("alice"),
        case=story.case,
        crime_reference=str(int(story.allegation.crime_reference) + 3_000_000 + 10_000 * number),
        offence_type="rape_adult",
        victim=story.victim,
        suspect=Suspect.objects.get(case=story.case),
        at=at(4, 18),
    )


def follow_cps(story: Story) -> None:
    """27 April to 8 May: four requests to CPS: to pass on, with CPS, answered, and the answer heard."""
    followed = [_asked(story, number) for number in range(4)]
    for review in followed[1:]:
        pass_on_to_cps(by=person("alice"), review=review, passed_on=date(2026, 4, 28), at=at(4, 28))
    for review in followed[2:]:
        record_cps_review_outcome(
            by=person("alice"),
            review=review,
            outcome="local_upheld",
            decided_on=date(2026, 5, 7),
            letter_on=date(2026, 5, 7),
            at=at(5, 8),
        )
    story.cps_review = followed[0]
    record_cps_review_told(
        by=person("alice"), review=followed[3], told_at=at(5, 8), method="phone", at=at(5, 8, 14)
    )


def _asked(story: Story, number: int) -> CpsReview:
    decision = story.decision
    if number:
        decision = record_cps_nfa(
            by=person("alice"),
            case=story.case,
            lines=[{"allegation": another(story, number), "outcome": "15", "reason": "cps_evidential"}],
            rationale="As in the document.",
            decided_at=at(4, 19),
            maker_name="L Prosecutor",
            approver_name="M Manager",
            document_name="mg3",
            document_date=date(2026, 4, 19),
            at=at(4, 20),
        )
    assert decision is not None
    return record_cps_review(
        by=person("alice"),
        decision=decision,
        victim=story.victim,
        received_on=date(2026, 4, 27),
        reached="police",
        channel="email",
        asked_by="victim",
        at=at(4, 27),
    )


def expedite(story: Story) -> None:
    """Charged in April; in May CPS means to offer no evidence on four of five charges, one in each state."""
    charges = [story.allegation, *(another(story, number) for number in (1, 2, 3, 4))]
    with_cps(person("alice"), story.case, at(4, 6))
    for one in charges:
        cases.record_milestone(
            by=person("alice"),
            case=story.case,
            kind="charged",
            allegation=one,
            occurred_at=at(4, 20),
            at=at(4, 20),
            **by_cps(at(4, 20)),
        )
    begun = [
        record_no_evidence_proposed(
            by=person("alice"),
            case=story.case,
            allegation=one,
            proposed_on=date(2026, 5, 4),
            hearing_on=date(2026, 7, 6),
            told_on=None if one is charges[3] else date(2026, 5, 5),
            at=at(5, 5),
        )
        for one in charges[:4]
    ]
    for review in begun[1:3]:
        record_expedited_answer(
            by=person("alice"), review=review, answer="asked", answered_on=date(2026, 5, 6), at=at(5, 6)
        )
    record_expedited_outcome(
        by=person("alice"), review=begun[2], outcome="continues", decided_on=date(2026, 5, 20), at=at(5, 20)
    )
    story.expedited = begun[0]
    story.entered = EnteredCharge.objects.filter(case=story.case).first()


# The same stories, looked at with another of their rows.
CPS_STATES = ("CPS reviews it", "CPS has answered", "CPS was heard")
EXPEDITED_STATES = ("expedited review asked for", "expedited review decided", "expedited review not heard of")


def reviews_by_cps(stories: dict[str, Story]) -> dict[str, Story]:
    of_cps, charged = stories["CPS decision by police"], stories["charged"]
    reviews = CpsReview.objects.filter(case=of_cps.case).order_by("pk")[1:]
    expedited = ExpeditedReview.objects.filter(case=charged.case).order_by("pk")[1:]
    return {
        **{name: replace(of_cps, cps_review=row) for name, row in zip(CPS_STATES, reviews, strict=True)},
        **{
            name: replace(charged, expedited=row)
            for name, row in zip(EXPEDITED_STATES, expedited, strict=True)
        },
    }
