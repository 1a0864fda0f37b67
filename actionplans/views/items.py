"""The list of the items that somebody has to return to CPS: what the home of an officer cuts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest

from actionplans.home.items import DUE, SHOWN, item_row, to_return
from actionplans.models import ActionPlanItem
from actionplans.views import DistrictFilter
from rasso_tracker.clocks import now
from rasso_tracker.people.models import Person
from rasso_tracker.people.parts import Part
from rasso_tracker.web.lists import Listing


class ItemsToReturnList(Listing):
    """A person's own: a walk along an index for those by name, and for those of their cases."""

    name = "items_to_return_list"
    path = "items-to-return/"
    title = "Action plan items to return"
    template = "actionplans/items_to_return_list.html"
    model = ActionPlanItem
    part = Part.PLANS
    fields = (*SHOWN, "plan_id", "plan__number", "case__restricted", "case__district__name")
    orders = (DUE,)
    filters = DistrictFilter
    steady = True
    empty = "CPS waits for no item of yours."

    def __init__(self, request: HttpRequest) -> None:
        self.at = now()
        super().__init__(request)

    def branches(self) -> Sequence[Any]:
        return to_return(self.person)

    def narrow(self, branch: Any, chosen: dict[str, Any], person: Person) -> Any:
        return branch.filter(case__district=chosen["district"]) if chosen["district"] else branch

    def row(self, record: dict[str, Any], person: Person) -> dict[str, Any]:
        return item_row(record)

    def extra(self, person: Person) -> dict[str, Any]:
        return {"at": self.at}
