"""The list and the page of what is owed on cases and climbs: limits, safeguarding, reviews,
what is owed to victims.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest

from actionplans.enums import CLIMBING, STEPS
from actionplans.ladder import STEP_WIDTH, band
from actionplans.models import Climb
from actionplans.shown.climbs import CLIMB_FIELDS, climb_row, climbing_items, due_item_context, escalated
from actionplans.views import DistrictFilter
from cases.models import DueItem
from rasso_tracker.audit import Action
from rasso_tracker.clocks import now
from rasso_tracker.people.models import Person
from rasso_tracker.web.details import Detail
from rasso_tracker.web.lists import FilterForm, Listing, Order

# What the home lists, and leads to.
ESCALATED = ("escalated", "Escalated, no answer")


class DueFilter(DistrictFilter):
    kind = forms.ChoiceField(
        label="What is owed",
        required=False,
        choices=[("", "Everything"), ESCALATED, *((code.value, code.label) for code in CLIMBING)],
    )
    step = forms.ChoiceField(
        label="Step reached",
        required=False,
        choices=[
            ("", "Every step"),
            ("any", "Any step"),
            *((str(step), f"Step {step}") for step in STEPS),
        ],
    )


class DueList(Listing):
    """What is owed on cases and climbs: the highest step first, then what is due first.

    One walk along the index on urgency, as the overdue board's.
    """

    name = "due_item_list"
    path = "due-items/"
    title = "Limits, safeguarding and reviews"
    template = "actionplans/due_item_list.html"
    model = Climb
    fields = CLIMB_FIELDS
    orders: ClassVar[tuple[Order, ...]] = (Order("urgency", "Step", "urgency"),)
    filters: ClassVar[type[FilterForm] | None] = DueFilter
    steady = True
    empty = "Nothing of this kind is owed on the cases that you may see."

    def __init__(self, request: HttpRequest) -> None:
        self.at = now()
        super().__init__(request)

    def narrow(self, branch: Any, chosen: dict[str, Any], person: Person) -> Any:
        branch = branch.filter(urgency__isnull=False)
        if chosen["district"]:
            branch = branch.filter(case__district=chosen["district"])
        if chosen["kind"] == ESCALATED[0]:
            branch = branch.filter(escalated(self.at))
        elif chosen["kind"]:
            branch = branch.filter(code=chosen["kind"])
        if chosen["step"] == "any":
            branch = branch.filter(urgency__lt=band(None) * STEP_WIDTH)
        elif chosen["step"]:
            low = band(int(chosen["step"])) * STEP_WIDTH
            branch = branch.filter(urgency__gte=low, urgency__lt=low + STEP_WIDTH)
        return branch

    def row(self, record: dict[str, Any], person: Person) -> dict[str, Any]:
        return climb_row(record, person, self.at)

    def extra(self, person: Person) -> dict[str, Any]:
        return {"at": self.at}


def ids_of_due_item(context: dict[str, Any]) -> list[Any]:
    return [row["row"].pk for row in context["ledger"]]


DUE_DETAIL = Detail(
    name="due_item_detail",
    path="due-items/<uuid:pk>/",
    model=DueItem,
    template="actionplans/due_item_detail.html",
    action=Action.DUE_ITEM_VIEWED,
    context=lambda person, item: due_item_context(person, item, now()),
    select=("case__district", "case__officer_in_charge", "owner"),
    find=climbing_items,
    shows=ids_of_due_item,
)
