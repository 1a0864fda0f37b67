"""Which checks a decision of the police needs, and what is missing of those that were given.

Source: domain.md 5 (outcomes 15 and 16) and 12; letter, recommendations 3 and 6.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from actionplans.enums import OPEN_PLANS
from actionplans.models import ActionPlan
from cases.enums import MAY_BE_INDICTABLE_ONLY, Outcome
from cases.models import Case
from reviews.check_enums import ANSWERS, DecisionCheckAnswer, DecisionCheckKind
from reviews.enums import NEED_CPS_AUTHORITY
from reviews.facts import CaseFacts
from reviews.gates import Line

Kind, Answer = DecisionCheckKind, DecisionCheckAnswer

MISSING = {
    Kind.EVIDENCE_LED: "Outcome 16: say why the case cannot go on without the victim.",
    Kind.EVIDENTIAL_REVIEW: "Outcome 15: say who reviewed the evidence, and what was found.",
    Kind.SAFETY_PLAN: "Say whether a plan for the victim's safety is in place, or why none is needed.",
    Kind.OPEN_PLAN: "An action plan is still open on this case: complete it first, or say here why the"
    " decision does not wait for it.",
    Kind.CPS_AUTHORITY: "An offence that only the Crown Court tries is not cautioned or resolved in the"
    " community by the police alone: say who at CPS authorised it, when, and what makes it exceptional. Else"
    " choose another outcome.",
}
IN_WORDS = "Say in a few words what was found or agreed."


@dataclass(frozen=True)
class Given:
    """A check as somebody gave it. `answer` is "" where nobody did."""

    kind: DecisionCheckKind
    answer: str
    words: str


def given(
    *,
    evidence_led: str = "",
    evidential_review: str = "",
    safety_plan: str = "",
    safety_plan_words: str = "",
    open_plan: str = "",
    cps_authority: str = "",
) -> list[Given]:
    """The answers of a form or of the API as checks, those left empty among them."""
    return [
        *(
            Given(kind, Answer.CONSIDERED if words.strip() else "", words.strip())
            for kind, words in (
                (Kind.EVIDENCE_LED, evidence_led),
                (Kind.EVIDENTIAL_REVIEW, evidential_review),
                (Kind.OPEN_PLAN, open_plan),
                (Kind.CPS_AUTHORITY, cps_authority),
            )
        ),
        Given(Kind.SAFETY_PLAN, safety_plan, safety_plan_words.strip()),
    ]


def plan_is_open(case: Case) -> bool:
    """Whether CPS waits for an answer to an action plan on the case."""
    return ActionPlan.objects.filter(case=case, status__in=OPEN_PLANS).exists()


def needed(known: CaseFacts, lines: Iterable[Line]) -> list[DecisionCheckKind]:
    """The checks that these lines cannot do without."""
    lines = list(lines)
    outcomes = {line.outcome for line in lines}
    wanted = {
        Kind.EVIDENCE_LED: Outcome.VICTIM_DOES_NOT_SUPPORT in outcomes,
        Kind.EVIDENTIAL_REVIEW: Outcome.EVIDENTIAL_VICTIM_SUPPORTS in outcomes,
        Kind.SAFETY_PLAN: True,
        Kind.OPEN_PLAN: plan_is_open(known.case),
        Kind.CPS_AUTHORITY: any(
            line.outcome in NEED_CPS_AUTHORITY and line.allegation.offence_type in MAY_BE_INDICTABLE_ONLY
            for line in lines
        ),
    }
    return [kind for kind, is_needed in wanted.items() if is_needed]


def faults_of_checks(wanted: Collection[DecisionCheckKind], checks: Sequence[Given]) -> dict[str, str]:
    """Field to the sentence of what is missing. {} when every check that is needed was made, and said."""
    found: dict[str, str] = {}
    for one in checks:
        if not one.answer:
            if one.words:
                found[one.kind] = "Choose the answer that goes with your words."
            elif one.kind in wanted:
                found[one.kind] = MISSING[one.kind]
        elif one.answer not in ANSWERS[one.kind]:
            found[one.kind] = "Choose one of the answers offered."
        elif not one.words:
            found[f"{one.kind}_words"] = IN_WORDS
    return found
