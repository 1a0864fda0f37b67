"""Where what this app owes on a case is done."""

from __future__ import annotations

from cases.due_places import Place, register
from victims.enums import DueCode

PLACES = {
    DueCode.VICTIM_UPDATE: Place("victim"),
    DueCode.RECONTACT: Place("victim", "victims.Withdrawal", "victim"),
    DueCode.CONTACT_CHECK: Place("victim", "victims.ContactAlert", "victim"),
    DueCode.CARRIER_GONE: Place("victim"),
    DueCode.NEEDS_ASSESSMENT: Place("victim_needs"),
    DueCode.TELL_EVENT: Place("victim", "victims.EventTelling", "victim"),
    DueCode.SUPPORT_REFERRAL: Place("victim"),
    DueCode.SUPPORT_NEXT: Place("victim", "victims.SupportReferral", "victim"),
    DueCode.MATERIAL: Place("material_request"),
    DueCode.TOLD_WITHDRAWAL: Place("told_withdrawal"),
    DueCode.APPOINTMENT: Place("appointment"),
    DueCode.LOOK_BACK: Place("withdrawal"),
    DueCode.SAFEGUARDING: Place("resolve_safeguarding_concern"),
}


def register_places() -> None:
    for code, place in PLACES.items():
        register(code.value, place)
