"""The deeds on who a victim is and how to reach them."""

from __future__ import annotations

from typing import Any

from cases.models import Victim
from rasso_tracker.audit import Action, record_read
from rasso_tracker.people.models import Person
from rasso_tracker.web.surfaces import Surface
from victims import forms, represent, rules, services
from victims.models import (
    ContactDetails,
    Identity,
)
from victims.sealed import opened
from victims.shown.identity import SEALED
from victims.surfaces.places import on_victim, stands_since


def identity_initial(person: Person, victim: Victim) -> dict[str, Any]:
    """A correction starts from what stands; showing it is a look, and is logged as one."""
    row = Identity.objects.visible_to(person).filter(victim=victim, superseded_at__isnull=True).first()
    if row is None:
        return {}
    record_read(by=person, action=Action.IDENTITY_VIEWED, case=victim.case_id, subjects=[victim.pk, row.pk])
    return {
        "name": opened(row, "name"),
        "known_as": opened(row, "known_as"),
        "date_of_birth": opened(row, "date_of_birth") or None,
    }


def contact_details_initial(person: Person, victim: Victim) -> dict[str, Any]:
    row = ContactDetails.objects.visible_to(person).filter(victim=victim, superseded_at__isnull=True).first()
    if row is None:
        return {}
    record_read(
        by=person, action=Action.CONTACT_DETAILS_VIEWED, case=victim.case_id, subjects=[victim.pk, row.pk]
    )
    return {
        "forbidden_methods": row.forbidden_methods,
        "forbidden_because": row.forbidden_because,
        "only_through": row.only_through,
        "preferred_method": row.preferred_method,
        "safe_to_leave_message": row.safe_to_leave_message,
        "interpreter_needed": row.interpreter_needed,
        **{name: opened(row, name) for name in SEALED},
    }


def said_of_reach(row: ContactDetails) -> str:
    """Where they prefer somebody who has gone: that nobody is there, which stands on every page too."""
    noun = rules.carriers_missing(row.victim, row.preferred_method, row.recorded_at)
    there = f" They have no {noun} on record now: ask which way is safe." if noun else ""
    return f"{RECORDED}{there}"


RECORDED = "Recorded. It is kept sealed, apart from the case."
RECORD_IDENTITY = Surface(
    name="record_identity",
    title="Record who the victim is",
    service=services.record_identity,
    form=forms.IdentityForm,
    page="victims/<uuid:pk>/identity/new/",
    api="victims/<uuid:pk>/identity/",
    said=RECORDED,
    initial=identity_initial,
    stands_since=stands_since(Identity),
    represent=represent.recorded_only,
    **on_victim(rules.check_can_record_identity),
)
RECORD_CONTACT_DETAILS = Surface(
    name="record_contact_details",
    title="Record how to reach the victim",
    service=services.record_contact_details,
    form=forms.ContactDetailsForm,
    page="victims/<uuid:pk>/contact-details/new/",
    api="victims/<uuid:pk>/contact-details/",
    said=RECORDED,
    says=said_of_reach,
    initial=contact_details_initial,
    stands_since=stands_since(ContactDetails),
    represent=represent.recorded_only,
    **on_victim(rules.check_can_record_contact_details),
)
