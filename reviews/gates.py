"""What an outcome must rest on before anybody may decide it: asked at the proposal, and again at the
authorisation.

Source: domain.md 5 (Home Office outcome types) and 12 (reasons); letter, recommendation 3.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cases.enums import CLOSED_STAGES, OffenceType, Outcome
from cases.models import Allegation
from reviews.carrying_out import NOBODY_LEFT
from reviews.enums import (
    NEEDS_NO_SUSPECT,
    NEEDS_SUSPECT,
    OUTCOMES_OF_REASON,
    VICTIM_DOES_NOT_SUPPORT,
    DecisionAgency,
    NfaReason,
)
from reviews.facts import CaseFacts, has_corroborated_withdrawal, has_withdrawn
from reviews.models import DecisionLine

POLICE_DO_NOT_CHARGE = (
    "The police do not charge these offences and no charge is recorded here: CPS"
    " decides on a charge. Submit the case to CPS."
)

# What the police may still decide of an allegation that a review refers to CPS: the suspect died, or another
# body has it, and then that body sends it.
MAY_PRECEDE_CPS = NOBODY_LEFT | {Outcome.TRANSFERRED}


@dataclass(frozen=True)
class Line:
    """What is put forward for one allegation."""

    allegation: Allegation
    outcome: Outcome
    reason: NfaReason


def faults_of(
    known: CaseFacts, agency: DecisionAgency, lines: Sequence[Line], *, deciding: bool = True
) -> dict[str, str]:
    """Field of a row ("lines-0-outcome") to the sentence that says what is missing. {} when all may be
    decided.

    `deciding` also asks whether the allegations are open for a decision; an authorisation knows that they
    are.
    """
    found: dict[str, str] = {}
    standing = _standing_lines(lines) if deciding else {}
    for index, line in enumerate(lines):
        for field, sentence in (
            ("allegation", _not_open(known, line, lines[:index], standing) if deciding else ""),
            ("reason", _does_not_fit(agency, line)),
            ("outcome", _rests_on_nothing(known, line) or _awaits(known, agency, line)),
        ):
            if sentence:
                found[f"lines-{index}-{field}"] = sentence
    return found


def _standing_lines(lines: Sequence[Line]) -> dict[object, DecisionLine]:
    rows = DecisionLine.objects.filter(
        allegation__in=[line.allegation.pk for line in lines], ended_at__isnull=True
    )
    return {row.allegation_id: row for row in rows.select_related("decision")}


def _not_open(
    known: CaseFacts, line: Line, before: Sequence[Line], standing: dict[object, DecisionLine]
) -> str:
    allegation = line.allegation
    name = allegation.crime_reference
    if allegation.case_id != known.case.pk:
        return "Choose an allegation of this case."
    if any(other.allegation.pk == allegation.pk for other in before):
        return f"{name} is in this decision twice: keep one row for it."
    if allegation.victim_id is None:
        return f"Say first who the victim of {name} is, so that they can be told of the decision."
    if known.charged(allegation):
        return f"Somebody has been charged on {name}: it is for the court, and not for a decision here."
    if allegation.pk in standing:
        status = standing[allegation.pk].decision.get_status_display().lower()
        return f"A decision on {name} is {status} already. One decision at a time stands for an allegation."
    if allegation.stage in CLOSED_STAGES:
        return f"{name} is closed ({allegation.get_stage_display()})."
    return ""


def _does_not_fit(agency: DecisionAgency, line: Line) -> str:
    fitting = OUTCOMES_OF_REASON[agency].get(line.reason)
    if fitting is None:
        whose = "CPS" if agency == DecisionAgency.POLICE else "the police"
        return f"This is a reason of {whose}: choose another."
    if line.outcome not in fitting and line.outcome != Outcome.CHARGED:
        codes = ", ".join(sorted(fitting, key=int))
        return f"This reason goes with outcome {codes}, not with {line.outcome}: change one of the two."
    return ""


def _rests_on_nothing(known: CaseFacts, line: Line) -> str:
    """What must be recorded before this outcome can stand, in a sentence."""
    allegation, outcome = line.allegation, line.outcome
    if outcome == Outcome.CHARGED:
        return POLICE_DO_NOT_CHARGE
    if outcome in NEEDS_SUSPECT and not known.suspect_identified(allegation):
        return (
            f"Outcome {outcome} is for a suspect who was identified, and none is recorded on"
            f" {allegation.crime_reference}. Record that a suspect was identified, or choose 14 or 18."
        )
    if outcome in NEEDS_NO_SUSPECT and known.suspect_identified(allegation):
        return (
            f"Outcome {outcome} is for a crime with no suspect identified, and one is recorded on"
            f" {allegation.crime_reference}. Choose 15 or 16, or another outcome."
        )
    # Only a summary offence has a limit (Magistrates' Courts Act 1980, s.127): none of the named ones is.
    if outcome == Outcome.TIME_LIMIT and allegation.offence_type != OffenceType.OTHER:
        return (
            "Outcome 17 is for an offence that must be prosecuted within a time limit, and"
            f" “{allegation.get_offence_type_display()}” has none. Choose another outcome."
        )
    victim = allegation.victim
    if outcome in VICTIM_DOES_NOT_SUPPORT and victim and not has_corroborated_withdrawal(victim, known.at):
        if has_withdrawn(victim, known.at):
            return (
                f"Outcome {outcome} rests on what {victim.label} wants. Their withdrawal is recorded: let a"
                " supervisor corroborate it first."
            )
        return (
            f"Outcome {outcome} rests on what {victim.label} wants. Record their withdrawal, with their"
            " reasons, and let a supervisor corroborate it first."
        )
    return ""


def _awaits(known: CaseFacts, agency: DecisionAgency, line: Line) -> str:
    """The police do not end what a review refers to CPS before CPS has it, nor what it wants looked into
    before they say what that came to.
    """
    if agency != DecisionAgency.POLICE or line.outcome in MAY_PRECEDE_CPS:
        return ""
    if line.allegation.pk in known.unsaid:
        return (
            f"A review opened {line.allegation.crime_reference} again for further enquiries, and nobody has"
            " said what they found. Record that first, on the page of the review: “Record what the enquiries"
            " found”."
        )
    owed = known.kept_for_cps.get(line.allegation.pk)
    if owed is None:
        return ""
    return (
        f"{line.allegation.crime_reference} is for CPS to decide, and it has not been sent since the review."
        f" “{owed}.” Submit the case to CPS first."
    )
