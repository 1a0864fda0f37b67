"""A specially trained officer: asked for, deployed, met, ended. And who owns contact with the victim."""

from __future__ import annotations

from datetime import datetime

from cases.models import Victim
from cases.services import join_as_sto, leave_as_sto, locked
from rasso_tracker.audit import Action, deed, record
from rasso_tracker.clocks import now
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid
from victims.models import ContactOwner, StoDeployment
from victims.owning import contact_owner
from victims.rules import deployment as rules
from victims.rules.alive import FOR_FAMILY, check_was_alive
from victims.rules.sight import check_moment
from victims.services.held import held
from victims.services.owning import give_contact
from victims.services.reach_due import restate_sto
from victims.services.restaging import restage

NOT_DEPLOYED = "End it instead. " + FOR_FAMILY
CHANGED = "The deployment of a specially trained officer was recorded."


@deed
def ask_for_sto(
    *, by: Person, victim: Victim, asked_at: datetime, at: datetime | None = None
) -> StoDeployment:
    """Record that a specially trained officer was asked for. Raises NotAllowed, Stale and Invalid."""
    at = at or now()
    case = held(by, victim, rules.check_can_ask_for_sto)
    check_moment("asked_at", asked_at, case.reported_on, at, "The request")
    check_was_alive(victim, asked_at, field="asked_at", instead=FOR_FAMILY)
    row = StoDeployment(case=case, victim=victim, asked_at=asked_at, recorded_at=at, recorded_by=by)
    row.save(force_insert=True)
    _record(by, Action.STO_RECORDED, row)
    return row


@deed
def deploy_sto(
    *,
    by: Person,
    deployment: StoDeployment,
    officer: Person,
    deployed_at: datetime,
    at: datetime | None = None,
) -> StoDeployment:
    """Record who was deployed and when; they see the case from now on. Raises NotAllowed, Stale, Invalid."""
    at = at or now()
    row = _held(by, deployment)
    rules.check_can_deploy_sto(by, row)
    rules.check_officer(officer, at)
    rules.check_step(row, "deployed_at", deployed_at, at, "The deployment")
    check_was_alive(row.victim, deployed_at, field="deployed_at", instead=NOT_DEPLOYED)
    row.officer, row.deployed_at, row.deployed_by = officer, deployed_at, by
    row.save(update_fields=["officer", "deployed_at", "deployed_by"])
    join_as_sto(case=row.case, person=officer, by=by, at=at)
    _record(by, Action.STO_RECORDED, row)
    restage(case=row.case, by=by, at=at, why=CHANGED)
    restate_sto(case=row.case, at=at)
    return row


@deed
def record_sto_met(
    *,
    by: Person,
    deployment: StoDeployment,
    met_at: datetime,
    takes_contact: bool | None = None,
    at: datetime | None = None,
) -> StoDeployment:
    """Record when the officer first met the victim. With `takes_contact` contact is handed to them too, as
    hand_over_contact does. Raises NotAllowed, Stale and Invalid.
    """
    at = at or now()
    row = _held(by, deployment)
    rules.check_can_record_met(by, row)
    rules.check_step(row, "met_at", met_at, at, "The meeting")
    check_was_alive(row.victim, met_at, field="met_at", instead=NOT_DEPLOYED)
    row.met_at, row.met_recorded_by = met_at, by
    row.save(update_fields=["met_at", "met_recorded_by"])
    _record(by, Action.STO_RECORDED, row)
    if takes_contact and row.officer is not None and contact_owner(row.victim) != row.officer:
        _hand_over(by, row.victim, row.officer, at)
    return row


@deed
def end_sto(
    *, by: Person, deployment: StoDeployment, ended_at: datetime, at: datetime | None = None
) -> StoDeployment:
    """Their part came to its end. Contact that they own goes to the officer in charge.

    Raises NotAllowed, Stale and Invalid.
    """
    at = at or now()
    row = _held(by, deployment)
    rules.check_can_end_sto(by, row)
    rules.check_step(row, "ended_at", ended_at, at, "The end")
    row.ended_at, row.ended_by = ended_at, by
    row.save(update_fields=["ended_at", "ended_by"])
    _record(by, Action.STO_RECORDED, row)
    _relieve(by, row, at)
    return row


@deed
def void_sto(
    *, by: Person, deployment: StoDeployment, reason: str, at: datetime | None = None
) -> StoDeployment:
    """Take back a deployment that was recorded wrongly; the row stays. Raises NotAllowed, Stale, Invalid."""
    at = at or now()
    row = _held(by, deployment)
    rules.check_can_void_sto(by, row)
    if not reason.strip():
        raise Invalid({"reason": "Say what was wrong with this record."})
    row.voided_at, row.voided_by, row.void_reason = at, by, reason
    row.save(update_fields=["voided_at", "voided_by", "void_reason"])
    _record(by, Action.STO_VOIDED, row)
    _relieve(by, row, at)
    return row


@deed
def hand_over_contact(*, by: Person, victim: Victim, to: Person, at: datetime | None = None) -> ContactOwner:
    """Contact with a victim is somebody else's from now on: what is owed to the victim goes along, and the
    new owner hears of it at once. Raises NotAllowed and Invalid.
    """
    at = at or now()
    held(by, victim, rules.check_can_hand_over)
    return _hand_over(by, victim, to, at)


def _hand_over(by: Person, victim: Victim, to: Person, at: datetime) -> ContactOwner:
    rules.check_new_owner(victim, to, at)
    row = give_contact(victim, to, by=by, at=at)
    record(
        by=by,
        action=Action.CONTACT_HANDED_OVER,
        case=victim.case_id,
        subjects=[victim.pk, row.pk, to.pk],
    )
    return row


def _relieve(by: Person, row: StoDeployment, at: datetime) -> None:
    """The officer's access ends with their last deployment on the case, and contact goes back to its post."""
    if row.officer is not None:
        others = StoDeployment.objects.standing().filter(
            case=row.case_id, officer=row.officer, ended_at__isnull=True
        )
        if not others.exists():
            leave_as_sto(case=row.case, person=row.officer, by=by, at=at)
        if contact_owner(row.victim) == row.officer != row.case.officer_in_charge:
            given = give_contact(row.victim, row.case.officer_in_charge, by=by, at=at)
            subjects = [row.victim_id, given.pk, given.owner_id]
            record(by=by, action=Action.CONTACT_HANDED_OVER, case=row.case_id, subjects=subjects)
    restage(case=row.case, by=by, at=at, why=CHANGED)
    restate_sto(case=row.case, at=at)


def _held(by: Person, deployment: StoDeployment) -> StoDeployment:
    """The row under the lock of its case, as it stands now."""
    locked(by, deployment.case_id)
    rows = StoDeployment.objects.select_related("victim__case__officer_in_charge", "case", "officer")
    row: StoDeployment = rows.get(pk=deployment.pk)
    return row


def _record(by: Person, action: Action, row: StoDeployment) -> None:
    people = [row.officer_id] if row.officer_id else []
    record(by=by, action=action, case=row.case_id, subjects=[row.victim_id, row.pk, *people])
