"""Who may give plans to whom, and why one plan of many stays where it is."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING

from actionplans.board_enums import Handed, NotMoved
from actionplans.rules import check_role
from rasso_tracker.clocks import london_date
from rasso_tracker.people.access import role_sees
from rasso_tracker.people.enums import Agency
from rasso_tracker.people.parts import Part
from rasso_tracker.people.refusals import Invalid, NotAllowed
from rasso_tracker.people.roles import ROLES

if TYPE_CHECKING:
    from actionplans.models import ActionPlan
    from rasso_tracker.people.models import Person

MOST_PLANS = 200


def check_can_reassign(
    by: Person, what: Handed, to: Person | None, plans: Collection[uuid.UUID], at: datetime
) -> None:
    """The role gives this away, the person is in post and of the right side. Raises NotAllowed, Invalid."""
    check_role(by, "reassign_plans")
    if by.agency == Agency.CPS and what != Handed.PROSECUTOR:
        raise NotAllowed(
            "CPS names the reviewing prosecutor. Who works a plan for the police, the police say."
        )
    if what == Handed.OFFICER and not by.is_service:
        check_role(by, "assign_officer")
    if not plans:
        raise Invalid({"plans": "Tick at least one action plan."})
    if len(plans) > MOST_PLANS:
        raise Invalid(
            {"plans": f"Give away {MOST_PLANS} action plans at a time at most: {len(plans)} are ticked."}
        )
    if sentence := unfit(what, to, at):
        raise Invalid({"to": sentence})


def unfit(what: Handed, to: Person | None, at: datetime) -> str:
    """Why nobody gives this to them, whatever the plan; "" when they can have it."""
    if to is None:
        return "Choose who is to be officer in charge." if what == Handed.OFFICER else ""
    if not to.serves_on(london_date(at)) or to.is_service:
        return f"{to.name} is not in post."
    if what == Handed.PROSECUTOR:
        return "" if to.cps_unit_id else f"{to.name} is of no CPS unit."
    if to.agency != Agency.POLICE:
        return f"{to.name} does not work for the police."
    if what == Handed.WORKER and not any(ROLES[one].may("record_plan_review") for one in to.roles):
        return f"{to.name} holds no role that reviews action plans."
    return ""


def why_not_moved(
    plan: ActionPlan, what: Handed, to: Person | None, *, version: int | None, named: Collection[uuid.UUID]
) -> NotMoved | None:
    """Why this plan stays with whom it is, or None. `named` are the people named on its case."""
    if version is not None and version != plan.version:
        return NotMoved.CHANGED
    if not plan.is_open:
        return NotMoved.CLOSED
    match what:
        case Handed.WORKER:
            return _worker(plan, to, named)
        case Handed.PROSECUTOR:
            return _prosecutor(plan, to, named)
        case Handed.OFFICER:
            return NotMoved.SAME if to and plan.case.officer_in_charge_id == to.pk else None
        case Handed.ITEMS:
            if not plan.items_open:
                return NotMoved.NOTHING_OWED
            return NotMoved.OTHER_TEAM if to and plan.case.team_id != to.team_id else None


def _worker(plan: ActionPlan, to: Person | None, named: Collection[uuid.UUID]) -> NotMoved | None:
    if plan.worked_by_id == (to.pk if to else None):
        return NotMoved.SAME
    return None if to is None or _sees(plan, to, named) else NotMoved.CANNOT_SEE


def _prosecutor(plan: ActionPlan, to: Person | None, named: Collection[uuid.UUID]) -> NotMoved | None:
    if plan.prosecutor_id == (to.pk if to else None):
        return NotMoved.SAME
    if to is not None and plan.case.cps_unit_id != to.cps_unit_id:
        return NotMoved.OTHER_UNIT
    return None if to is None or _sees(plan, to, named) else NotMoved.CANNOT_SEE


def _sees(plan: ActionPlan, to: Person, named: Collection[uuid.UUID]) -> bool:
    roles = (ROLES[code] for code in to.roles)
    return any(
        role.may("record_plan_review") and role_sees(to, role, plan.case, Part.PLANS, named) for role in roles
    )
