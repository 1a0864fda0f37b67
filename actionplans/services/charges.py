"""Charges that the police record from CPS's documents: CPS confirms each, or says that it does not stand."""

from __future__ import annotations

from datetime import datetime

from actionplans.enums import CpsSource
from actionplans.models import EnteredCharge
from actionplans.services.acts import confirm_act
from cases.enums import MilestoneKind
from cases.models import Milestone
from cases.rules import rests_on
from cases.services import locked, retract_milestones
from rasso_tracker.audit import Action, deed, record
from rasso_tracker.clocks import now
from rasso_tracker.messages.services import raise_notice, settle
from rasso_tracker.people.models import Person

ENTERED = "charge_entered"  # kinds of notice: to CPS
NOT_SO = "charge_not_confirmed"  # to the officer in charge
NOT_DECIDED = "CPS says that what was entered for it of this charge does not stand."


def keep_entered(charge: Milestone, *, by: Person, at: datetime) -> None:
    """Inside the deed that records a charge: where it was entered from CPS's document, CPS is asked."""
    if charge.document_date is None:
        return
    row = EnteredCharge.objects.create(
        case=charge.case,
        charge=charge,
        source=CpsSource.POLICE_FROM_DOCUMENT,
        document_name=charge.document_name,
        document_date=charge.document_date,
        entered_by=by,
        recorded_at=at,
    )
    raise_notice(kind=ENTERED, source=row.pk, subject_id=row.pk, at=at)


def no_more_asked(charge: Milestone, *, by: Person, at: datetime) -> None:
    """Inside the deed that voids a charge: CPS has nothing to confirm any more."""
    for pk in EnteredCharge.objects.filter(charge=charge).values_list("pk", flat=True):
        settle(subject_id=pk, by=by, at=at)


@deed
def confirm_charge(
    *, by: Person, entered: EnteredCharge, stands: bool, at: datetime | None = None
) -> EnteredCharge:
    """CPS says of a charge that police entered from its document: it stands, or it does not.

    One that does not stand is voided with what rests on it by the stages, and the officer in charge hears.
    Where another milestone rests on it (a remand, a trial) they hear that both are to be voided: CPS voids
    nothing of the police. Raises NotAllowed when there is nothing to confirm or the person is not of CPS.
    """
    at = at or now()
    case = locked(by, entered.case_id)
    charge = Milestone.objects.select_related("allegation").get(pk=entered.charge_id)
    confirm_act(act=entered, stands=stands, by=by, at=at)
    settle(subject_id=entered.pk, by=by, at=at, kinds=[ENTERED])
    if not stands and charge.stands:
        others = Milestone.objects.filter(case=case, voided_at__isnull=True).exclude(pk=charge.pk)
        if rests_on(charge, list(others)) is None:
            retract_milestones(
                by=by,
                case=case,
                kind=MilestoneKind.CHARGED,
                occurred_at=charge.occurred_at,
                allegations=[charge.allegation_id],
                reason=NOT_DECIDED,
                at=at,
            )
        raise_notice(kind=NOT_SO, source=entered.pk, subject_id=entered.pk, at=at)
    record(by=by, action=Action.CPS_ACT_CONFIRMED, case=case, subjects=[entered.pk, charge.pk])
    return entered
