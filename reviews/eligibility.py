"""Does a decision carry the police Right to Review for a victim? A pure question over facts at a moment.

Source: model.md, "Review eligibility, minimal"; the numbered reasons are those of domain.md 3 (NPCC scheme).
The facts are loaded once (reviews.facts) and handed in, so that the answer can be tested as a truth table.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cases.enums import Outcome
from rasso_tracker.clocks import day_words
from reviews.enums import (
    OUT_OF_COURT_DISPOSALS,
    VICTIM_DOES_NOT_SUPPORT,
    DecisionAgency,
    WhyNotEligible,
)

# Kept from the police scheme unless the victim's support was reinstated (model.md; domain.md, corrections).
WITHOUT_REVIEW_UNLESS_REINSTATED = VICTIM_DOES_NOT_SUPPORT | {Outcome.NO_SUSPECT}

SENTENCES: dict[WhyNotEligible, str] = {
    WhyNotEligible.NO_SUSPECT_INTERVIEWED: (
        "no suspect had been identified and interviewed under caution, after arrest or by voluntary"
        " attendance."
    ),
    WhyNotEligible.PART_CHARGED: "somebody has been charged on another part of what this victim reported.",
    WhyNotEligible.OTHER_OFFENCE_CHARGED: "a different offence has been charged for the same matter.",
    WhyNotEligible.OUT_OF_COURT: "it was dealt with out of court.",
    WhyNotEligible.NOT_SUPPORTED: (
        "the decision followed the victim's own wish not to go on. If they would like to support the"
        " investigation again, record the re-engagement: the right may then come back."
    ),
    WhyNotEligible.CRIME_RECORDING: (
        "it is about recording a crime, or where it is investigated, and not about whether to prosecute."
    ),
    WhyNotEligible.CPS_DECIDED: (
        "CPS made the decision, so CPS's own Victims' Right to Review scheme applies. Tell the victim how"
        " to ask CPS."
    ),
}


@dataclass(frozen=True)
class LineFacts:
    """One allegation of the victim in the decision, as known at the moment."""

    outcome: Outcome
    suspect_identified: bool
    interviewed: bool  # under caution, after arrest or by voluntary attendance
    cancelled: bool = False  # the crime registrar cancelled the crime
    other_offence_charged: bool = False  # for the same matter: same victim, same suspect, same dates


@dataclass(frozen=True)
class Facts:
    """What eligibility is decided on. `any_charged`: somebody is charged on any allegation of this victim."""

    agency: DecisionAgency
    lines: tuple[LineFacts, ...]
    any_charged: bool = False
    support_reinstated: bool = False


@dataclass(frozen=True)
class Eligible:
    sentence: str = "The victim may ask the police to review this decision."

    def __bool__(self) -> bool:
        return True


@dataclass(frozen=True)
class NotEligible:
    """`number` is the reason of domain.md 3, 1 to 7; `sentence` says it in words."""

    number: int
    sentence: str

    def __bool__(self) -> bool:
        return False


Answer = Eligible | NotEligible


def overridden(decided_on: date, number: int | None) -> Answer:
    """The answer where an inspector decided: None for the number where the victim may ask."""
    when = f"An inspector decided on {day_words(decided_on)} that"
    if number is None:
        return Eligible(f"{when} the victim may ask the police to review this decision.")
    why = SENTENCES[WhyNotEligible(number)]
    return NotEligible(number, f"{when} they may not ask for a review of it (reason {number}): {why}")


def not_eligible(number: WhyNotEligible) -> NotEligible:
    said = SENTENCES[number]
    return NotEligible(
        int(number), f"The police Right to Review does not cover this decision (reason {int(number)}): {said}"
    )


def eligibility(facts: Facts) -> Answer:
    """Eligible when any allegation of the victim in the decision is; else the reason of the nearest one.

    Whatever bars the decision as a whole comes first: CPS's own decision, then any charge.
    """
    if facts.agency == DecisionAgency.CPS:
        return not_eligible(WhyNotEligible.CPS_DECIDED)
    if facts.any_charged:
        other = any(line.other_offence_charged for line in facts.lines)
        return not_eligible(WhyNotEligible.OTHER_OFFENCE_CHARGED if other else WhyNotEligible.PART_CHARGED)
    bars = [_bar(line, reinstated=facts.support_reinstated) for line in facts.lines]
    if not bars:
        return not_eligible(WhyNotEligible.CRIME_RECORDING)
    found = [bar for bar in bars if bar is not None]
    return Eligible() if len(found) < len(bars) else not_eligible(found[0])


def _bar(line: LineFacts, *, reinstated: bool) -> WhyNotEligible | None:
    """What keeps this one allegation from review, or None."""
    if line.cancelled or line.outcome == Outcome.TRANSFERRED:
        return WhyNotEligible.CRIME_RECORDING
    if line.outcome in OUT_OF_COURT_DISPOSALS:
        return WhyNotEligible.OUT_OF_COURT
    if line.outcome in WITHOUT_REVIEW_UNLESS_REINSTATED and not reinstated:
        return (
            WhyNotEligible.NO_SUSPECT_INTERVIEWED
            if line.outcome == Outcome.NO_SUSPECT
            else WhyNotEligible.NOT_SUPPORTED
        )
    if not (line.suspect_identified and line.interviewed):
        return WhyNotEligible.NO_SUSPECT_INTERVIEWED
    return None
