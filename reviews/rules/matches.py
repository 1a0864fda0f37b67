"""Other reports about the same suspect, looked at before a decision of the police becomes final.

Source: issue of Recommendation 6; Operation Soteria's pillar on repeat suspects (domain.md 10).
"""

from __future__ import annotations

from typing import Any

from cases.enums import Outcome
from cases.matching import unseen
from cases.models import Suspect
from rasso_tracker.audit import Action
from rasso_tracker.audit.reading import latest
from rasso_tracker.clocks import now
from rasso_tracker.people.models import Person
from rasso_tracker.people.parts import Part
from rasso_tracker.people.refusals import NotAllowed
from reviews.enums import NEEDS_NO_SUSPECT, NEEDS_SUSPECT, DecisionStatus
from reviews.facts import CaseFacts
from reviews.models import DayStep, Decision, DecisionLine

ASKED_BEFORE = frozenset(
    {
        Outcome.NO_SUSPECT_VICTIM_DOES_NOT_SUPPORT,
        Outcome.EVIDENTIAL_VICTIM_SUPPORTS,
        Outcome.VICTIM_DOES_NOT_SUPPORT,
    }
)


def suspect_is_known(decision: Decision) -> bool:
    """Whether there is a suspect of whom there may be other reports, on any line as it was decided.

    An outcome that wants a suspect, or wants none, was held to that: who is named later changes nothing.
    """
    lines = DecisionLine.objects.filter(decision=decision).exclude(outcome__in=sorted(NEEDS_NO_SUSPECT))
    known = CaseFacts(decision.case, decision.decided_at or now())
    return any(
        line.outcome in NEEDS_SUSPECT or known.suspect_identified(line.allegation)
        for line in lines.select_related("allegation__suspect")
    )


def asks_for_matches(decision: Decision) -> bool:
    """Whether the index of suspects is asked before this decision becomes final: of the police, where a
    suspect is known, and before 14 of any other suspect of the case.
    """
    if not decision.is_police or decision.status != DecisionStatus.PROPOSED:
        return False
    of_these = DecisionLine.objects.filter(decision=decision, outcome__in=sorted(ASKED_BEFORE))
    return of_these.exists() or suspect_is_known(decision)


def matches_left(by: Person, decision: Decision) -> int:
    """How many matches the person has not looked at since the decision was put forward."""
    if not asks_for_matches(decision) or not (by.is_service or by.role.reads(Part.MATCHES)):
        return 0
    return len(unseen(decision.case, by, decision.proposed_at))


def check_looked_at_of_cps(by: Person, decision: Decision) -> None:
    """Of a decision of CPS, which no supervisor authorised: looked at since, before the suspect hears. Raises
    NotAllowed.
    """
    of_these = DecisionLine.objects.filter(decision=decision, outcome__in=sorted(ASKED_BEFORE))
    if decision.is_police or decision.decided_at is None or not of_these.exists():
        return
    if by.role.reads(Part.MATCHES) and unseen(decision.case, by, decision.decided_at):
        raise NotAllowed(
            "Another report may be about the same suspect, and you have not looked since CPS decided. Open"
            " “Other reports about the suspects” on the case before anybody is told."
        )


def look_is_wanted(decision: Decision) -> bool:
    """Whether of a decision of CPS that stands no supervisor looked at other reports since CPS decided.

    Asked alike whether there are any: that there is one is for supervisors alone.
    """
    if decision.is_police or decision.decided_at is None:
        return False
    of_these = DecisionLine.objects.standing().filter(
        decision=decision, outcome__in=sorted(ASKED_BEFORE), allegation__suspect__isnull=False
    )
    look = latest(Action.MATCHES_LOOKED_AT, decision.case_id)
    return of_these.exists() and (look is None or look.at < decision.decided_at)


def check_looked_first(decision: Decision) -> None:
    """Before a victim is told of a decision of CPS, as before one of the police is final.

    Raises NotAllowed.
    """
    if look_is_wanted(decision):
        raise NotAllowed(
            "No supervisor has looked at other reports about the suspect since CPS decided. Ask one to look"
            " first: another report may be a reason to ask CPS again."
        )


def hangs_on_suspect(*, suspect: Suspect, **_: Any) -> list[str]:
    """What the hook of that name asks: a decision about them that waits, or a day on which they hear."""
    waits = DecisionLine.objects.filter(
        allegation__suspect=suspect, decision__status=DecisionStatus.PROPOSED, ended_at__isnull=True
    )
    found = [
        f"a decision on crime {one} waits for a second person"
        for one in waits.values_list("allegation__crime_reference", flat=True)
    ]
    if DayStep.objects.filter(suspect=suspect).exists():
        found.append("the day of a decision names them")
    return found


def check_matches_looked_at(by: Person, decision: Decision) -> None:
    """The second person looked at each match that was not found to be somebody else. Raises NotAllowed."""
    left = matches_left(by, decision)
    if left:
        what = "Another report" if left == 1 else f"{left} other reports"
        raise NotAllowed(
            f"{what} may be about the same suspect, and you have not looked since this was put forward. Open"
            " “Other reports about the suspects” on the case first, and ring the officer who is named there."
        )
