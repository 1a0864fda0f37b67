"""Roles by four eyes: one administrator proposes, another decides (safety.md 11)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from rasso_tracker.audit.actions import Action
from rasso_tracker.audit.doors import deed
from rasso_tracker.audit.record import record
from rasso_tracker.clocks import london_date, now
from rasso_tracker.people.cover import in_post
from rasso_tracker.people.cps_roles import CPS_LAWYER, CPS_LEGAL_MANAGER
from rasso_tracker.people.enums import Agency, ProposalOutcome
from rasso_tracker.people.hooks import presence_changed, sight_changed
from rasso_tracker.people.models import Person, RoleProposal
from rasso_tracker.people.refusals import Invalid, NotAllowed
from rasso_tracker.people.roles import ADMINISTRATOR, ISVA, ROLES
from rasso_tracker.people.rules import check_can_decide_role, check_can_withdraw_role, check_may
from rasso_tracker.people.services.details import change, check_in_post, locked_person

STANDS_FOR = timedelta(days=7)  # [A] then it has run out, and is proposed anew
FEWEST_ADMINISTRATORS = 2  # with one, nobody could ever be the second pair of eyes


@deed
def propose_role(
    *, by: Person, person: Person, role: str, gives: bool, reason: str, at: datetime | None = None
) -> RoleProposal:
    """Propose to give a person a role, or to take it away; it holds once another administrator approves.

    Raises NotAllowed, and Invalid for a role of another agency, one that is held already (or is not), or is
    proposed already.
    """
    at = at or now()
    check_may(by, "propose_role", "Only an administrator proposes who holds a role.")
    if role not in ROLES:
        raise Invalid({"role": "Choose one of the roles that are offered."})
    if not reason.strip():
        raise Invalid({"reason": "Say why, for whoever approves it."})
    person = locked_person(person)
    if gives:
        check_in_post(person, at, "role")
    _check_changes_something(person, role, gives, "role")
    proposal = RoleProposal(
        person=person,
        role=role,
        gives=gives,
        reason=reason,
        proposed_by=by,
        proposed_at=at,
        expires_at=at + STANDS_FOR,
    )
    try:
        with transaction.atomic():
            proposal.save(force_insert=True)
    except IntegrityError as fault:
        if "role_proposal_one_open" not in str(fault):
            raise
        waits = "A change of this role waits for a second administrator already."
        raise Invalid({"role": waits}) from fault
    record(by=by, action=Action.ROLE_PROPOSED, subjects=[proposal.pk, person.pk], reason=role)
    return proposal


@deed
def approve_role(*, by: Person, proposal: RoleProposal, at: datetime | None = None) -> RoleProposal:
    """The second administrator approves: the role is given or taken away now.

    Raises NotAllowed for whoever proposed it, the person themselves, or a proposal that is decided or has run
    out; Invalid where the person's roles have changed so that it would change nothing.
    """
    at = at or now()
    proposal = _in_hand(proposal)
    check_can_decide_role(by, proposal, at, "approve_role")
    person = locked_person(proposal.person)
    _check_changes_something(person, proposal.role, proposal.gives, "")
    if proposal.gives:
        check_in_post(person, at, "")
        roles = [*person.roles, proposal.role]
    else:
        if proposal.role == ADMINISTRATOR.code:
            check_administrators_left(person, at)
        roles = [one for one in person.roles if one != proposal.role]
    change(person, by, at, roles=roles)
    _decide(proposal, ProposalOutcome.APPROVED, by, at)
    action = Action.ROLE_GIVEN if proposal.gives else Action.ROLE_TAKEN_AWAY
    record(by=by, action=action, subjects=[proposal.pk, person.pk], reason=proposal.role)
    if not proposal.gives:
        presence_changed(person=person, by=by, at=at, source=proposal.pk, since=london_date(at), until=None)
        sight_changed(person=person, by=by, at=at)
    return proposal


@deed
def refuse_role(
    *, by: Person, proposal: RoleProposal, refusal: str, at: datetime | None = None
) -> RoleProposal:
    """The second administrator refuses, and says why. Raises NotAllowed as approve_role does, or Invalid."""
    at = at or now()
    proposal = _in_hand(proposal)
    check_can_decide_role(by, proposal, at, "refuse_role")
    if not refusal.strip():
        raise Invalid({"refusal": "Say why, for whoever proposed it."})
    proposal.refusal = refusal
    _decide(proposal, ProposalOutcome.REFUSED, by, at)
    subjects = [proposal.pk, proposal.person_id]
    record(by=by, action=Action.ROLE_REFUSED, subjects=subjects, reason=proposal.role)
    return proposal


@deed
def withdraw_role(*, by: Person, proposal: RoleProposal, at: datetime | None = None) -> RoleProposal:
    """Whoever proposed it takes it back. Raises NotAllowed for anybody else, or once it is decided."""
    at = at or now()
    proposal = _in_hand(proposal)
    check_can_withdraw_role(by, proposal)
    if not proposal.is_open(at):
        raise NotAllowed("This proposal was decided already, or has run out.")
    _decide(proposal, ProposalOutcome.WITHDRAWN, by, at)
    subjects = [proposal.pk, proposal.person_id]
    record(by=by, action=Action.ROLE_WITHDRAWN, subjects=subjects, reason=proposal.role)
    return proposal


def _in_hand(proposal: RoleProposal) -> RoleProposal:
    rows = RoleProposal.objects.select_for_update(no_key=True, of=("self",)).select_related(
        "person", "proposed_by"
    )
    return rows.get(pk=proposal.pk)


def _decide(proposal: RoleProposal, outcome: ProposalOutcome, by: Person, at: datetime) -> None:
    proposal.outcome, proposal.decided_by, proposal.decided_at = outcome, by, at
    proposal.save(update_fields=["outcome", "decided_by", "decided_at", "refusal"])


# A role of one side is not held by somebody of the other: what each may know rests on it (safety.md 4).
AGENCIES_OF = {
    CPS_LAWYER.code: (Agency.CPS,),
    CPS_LEGAL_MANAGER.code: (Agency.CPS,),
    ISVA.code: (Agency.SUPPORT,),
}


def _check_changes_something(person: Person, role: str, gives: bool, field: str) -> None:
    title = ROLES[role].title
    if gives and Agency(person.agency) not in AGENCIES_OF.get(role, (Agency.POLICE,)):
        whose = Agency(person.agency).label
        raise Invalid({field: f"{person.name} is of another agency ({whose}) than the role {title}."})
    if gives and role in person.roles:
        raise Invalid({field: f"{person.name} holds the role {title} already."})
    if not gives and role not in person.roles:
        raise Invalid({field: f"{person.name} does not hold the role {title}."})


def check_administrators_left(person: Person, at: datetime, *, field: str = "") -> None:
    """Raises Invalid when too few administrators would be in post without this one."""
    others = Person.objects.filter(
        in_post(london_date(at)), roles__contains=[ADMINISTRATOR.code], kind="person"
    )
    if others.exclude(pk=person.pk).count() < FEWEST_ADMINISTRATORS:
        few = "Two administrators stay: with one, nobody could approve what another proposes. Add one first."
        raise Invalid({field: few})
