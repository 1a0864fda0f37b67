"""The deeds of the contact log."""

from __future__ import annotations

from typing import Any

from cases.models import Victim
from rasso_tracker.clocks import now
from rasso_tracker.people.models import Person
from rasso_tracker.web.surfaces import Surface
from victims import forms, represent, rules, services
from victims.models import (
    Contact,
    EventTelling,
)
from victims.shown import reaching, update_due
from victims.surfaces.places import about_victim, on_row, on_victim


def about_reaching(person: Person, victim: Victim) -> dict[str, Any]:
    return {**about_victim(person, victim), **reaching(person, victim)}


def about_updates(person: Person, victim: Victim) -> dict[str, Any]:
    return {**about_victim(person, victim), "next_update": update_due(person, victim), "at": now()}


def just_now(person: Person, victim: Victim) -> dict[str, Any]:
    """Most contacts are recorded as they end: then nothing need be typed."""
    return {"direction": "out", "occurred_at": now()}


RECORD_CONTACT = Surface(
    name="record_contact",
    title="Record a contact",
    service=services.record_contact,
    form=forms.ContactForm,
    page="victims/<uuid:pk>/contacts/new/",
    api="contacts/",
    said="Contact recorded.",
    template="victims/contact_record.html",
    suggests=just_now,
    represent=represent.contact_in_full,
    **{**on_victim(rules.check_can_record_contact), "context": about_reaching},
)
RECORD_ATTEMPT = Surface(
    name="record_attempt",
    title="Record an attempt",
    service=services.record_attempt,
    form=forms.AttemptForm,
    page="victims/<uuid:pk>/attempts/new/",
    api="victims/<uuid:pk>/attempts/",
    button="Record the attempt",
    said="Attempt recorded.",
    template="victims/attempt_record.html",
    represent=represent.contact_in_full,
    **{**on_victim(rules.check_can_record_contact), "context": about_reaching},
)
SAY_WHY_NOT_TOLD = Surface(
    name="say_why_not_told",
    title="Say why the victim was not told",
    service=services.say_why_not_told,
    form=forms.WhyNotToldForm,
    page="event-tellings/<uuid:pk>/not-told/",
    api="event-tellings/<uuid:pk>/not-told/",
    said="Recorded. Nothing more is owed for this.",
    template="victims/event_not_told.html",
    represent=represent.telling_shown,
    **{
        **on_row(EventTelling, "telling", rules.check_can_say_why_not_told),
        "select": ("victim__case", "victim__merged_into", "milestone"),
    },
)
AGREE_UPDATES = Surface(
    name="agree_updates",
    title="Record how often they hear from us",
    service=services.agree_updates,
    form=forms.FrequencyForm,
    page="victims/<uuid:pk>/updates/new/",
    api="victims/<uuid:pk>/update-agreements/",
    said="Recorded. The next update follows it; one that is overdue stays owed until they have heard.",
    template="victims/updates_agree.html",
    represent=represent.agreement_shown,
    **{**on_victim(rules.check_can_agree_updates), "context": about_updates},
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
