"""Who may deploy a specially trained officer and hand contact over, and in what order."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from cases.models import NamedAccess, Victim
from cases.rules import unfit_officer
from rasso_tracker.people.access import role_sees
from rasso_tracker.people.models import Person
from rasso_tracker.people.parts import Part
from rasso_tracker.people.refusals import Invalid, Stale
from rasso_tracker.people.roles import ROLES
from victims.models import StoDeployment
from victims.owning import contact_owner
from victims.rules.sight import check_can, check_moment

ASKED_ALREADY = (
    "A specially trained officer was asked for already. Open the victim's page to see how it stands."
)


def check_can_ask_for_sto(by: Person, victim: Victim) -> None:
    check_can(by, "ask_for_sto", "ask for a specially trained officer", victim)
    open_ones = StoDeployment.objects.standing().filter(victim=victim, ended_at__isnull=True)
    if open_ones.exists():
        raise Stale(ASKED_ALREADY)


def check_can_deploy_sto(by: Person, deployment: StoDeployment) -> None:
    _check(by, "deploy_sto", "deploy a specially trained officer", deployment)
    if deployment.deployed_at is not None:
        raise Stale("An officer was deployed already. End that deployment first, then ask for another.")


def check_can_record_met(by: Person, deployment: StoDeployment) -> None:
    _check(by, "record_sto_met", "record that the officer met the victim", deployment)
    if deployment.deployed_at is None:
        raise Stale("No officer is deployed yet: record who is, then when they met.")
    if deployment.met_at is not None:
        raise Stale("When they met is recorded already.")


def check_can_end_sto(by: Person, deployment: StoDeployment) -> None:
    _check(by, "end_sto", "end a deployment", deployment)


def check_can_void_sto(by: Person, deployment: StoDeployment) -> None:
    check_can(by, "void_sto", "void a deployment", deployment.victim)
    if not deployment.stands:
        raise Stale("Somebody voided this already.")


def _check(by: Person, deed: str, what: str, deployment: StoDeployment) -> None:
    check_can(by, deed, what, deployment.victim)
    if not deployment.is_open:
        raise Stale("This deployment has ended. Ask for another officer from the victim's page.")


def check_not_before(field: str, moment: datetime, before: datetime | None, what: str) -> None:
    """Raises Invalid for a step that would come before the one it follows."""
    if before is not None and moment < before:
        raise Invalid({field: f"Enter a moment after {what}."})


def check_step(deployment: StoDeployment, field: str, moment: datetime, at: datetime, what: str) -> None:
    """Raises Invalid for the future, before the report, or before the step that it follows."""
    check_moment(field, moment, deployment.victim.case.reported_on, at, what)
    check_not_before(field, moment, deployment.asked_at, "the one at which the officer was asked for")
    check_not_before(field, moment, deployment.deployed_at, "the one at which the officer was deployed")
    check_not_before(field, moment, deployment.met_at, "the one at which they met")


def check_officer(officer: Person, at: datetime) -> None:
    if sentence := unfit_officer(officer, at):
        raise Invalid({"officer": sentence})


def check_can_hand_over(by: Person, victim: Victim) -> None:
    check_can(by, "hand_over_contact", "hand over contact with a victim", victim)


def check_new_owner(victim: Victim, to: Person, at: datetime) -> None:
    """Raises Invalid by its field."""
    if sentence := unfit_owner(victim, to, at, contact_owner(victim), named_on(victim)):
        raise Invalid({"to": sentence})


def unfit_owner(victim: Victim, to: Person, at: datetime, owner: Person, named: set[UUID]) -> str:
    """Why contact cannot go to somebody, "" when it can: not an officer in post, does not see how to reach
    the victim, or is its `owner` already. `named` is who has open access to the case by name.
    """
    if sentence := unfit_officer(to, at):
        return sentence
    roles = [ROLES[code] for code in to.roles]
    if not any(role_sees(to, role, victim.case, Part.VICTIM_CONTACT, named) for role in roles):
        return f"{to.name} does not see this case. Deploy or assign them first."
    return f"{to.name} owns contact with {victim.label} already." if owner == to else ""


def named_on(victim: Victim) -> set[UUID]:
    """Who has open access to the victim's case by name."""
    granted = NamedAccess.objects.filter(case=victim.case_id, ended_at__isnull=True)
    return set(granted.values_list("person", flat=True))
