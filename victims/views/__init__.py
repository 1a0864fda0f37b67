"""The list of withdrawals, and the pages of a victim: what they chose, and apart from it who they are."""

from __future__ import annotations

from typing import Any

from django import forms

from cases.models import Victim
from rasso_tracker.audit import Action
from rasso_tracker.clocks import london_date
from rasso_tracker.people.models import Person
from rasso_tracker.people.parts import Part
from rasso_tracker.people.places import districts
from rasso_tracker.web.addresses import address
from rasso_tracker.web.details import Detail
from rasso_tracker.web.lists import FilterForm, Listing, Order
from victims.enums import WITHDRAWALS, WithdrawalKind
from victims.forms.withdrawals import offer
from victims.lists import SHOWN
from victims.models import (
    JointAppointment,
    MaterialRequest,
    Withdrawal,
    WithdrawalTold,
    victims_read_in,
    victims_seen,
)
from victims.shown import (
    contact_details_context,
    identity_context,
    ids_shown,
    needs_context,
    victim_context,
    withdrawal_context,
)
from victims.shown.appointments import appointment_context
from victims.shown.material import material_context
from victims.shown.told_via_isva import told_context
from victims.surfaces import ON_TOLD, ON_VICTIM, ON_WITHDRAWAL
from victims.surfaces.appointments import ON_APPOINTMENT
from victims.surfaces.material import MATERIAL_SURFACES
from victims.surfaces.record import MERGE_VICTIMS
from victims.term_enums import TermKind
from victims.terms import reason_label, recorded_choices, stage_label
from victims.words import reads_stage


class WithdrawalFilter(FilterForm):
    district = forms.ChoiceField(label="District", required=False)
    stage = forms.ChoiceField(label="Stage", required=False)
    reason = forms.ChoiceField(label="Main reason", required=False)
    kind = forms.ChoiceField(
        label="Kind",
        required=False,
        choices=[("", "Every kind"), *(pair for pair in WithdrawalKind.choices if pair[0] in WITHDRAWALS)],
    )
    show = forms.ChoiceField(
        label="Show",
        required=False,
        choices=[
            ("", "Withdrawals"),
            ("waiting", "Without corroboration"),
            ("corroborated", "Corroborated"),
            ("lost_contact", "Lost contact (counted apart)"),
            ("voided", "Voided records"),
        ],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "stage", [("", "Every stage"), *recorded_choices(TermKind.STAGE)])
        if not reads_stage(self.person):
            del self.fields["stage"]
        offer(self, "reason", [("", "Every reason"), *recorded_choices(TermKind.REASON)])
        district = self.fields["district"]
        assert isinstance(district, forms.ChoiceField)
        district.choices = [("", "Every district"), *((one.code, one.name) for one in districts())]


class WithdrawalList(Listing):
    name = "withdrawal_list"
    path = "withdrawals/"
    title = "Withdrawals"
    template = "victims/withdrawal_list.html"
    model = Withdrawal
    fields = (
        "id",
        "victim__number",
        "case_id",
        "case__reference",
        "case__district__name",
        "kind",
        "occurred_at",
        "recorded_at",
        "stage",
        "primary_reason",
        "corroborated_at",
        "voided_at",
    )
    orders = (Order("when", "When", "occurred_at", descending=True),)
    filters = WithdrawalFilter
    steady = True
    empty = "No withdrawals match."

    @property
    def shows_stage(self) -> bool:
        return reads_stage(self.person)

    def narrow(self, branch: Any, chosen: dict[str, Any], person: Person) -> Any:
        branch = branch.filter(SHOWN[chosen["show"] or "withdrawals"])
        if chosen["kind"]:
            branch = branch.filter(kind=chosen["kind"])
        for name, field in (
            ("district", "case__district__code"),
            ("stage", "stage"),
            ("reason", "primary_reason"),
        ):
            if chosen.get(name):
                branch = branch.filter(**{field: chosen[name]})
        return branch

    def row(self, record: dict[str, Any], person: Person) -> dict[str, Any]:
        reason = record["primary_reason"]
        return {
            **record,
            "href": address("withdrawal", record["pk"]),
            "kind_label": WithdrawalKind(record["kind"]).label,
            "stage_label": stage_label(record["stage"], london_date(record["occurred_at"]))
            if reads_stage(person)
            else "",
            "reason_label": reason_label(reason, london_date(record["recorded_at"])) if reason else "",
            "state": _state(record),
        }


def _state(record: dict[str, Any]) -> str:
    if record["voided_at"]:
        return "Voided"
    if record["corroborated_at"]:
        return "Corroborated"
    return "Not corroborated" if WithdrawalKind(record["kind"]).is_withdrawal else ""


def title_of(victim: Victim) -> str:
    return f"{victim.label}, {victim.case.reference}"


def withdrawal_title(withdrawal: Withdrawal) -> str:
    return f"{withdrawal.get_kind_display()}, {withdrawal.victim.case.reference}"


OF_CASE = ("case", "case__district", "case__officer_in_charge", "merged_into")


def material_title(row: MaterialRequest) -> str:
    return f"{row}, {row.victim.case.reference}"


DETAILS = [
    Detail(
        name="victim",
        path="victims/<uuid:pk>/",
        model=Victim,
        find=victims_seen,
        template="victims/victim.html",
        action=Action.VICTIM_VIEWED,
        context=victim_context,
        select=OF_CASE,
        shows=ids_shown,
        surfaces=(*ON_VICTIM, MERGE_VICTIMS),
        title=title_of,
    ),
    Detail(
        name="victim_identity",
        path="victims/<uuid:pk>/identity/",
        model=Victim,
        find=victims_read_in(Part.VICTIM_IDENTITY),
        template="victims/identity_detail.html",
        action=Action.IDENTITY_VIEWED,
        context=identity_context,
        select=OF_CASE,
        shows=ids_shown,
        title=title_of,
    ),
    Detail(
        name="victim_needs",
        path="victims/<uuid:pk>/needs/",
        model=Victim,
        find=victims_read_in(Part.VICTIM_NEEDS),
        template="victims/needs_detail.html",
        action=Action.NEEDS_VIEWED,
        context=needs_context,
        select=OF_CASE,
        shows=ids_shown,
        title=title_of,
    ),
    Detail(
        name="victim_contact_details",
        path="victims/<uuid:pk>/contact-details/",
        model=Victim,
        find=victims_read_in(Part.VICTIM_CONTACT),
        template="victims/contact_details_detail.html",
        action=Action.CONTACT_DETAILS_VIEWED,
        context=contact_details_context,
        select=OF_CASE,
        shows=ids_shown,
        title=title_of,
    ),
    Detail(
        name="withdrawal",
        path="withdrawals/<uuid:pk>/",
        model=Withdrawal,
        template="victims/withdrawal_detail.html",
        action=Action.WITHDRAWAL_VIEWED,
        context=withdrawal_context,
        select=(
            "victim__case__district",
            "victim__case__officer_in_charge",
            "recorded_by",
            "corroborated_by",
            "spoken_by",
            "voided_by",
        ),
        shows=ids_shown,
        surfaces=ON_WITHDRAWAL,
        title=withdrawal_title,
    ),
    Detail(
        name="appointment",
        path="appointments/<uuid:pk>/",
        model=JointAppointment,
        template="victims/appointment_detail.html",
        action=Action.APPOINTMENT_VIEWED,
        context=appointment_context,
        select=("victim__case", "victim__merged_into", "isva", "moved_from"),
        surfaces=ON_APPOINTMENT,
        title=lambda row: f"Joint appointment, {row.victim.case.reference}",
    ),
    Detail(
        name="told_withdrawal",
        path="told-withdrawals/<uuid:pk>/",
        model=WithdrawalTold,
        template="victims/told_detail.html",
        action=Action.WITHDRAWAL_VIEWED,
        context=told_context,
        select=("victim__case", "victim__merged_into", "told_by", "answered_by", "withdrawal"),
        surfaces=ON_TOLD,
        title=lambda row: f"Told by the ISVA, {row.victim.case.reference}",
    ),
    Detail(
        name="material_request",
        path="material-requests/<uuid:pk>/",
        model=MaterialRequest,
        template="victims/material_request.html",
        action=Action.MATERIAL_VIEWED,
        context=material_context(MATERIAL_SURFACES),
        select=(
            "victim__case",
            *("planned_by", "decided_by", "noticed_by", "requested_by", "taken_by", "ended_by"),
        ),
        title=material_title,
    ),
]
