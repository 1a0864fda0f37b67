"""What is owed to victims, by kind and by the day it is due: the rows behind the counts of a home."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q

from cases.due_places import places_of
from cases.models import DueItem
from rasso_tracker.clocks import date_set, now
from rasso_tracker.people.models import Person
from rasso_tracker.people.parts import Part
from rasso_tracker.people.places import every_district
from rasso_tracker.web.fields import field_of
from rasso_tracker.web.lists import FilterForm, Listing, Order
from victims.home import OWED
from victims.views.recontacts import mine, overdue

READ = "read_owed_to_victims"
OPEN = Q(code__in=tuple(OWED), settled_at__isnull=True)


class OwedFilter(FilterForm):
    kind = forms.ChoiceField(
        label="What is owed",
        required=False,
        choices=[("", "Everything"), *((code.value, words) for code, words in OWED.items())],
    )
    show = forms.ChoiceField(
        label="Show", required=False, choices=[("", "All that is owed"), ("overdue", "Overdue")]
    )
    whose = forms.ChoiceField(label="Whose", required=False, choices=[("", "Everybody's"), ("mine", "Mine")])
    district = forms.ChoiceField(label="District", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field_of(self, "district", forms.ChoiceField).choices = every_district()


class OwedList(Listing):
    """One walk along the index on code and day where a kind is chosen."""

    name = "owed_to_victims"
    path = "owed-to-victims/"
    title = "Owed to victims"
    template = "victims/owed_list.html"
    model = DueItem
    fields = (
        "id",
        "source",
        "code",
        "case_id",
        "case__reference",
        "case__district__name",
        "what",
        "check_first",
        "owner__name",
        "due_on",
        "raised_at",
    )
    orders = (Order("due", "Due", "due_on"),)
    filters = OwedFilter
    steady = True
    deed = READ
    empty = "Nothing of this kind is owed on the cases that you may see."

    def narrow(self, branch: Any, chosen: dict[str, Any], person: Person) -> Any:
        branch = branch.filter(OPEN)
        if chosen["kind"]:
            branch = branch.filter(code=chosen["kind"])
        if chosen["whose"]:
            branch = branch.filter(mine(person))
        if chosen["show"]:
            branch = branch.filter(overdue(person))
        return branch.filter(case__district__code=chosen["district"]) if chosen["district"] else branch

    def row(self, record: dict[str, Any], person: Person) -> dict[str, Any]:
        marked = record["check_first"] and (person.is_service or person.role.reads(Part.VICTIM_CONTACT))
        return {
            **record,
            "what": f"Check first: {record['what']}" if marked else record["what"],
            "deadline": date_set(record["due_on"], start=record["raised_at"]),
        }

    def extra(self, person: Person) -> dict[str, Any]:
        """With where each is done: a statement a kind, not a row."""
        found = places_of(
            DueItem(id=row["id"], code=row["code"], source=row["source"], case_id=row["case_id"])
            for row in self.rows
        )
        for row in self.rows:
            row["href"] = found[row["id"]]
        return {"at": now()}
