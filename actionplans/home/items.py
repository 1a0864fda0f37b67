"""What role homes ask of the items of action plans: those that a person owes, and those in dispute."""

from __future__ import annotations

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


def my_items(person: Person) -> Some:
    """Items that this person owns and has not returned: those given to them by name, and those of nobody by
    name on the cases they are in charge of. The earliest date first: an item's own, else its plan's target.
    """
    owed = (
        ActionPlanItem.objects.visible_to(person)
        .filter(status__in=OPEN_ITEMS, plan__closed_at__isnull=True)
        .select_related("plan__case")
        .annotate(due_on=Coalesce("target_on", "plan__target_on"))
        .order_by("due_on", "plan_id", "number")
    )
    # Two walks along an index each; an OR of the two would walk every open item of the force.
    named = list(owed.filter(owner=person.pk)[: MOST + 1])
    in_charge = list(owed.filter(owner__isnull=True, case__officer_in_charge=person.pk)[: MOST + 1])
    rows = sorted([*named, *in_charge], key=lambda one: (one.due_on, one.plan_id, one.number))
    return some(
        [
            {
                "reference": one.plan.case.reference,
                "case_id": one.case_id,
                "href": reverse("action_plan_item_detail", args=[one.pk]),
                "what": str(one),
                "deadline": plan_deadline("target", one.due_on, one.plan.issued_on),
            }
            for one in rows
        ]
    )


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
