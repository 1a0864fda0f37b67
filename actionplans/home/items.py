"""What role homes ask of the items of action plans: those that a person owes, and those in dispute."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db.models import DateField
from django.db.models.functions import Coalesce
from django.urls import reverse

from actionplans.enums import OPEN_ITEMS
from actionplans.home.owed import first_owed
from actionplans.home.shared import some
from actionplans.models import ActionPlanItem, ItemDispute
from actionplans.shown import plan_deadline
from cases.deadlines import deadline_of
from cases.home import MOST, Some
from rasso_tracker.people.models import Person
from rasso_tracker.web.keyset import Order, read_page

# An item's own date, else its plan's target.
DUE = Order("due", "Target", "due_on", of=DateField())
SHOWN = ("case_id", "case__reference", "number", "type", "plan__issued_on", "due_on")


def to_return(person: Person) -> list[Any]:
    """Branches of the items that this person owes and has not returned: those given to them by name, and
    those of nobody by name on the cases they are in charge of. Each walks an index, where an OR of the two
    would walk every open item of the force.
    """
    found = []
    for branch in ActionPlanItem.objects.visible_branches(person):
        owed = branch.filter(status__in=OPEN_ITEMS, plan__closed_at__isnull=True).annotate(
            due_on=Coalesce("target_on", "plan__target_on")
        )
        found += [owed.filter(owner=person.pk)]
        found += [owed.filter(owner__isnull=True, case__officer_in_charge=person.pk)]
    return found


def item_row(record: dict[str, Any]) -> dict[str, Any]:
    return {
        **record,
        "reference": record["case__reference"],
        "href": reverse("action_plan_item_detail", args=[record["pk"]]),
        "what": str(ActionPlanItem(number=record["number"], type=record["type"])),
        "deadline": plan_deadline("target", record["due_on"], record["plan__issued_on"]),
    }


def my_items(person: Person) -> Some:
    """The beginning of that list, the earliest date first."""
    rows = partial(to_return, person)
    page = read_page(rows, order=DUE, descending=False, fields=SHOWN, size=MOST)
    return Some([item_row(record) for record in page.rows], bool(page.next))


def disputes_to_answer(person: Person) -> Some:
    """Items that the police dispute and CPS has not answered, by when. Two statements."""
    items = first_owed(person, "dispute")
    disputes = ItemDispute.objects.select_related("item__plan").in_bulk([item.source for item in items])
    return some(
        [
            {
                "reference": item.case.reference,
                "case_id": item.case_id,
                "href": reverse("action_plan_item_detail", args=[one.item_id]),
                "what": f"Plan {one.item.plan.number}, {one.item}. {one}",
                "deadline": deadline_of(item),
            }
            for item in items
            for one in [disputes[item.source]]
        ]
    )
