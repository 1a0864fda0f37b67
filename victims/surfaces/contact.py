"""The deeds of the contact log."""

from __future__ import annotations

from typing import Any

from cases.models import Victim
from rasso_tracker.people.models import Person
from rasso_tracker.web.surfaces import Surface
from victims import forms, represent, rules, services
from victims.models import (
    Contact,
)
from victims.shown import reaching
from victims.surfaces.places import about_victim, on_row, on_victim


def about_reaching(person: Person, victim: Victim) -> dict[str, Any]:
    return {**about_victim(person, victim), **reaching(person, victim)}


RECORD_CONTACT = Surface(
    name="record_contact",
    title="Record a contact",
    service=services.record_contact,
    form=forms.ContactForm,
    page="victims/<uuid:pk>/contacts/new/",
    api="contacts/",
    said="Contact recorded.",
    template="victims/contact_record.html",
    represent=represent.contact_in_full,
    **{**on_victim(rules.check_can_record_contact), "context": about_reaching},
)
VOID_CONTACT = Surface(
    name="void_contact",
    title="Void a contact",
    service=services.void_contact,
    form=forms.VoidForm,
    page="contacts/<uuid:pk>/void/",
    api="contacts/<uuid:pk>/void/",
    button="Void this record",
    said="The record is voided. It stays, marked so.",
    represent=represent.contact_in_full,
    **on_row(Contact, "contact", rules.check_can_void_contact),
)
