"""Victims who would welcome being asked again, by the day on which it is due. Never those who would not."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q

from cases.models import DueItem
from rasso_tracker.clocks import date_set, london_date, now
from rasso_tracker.people.models import Person
from rasso_tracker.people.places import every_district
from rasso_tracker.web.addresses import address
from rasso_tracker.web.fields import field_of
from rasso_tracker.web.lists import FilterForm, Listing, Order
from victims.enums import DueCode

READ = "read_recontact_due"
OWED = Q(code=DueCode.RECONTACT, settled_at__isnull=True)


def mine(person: Person) -> Q:
    """What this person owes."""
    return Q(owner=person.pk)


def overdue(person: Person) -> Q:
    """What is past its day."""
    return Q(due_on__lt=london_date(now()))


class RecontactFilter(FilterForm):
    whose = forms.ChoiceField(label="Whose", required=False, choices=[("", "Everybody's"), ("mine", "Mine")])
    district = forms.ChoiceField(label="District", required=False)
    show = forms.ChoiceField(
        label="Show", required=False, choices=[("", "All that is owed"), ("overdue", "Overdue")]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field_of(self, "district", forms.ChoiceField).choices = every_district()


class RecontactList(Listing):
    """What is owed, and not what was promised once: a later word that it is unwelcome ends it."""

    name = "recontact_list"
    path = "re-contacts/"
    title = "Victims to ask again"
    template = "victims/recontact_list.html"
    model = DueItem
    fields = (
        "id",
        "source",
        "case_id",
        "case__reference",
        "case__district__name",
        "what",
        "owner__name",
        "due_on",
        "raised_at",
    )
    orders = (Order("due", "Due", "due_on"),)
    filters = RecontactFilter
    steady = True
    deed = READ
    empty = "Nobody is to be asked again."

    def narrow(self, branch: Any, chosen: dict[str, Any], person: Person) -> Any:
        branch = branch.filter(OWED)
        if chosen["whose"]:
            branch = branch.filter(mine(person))
        if chosen["show"]:
            branch = branch.filter(overdue(person))
        return branch.filter(case__district__code=chosen["district"]) if chosen["district"] else branch

    def row(self, record: dict[str, Any], person: Person) -> dict[str, Any]:
        return {
            **record,
            "href": address("withdrawal", record["source"]),
            "deadline": date_set(record["due_on"], start=record["raised_at"]),
        }

    def extra(self, person: Person) -> dict[str, Any]:
        return {"at": now()}
