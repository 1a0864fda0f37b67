"""What police entered that CPS asks for no more, or again, for CPS to confirm or supersede."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.urls import reverse

from actionplans.home.shared import some
from actionplans.models import EarlyAdviceEnding, ItemWithdrawal, PlanEnding, PlanReopening
from actionplans.models.acts import TO_CONFIRM
from cases.home import MOST, Some
from rasso_tracker.people.models import Person
from rasso_tracker.people.parts import Scope


def ends_to_confirm(person: Person) -> Some:
    """Items and plans that CPS withdrew, records that it closed and plans that it opened again, as police
    entered it: the oldest first. A statement a kind.
    """
    rows = [
        *_waiting(person, ItemWithdrawal, "item__plan__submission", lambda one: f"{one.item}: withdrawn"),
        *_waiting(person, PlanEnding, "plan__submission", lambda one: f"{one.plan}: {one}"),
        *_waiting(person, PlanReopening, "ending__plan__submission", _opened_again),
        *_waiting(person, EarlyAdviceEnding, "submission", lambda one: f"{one.submission}: {one}"),
    ]
    return some(sorted(rows, key=lambda row: (row["when"], row["href"])))


def _opened_again(one: PlanReopening) -> str:
    return f"{one.ending.plan}: opened again"


CONFIRM = {
    ItemWithdrawal: "confirm_item_withdrawal",
    PlanEnding: "confirm_plan_ending",
    PlanReopening: "confirm_plan_reopening",
    EarlyAdviceEnding: "confirm_early_advice_ending",
}


def _waiting(person: Person, model: Any, submission: str, what: Any) -> list[dict[str, Any]]:
    ours = Q()
    if person.role.scope == Scope.CPS_UNIT:
        ours = Q(**{f"{submission}__cps_unit": person.cps_unit_id})
    found = model.objects.visible_to(person).filter(TO_CONFIRM, ours).order_by(model.acted, "id")
    return [
        {
            "reference": one.case.reference,
            "case_id": one.case_id,
            "href": reverse(CONFIRM[model], args=[one.pk]),
            "what": what(one),
            "when": getattr(one, model.acted),
        }
        for one in found.select_related("case", submission)[: MOST + 1]
    ]
