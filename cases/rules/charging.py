"""When a charge may be recorded: who may charge the offence, and what a decision to end it forbids.

Source: domain.md 12 (offences triable on indictment alone, and sexual offences by or upon somebody under 18,
are charged on CPS's decision). An emergency charge needs CPS too: nothing here goes round it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from cases.enums import MAY_BE_INDICTABLE_ONLY, SENT_TO_CPS, MilestoneKind, Stage
from cases.models import Allegation, Milestone
from cases.stages import bears_on, standing
from rasso_tracker.clocks import add_months
from rasso_tracker.people.refusals import Invalid

Kind = MilestoneKind
_WITH_CPS = SENT_TO_CPS | {Kind.TRIAGE_REJECTED}
ENDED_BY = {Stage.POLICE_NFA: "The police", Stage.CPS_NFA: "CPS"}
OF_AGE = 18


def under_age(born: date, day: date) -> bool:
    """Whether somebody born then was under 18 on a day. Pure."""
    return day < add_months(born, OF_AGE * 12)


def check_not_ended(allegation: Allegation) -> None:
    """Raises Invalid for a charge where a decision to end without one stands: not both stand.

    Asked of the database, under the lock of the case.
    """
    stage = Allegation.objects.values_list("stage", flat=True).get(pk=allegation.pk)
    if stage in ENDED_BY:
        raise Invalid(
            {
                "kind": f"{ENDED_BY[Stage(stage)]} decided to end {allegation.crime_reference} without"
                " charge, and that stands. Open the decision again first, then record the charge."
            }
        )


def check_cps_may_decide(
    allegation: Allegation, occurred_at: datetime, milestones: Iterable[Milestone], *, of_a_child: bool
) -> None:
    """Raises Invalid for a charge that only CPS may decide on, of what CPS did not have at that moment.

    `of_a_child`: by or upon somebody under 18. What triage sent back CPS did not have until it came again.
    """
    if allegation.offence_type not in MAY_BE_INDICTABLE_ONLY and not of_a_child:
        return
    bearing = [one for one in milestones if bears_on(one, allegation)]
    last = next((one.kind for one in reversed(standing(bearing, occurred_at)) if one.kind in _WITH_CPS), "")
    if last in SENT_TO_CPS:
        return
    why = (
        "somebody under 18 is concerned"
        if of_a_child
        else f"the offence is “{allegation.get_offence_type_display()}”"
    )
    had = (
        "it was sent back at triage, and not submitted again"
        if last
        else "it was not submitted for a decision"
    )
    raise Invalid(
        {
            "kind": f"Only CPS decides to charge {allegation.crime_reference}, since {why}, and by this"
            f" moment {had}. Submit the case to CPS first, then record the charge that CPS decided on."
        }
    )
