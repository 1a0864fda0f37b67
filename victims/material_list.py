"""The list of requests for private material: what is owed first, as far as the person may see it."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest

from rasso_tracker.clocks import date_set, london_date, now
from rasso_tracker.people.models import Person
from rasso_tracker.people.places import every_district
from rasso_tracker.web.addresses import address
from rasso_tracker.web.fields import field_of
from rasso_tracker.web.lists import FilterForm, Listing, Order
from victims.material_enums import MaterialKind, MaterialState
from victims.models import MaterialRequest
from victims.models.material import in_state


class MaterialFilter(FilterForm):
    state = forms.ChoiceField(
        label="State",
        required=False,
        choices=[("", "Every open one"), *MaterialState.choices, ("any", "Open or ended")],
    )
    kind = forms.ChoiceField(
        label="What is asked for", required=False, choices=[("", "Everything"), *MaterialKind.choices]
    )
    overdue = forms.ChoiceField(
        label="Answer or return", required=False, choices=[("", "Due or not"), ("yes", "Overdue")]
    )
    district = forms.ChoiceField(label="District", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field_of(self, "district", forms.ChoiceField).choices = every_district()


class MaterialList(Listing):
    """Requests for private material: records that others hold, and victims' devices."""

    name = "material_request_list"
    path = "material-requests/"
    title = "Requests for private material"
    template = "victims/material_list.html"
    model = MaterialRequest
    fields = (
        "id",
        "case_id",
        "case__reference",
        "case__restricted",
        "case__district__name",
        "case__officer_in_charge__name",
        "victim__number",
        *("kind", "source", "planned_at", "approved", "noticed_on", "requested_on", "taken_on", "owed_on"),
        *("outcome", "ended_on"),
    )
    orders: ClassVar[tuple[Order, ...]] = (
        Order("due", "Due", "owed_on", nullable=True),
        Order("planned", "Planned", "planned_at", descending=True),
    )
    filters: ClassVar[type[FilterForm] | None] = MaterialFilter
    steady = True
    empty = "No such request is open on the cases that you may see. One begins on the page of its victim."

    def __init__(self, request: HttpRequest) -> None:
        self.at = now()
        super().__init__(request)

    def narrow(self, branch: Any, chosen: dict[str, Any], person: Person) -> Any:
        if chosen["state"] != "any":
            state = chosen["state"]
            branch = branch.filter(
                in_state(MaterialState(state)) if state else ~in_state(MaterialState.ENDED)
            )
        if chosen["kind"]:
            branch = branch.filter(kind=chosen["kind"])
        if chosen["overdue"]:
            branch = branch.filter(owed_on__lt=london_date(self.at))
        return branch.filter(case__district__code=chosen["district"]) if chosen["district"] else branch

    def row(self, record: dict[str, Any], person: Person) -> dict[str, Any]:
        names = (
            "kind",
            "source",
            "approved",
            "noticed_on",
            "requested_on",
            "taken_on",
            "planned_at",
            "outcome",
            "ended_on",
        )
        one = MaterialRequest(**{name: record[name] for name in names})
        owed_on = record["owed_on"]
        return {
            **record,
            "href": address("material_request", record["pk"]),
            "what": str(one),
            "state": one.state,
            "late": one.grounds_came_late,
            "deadline": date_set(owed_on, start=record["planned_at"]) if owed_on else None,
        }

    def extra(self, person: Person) -> dict[str, Any]:
        return {"at": self.at}
