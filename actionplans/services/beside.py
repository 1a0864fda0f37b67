"""The action plans that are open when somebody is charged: which they are, and what becomes of each."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from actionplans.enums import OPEN_PLANS, PlanStatus
from actionplans.models import ActionPlan, PlanBesideCharge
from actionplans.seals import Label, Sealer
from actionplans.services.plans import close_plan
from actionplans.services.standing import lock_plan
from cases.enums import PlanBecomes
from cases.models import Case, Milestone
from cases.rules import OpenPlan, SaidOfPlan
from rasso_tracker.audit import Action, record
from rasso_tracker.clocks import day_words
from rasso_tracker.ids import uuid7
from rasso_tracker.people.access import system
from rasso_tracker.people.models import Person


def open_beside(*, case: Case, **_: Any) -> list[OpenPlan]:
    """Answers cases.hooks.open_beside_charge: the open plans of the case, but those of which a charge that
    stands said already that they stay open.
    """
    said = PlanBesideCharge.objects.filter(case=case, charge__voided_at__isnull=True)
    rows = ActionPlan.objects.filter(case=case, status__in=OPEN_PLANS).exclude(pk__in=said.values("plan"))
    return [
        OpenPlan(one.pk, f"{one} of {day_words(one.issued_on)}: {_owed(one)}", one.issued_at)
        for one in rows.order_by("number")
    ]


def _owed(plan: ActionPlan) -> str:
    if not plan.items_open:
        return "all returned, with CPS"
    return "1 item with the police" if plan.items_open == 1 else f"{plan.items_open} items with the police"


def charged_beside(
    *, case: Case, charge: Milestone, said: Iterable[SaidOfPlan], by: Person, at: datetime
) -> None:
    """What cases.hooks.charged_beside calls, inside the deed of the charge: keep what becomes of each plan,
    and end those that CPS asks for no more.
    """
    sealer, ended = Sealer(case.pk), []
    with system("a charge ends what CPS asks for no more, whoever may see the plan"):
        for one in said:
            plan = lock_plan(ActionPlan(pk=one.plan))
            pk = uuid7()
            PlanBesideCharge.objects.create(
                id=pk,
                case=case,
                plan=plan,
                charge=charge,
                becomes=one.becomes,
                reason_sealed=sealer.seal(Label.BESIDE_CHARGE, pk, one.reason) if one.reason else None,
                said_at=at,
                said_by=by,
            )
            if one.becomes == PlanBecomes.WITHDRAWN:
                close_plan(plan, PlanStatus.WITHDRAWN, by=by, at=at)
                ended.append(plan.pk)
    if ended:
        record(by=by, action=Action.PLANS_WITHDRAWN, case=case, subjects=ended)
