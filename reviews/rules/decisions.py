"""Checks on decisions of no further action, police and CPS."""

from __future__ import annotations

from collections.abc import Sequence

from cases.models import Allegation, Case
from rasso_tracker.clocks import moment_words
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed
from reviews.enums import (
    DECISION_CHANGES,
    DecisionAgency,
    DecisionStatus,
)
from reviews.models import Decision
from reviews.rules.roles_and_moments import WORDS, check_role
from victims.material_enums import REFUSALS
from victims.models import MaterialRequest

BY_ITSELF = (
    "A request for private material was refused. A refusal is no reason by itself to end a case:"
    " say what else decides this."
)


def check_can_decide_on_case(by: Person, deed: str, case: Case) -> None:
    """Raises NotAllowed. CPS decides on what was submitted to it."""
    check_role(by, deed)
    if deed != "propose_nfa" and case.cps_unit_id is None:
        raise NotAllowed(
            f"You cannot {WORDS[deed]}: this case has not been submitted to CPS. Submit it first; else"
            f" the police decide."
        )


def was_refused(case: Case) -> bool:
    """Whether a request for private material was refused on the case, by a victim or by who holds it."""
    return MaterialRequest.objects.filter(case=case, outcome__in=REFUSALS).exists()


def check_not_for_a_refusal(allegations: Sequence[Allegation], beyond: str) -> None:
    """A refusal to share private material never closes a case by itself (both codes). Raises Invalid."""
    victims = {one.victim_id for one in allegations}
    refused = MaterialRequest.objects.filter(victim__in=victims, outcome__in=REFUSALS).exists()
    if refused and not beyond.strip():
        raise Invalid({"beyond_refusal": BY_ITSELF})
    if beyond.strip() and not refused:
        raise Invalid({"beyond_refusal": "No request for private material was refused: leave this empty."})


def check_may_become(decision: Decision, status: DecisionStatus) -> None:
    """The transition table, in words. Raises NotAllowed."""
    if status in DECISION_CHANGES[DecisionStatus(decision.status)]:
        return
    if decision.is_authorised:
        when = f" on {moment_words(decision.decided_at)}" if decision.decided_at else ""
        raise NotAllowed(f"This decision was authorised already, by {decision.approved_by}{when}.")
    raise NotAllowed("This proposal was refused already. A new one can be put forward.")


def check_second_person(by: Person, decision: Decision, doing: str) -> None:
    """Four eyes: the one who put a decision forward never settles it (safety.md 11). Raises NotAllowed."""
    if decision.maker_id == by.pk:
        who = "another supervisor" if decision.is_police else "another legal manager"
        raise NotAllowed(f"You put this decision forward, so you cannot {doing} it as well: {who} has to.")


def check_can_authorise(by: Person, decision: Decision, *, agency: DecisionAgency) -> None:
    deed = "authorise_nfa" if agency == DecisionAgency.POLICE else "authorise_cps_nfa"
    check_role(by, deed)
    if decision.agency != agency:
        other = "CPS" if decision.agency == DecisionAgency.CPS else "the police"
        raise NotAllowed(f"This is a decision of {other}: it is not yours to authorise.")
    check_may_become(decision, DecisionStatus.AUTHORISED)
    check_second_person(by, decision, "authorise")


def check_can_refuse(by: Person, decision: Decision) -> None:
    check_role(by, "refuse_nfa")
    if not by.is_service and by.agency != decision.agency:
        whose = (
            "CPS: a legal manager" if decision.agency == DecisionAgency.CPS else "the police: a supervisor"
        )
        raise NotAllowed(f"This is a proposal of {whose} can refuse it.")
    check_may_become(decision, DecisionStatus.REFUSED)
    check_second_person(by, decision, "refuse")
