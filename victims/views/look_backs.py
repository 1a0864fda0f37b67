"""The list of look-backs owed and done, and the page of one."""

from __future__ import annotations

from typing import Any

from django import forms

from rasso_tracker.audit import Action
from rasso_tracker.clocks import ClockCode, deadline, now
from rasso_tracker.people.models import Person
from rasso_tracker.people.places import every_district
from rasso_tracker.web.addresses import address
from rasso_tracker.web.details import Detail
from rasso_tracker.web.fields import field_of
from rasso_tracker.web.lists import FilterForm, Listing, Order
from victims.enums import WithdrawalKind
from victims.lists import LOOK_BACK_OWED, LOOKED_BACK
from victims.models import LookBack, Withdrawal
from victims.shown.look_backs import look_back_context
from victims.surfaces.look_backs import VOID_LOOK_BACK
from victims.terms import stage_label


class LookBackFilter(FilterForm):
    district = forms.ChoiceField(label="District", required=False)
    show = forms.ChoiceField(label="Show", required=False, choices=[("", "Owed"), ("done", "Done")])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field_of(self, "district", forms.ChoiceField).choices = every_district()


class LookBackList(Listing):
    """Corroborated withdrawals: those that nobody looked back on yet, or those that somebody did."""

    name = "look_back_list"
    path = "look-backs/"
    title = "Look-backs"
    template = "victims/look_back_list.html"
    model = Withdrawal
    fields = (
        "id",
        "case_id",
        "case__reference",
        "case__district__name",
        "victim__number",
        "kind",
        "stage",
        "occurred_at",
        "corroborated_at",
        "looked_back_at",
    )
    orders = (Order("owed", "Owed since", "corroborated_at"),)
    filters = LookBackFilter
    steady = True
    deed = "record_look_back"
    empty = "No look-back is owed here."

    def narrow(self, branch: Any, chosen: dict[str, Any], person: Person) -> Any:
        branch = branch.filter(LOOKED_BACK if chosen["show"] == "done" else LOOK_BACK_OWED)
        return branch.filter(case__district__code=chosen["district"]) if chosen["district"] else branch

    def row(self, record: dict[str, Any], person: Person) -> dict[str, Any]:
        return {
            **record,
            "href": address("withdrawal", record["pk"]),
            "record": address("record_look_back", record["pk"]),
            "kind_label": WithdrawalKind(record["kind"]).label,
            "stage_label": stage_label(record["stage"]),
            "deadline": deadline(ClockCode.LOOK_BACK, record["corroborated_at"]),
        }

    def extra(self, person: Person) -> dict[str, Any]:
        return {"at": now(), "may_record": person.role.may("record_look_back")}


LOOK_BACK_DETAIL = Detail(
    name="look_back",
    path="look-backs/<uuid:pk>/",
    model=LookBack,
    template="victims/look_back_detail.html",
    action=Action.LOOK_BACK_VIEWED,
    context=look_back_context,
    select=("victim__case__district", "withdrawal", "looked_back_by", "voided_by"),
    surfaces=(VOID_LOOK_BACK,),
    shows=lambda context: context["ids"],
)
