"""The page of a victim, and what to know before one calls."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import F
from django.urls import reverse

from cases.deadlines import deadline_of
from cases.models import DueItem, Victim
from rasso_tracker.audit import Action, record_read
from rasso_tracker.clocks import Deadline, date_set, now
from rasso_tracker.people.models import Person
from rasso_tracker.people.parts import Part
from rasso_tracker.people.roles import is_supporter
from rasso_tracker.vault import case_key
from victims.bereaved import death_of
from victims.enums import ContactAbout, DueCode
from victims.models import (
    Contact,
    ContactDetails,
    IsvaSupport,
    MaterialRequest,
    Reengagement,
    SafeguardingConcern,
    Withdrawal,
)
from victims.rules.places import LEADS_TO
from victims.sealed import opened
from victims.shown.appointments import appointments_of
from victims.shown.choices import choices_shown, standing_of, unwelcome
from victims.shown.client import client_context
from victims.shown.identity import SEALED
from victims.shown.material import in_list
from victims.shown.record import (
    NOTHING_SHOWN,
    against_preferred,
    circumstances_of,
    open_alerts,
    record_context,
)
from victims.shown.referrals import support_context
from victims.shown.told_via_isva import told_of
from victims.words import reads_summary

CONTACTS_SHOWN = 25


def ids_shown(context: dict[str, Any]) -> list[uuid.UUID]:
    """The ids that the log names for a page."""
    return list(context["ids"])


def victim_context(person: Person, victim: Victim) -> dict[str, Any]:
    """A fixed number of statements, whatever the number of rows."""
    if is_supporter(person):
        return client_context(person, victim)
    at = now()
    withdrawals = list(
        Withdrawal.objects.visible_to(person).filter(victim=victim).select_related("recorded_by")
    )
    again = list(Reengagement.objects.visible_to(person).filter(victim=victim).select_related("recorded_by"))
    stands = standing_of(victim, [*withdrawals, *again], at)
    reads_contact = person.is_service or person.role.reads(Part.VICTIM_CONTACT)
    preferences = _preferences(person, victim) if reads_contact else None
    contacts = _contacts(person, victim) if reads_contact else []
    concerns = _concerns(person, victim) if reads_contact else []
    material = _material(person, victim)
    support = list(
        IsvaSupport.objects.visible_to(person)
        .filter(victim=victim)
        .select_related("isva")
        .order_by("started_at")
    )
    referred = support_context(person, victim)
    owed = _owed(person, victim)
    return {
        "victim": victim,
        "at": at,
        "stands": stands,
        "unwelcome": unwelcome(withdrawals, stands),
        "choices": choices_shown(person, withdrawals, again),
        "preferences": preferences,
        **against_preferred(victim, preferences),
        **(record_context(person, victim) if reads_contact else NOTHING_SHOWN),
        "reads_contact": reads_contact,
        "reads_needs": person.is_service or person.role.reads(Part.VICTIM_NEEDS),
        "reads_identity": person.is_service or person.role.reads(Part.VICTIM_IDENTITY),
        "contacts": contacts,
        "more_contacts": len(contacts) == CONTACTS_SHOWN,
        "next_update": owed.get(DueCode.VICTIM_UPDATE),
        "carrier_gone": owed.get(DueCode.CARRIER_GONE),
        "concerns": concerns,
        "material": None if material is None else in_list(material, death_of(victim) is not None),
        "support": [
            {"row": row, "end": reverse("end_isva_support", args=[row.pk])}
            for row in support
            if row.ended_at is None
        ],
        "shared_before": [row for row in support if row.ended_at is not None],
        "told": told_of(person, victim),
        "appointments": appointments_of(person, victim),
        "may_end_support": person.role.may("end_isva_support"),
        **referred,
        "ids": [row.pk for row in (*withdrawals, *again, *support, *(material or ()))]
        + [one["row"].pk for one in (*referred["referrals"], *referred["stos"])]
        + [one["row"].pk for one in (*contacts, *concerns)],
    }


# Said on the page that one calls from; numbers and addresses stay a look of their own.
BEFORE_ONE_CALLS = ("safe_times", "language", "companion")


def reaching(person: Person, victim: Victim) -> dict[str, Any]:
    """What to know before one calls, and whether the victim welcomes it. Opening when it is safe to call, in
    which language and who is to be there is logged.
    """
    preferences = _preferences(person, victim, open_too=BEFORE_ONE_CALLS)
    said = dict.fromkeys(BEFORE_ONE_CALLS, "")
    if preferences is not None:
        key = case_key(victim.case_id)
        said = {name: " ".join(opened(preferences, name, key).split()) for name in BEFORE_ONE_CALLS}
        subjects = [victim.pk, preferences.pk]
        record_read(by=person, action=Action.CONTACT_DETAILS_VIEWED, case=victim.case_id, subjects=subjects)
    made = list(Withdrawal.objects.visible_to(person).filter(victim=victim))
    again = list(Reengagement.objects.visible_to(person).filter(victim=victim))
    stands = standing_of(victim, [*made, *again], now())
    return {
        **said,
        "preferences": preferences,
        **against_preferred(victim, preferences),
        "unwelcome": unwelcome(made, stands),
        "alerts": open_alerts(person, victim),
        "circumstances": circumstances_of(person, victim),
    }


def _contacts(person: Person, victim: Victim) -> list[dict[str, Any]]:
    rows = list(
        Contact.objects.visible_to(person)
        .filter(victim=victim)
        .select_related("recorded_by")
        .order_by("-occurred_at")[:CONTACTS_SHOWN]
    )
    key = case_key(victim.case_id) if rows else None
    may_void = person.role.may("void_contact")
    return [
        {
            "row": row,
            "about": about_in_words(row.about),
            "summary": opened(row, "summary", key) if reads_summary(person, row) else "",
            "void": reverse("void_contact", args=[row.pk]) if may_void and row.stands else "",
        }
        for row in rows
    ]


def _concerns(person: Person, victim: Victim) -> list[dict[str, Any]]:
    """Those still open first, each with its clock; then those that were resolved, the latest first."""
    rows = list(
        SafeguardingConcern.objects.visible_to(person)
        .filter(victim=victim)
        .select_related("raised_by", "resolved_by")
        .order_by(F("resolved_at").desc(nulls_first=True), "act_by", "id")
    )
    key = case_key(victim.case_id) if rows else None
    may_resolve = person.role.may("resolve_safeguarding_concern")
    return [
        {
            "row": row,
            "words": opened(row, "concern", key),
            "done": opened(row, "done", key),
            "deadline": date_set(row.act_by, start=row.raised_at),
            "resolve": reverse("resolve_safeguarding_concern", args=[row.pk])
            if may_resolve and row.is_open
            else "",
        }
        for row in rows
    ]


def _material(person: Person, victim: Victim) -> list[MaterialRequest] | None:
    """What private material was asked for; None for a role that does not read it."""
    if not (person.is_service or person.role.reads(MaterialRequest.part)):
        return None
    return list(MaterialRequest.objects.visible_to(person).filter(victim=victim))


def about_in_words(about: Iterable[str]) -> str:
    labels = [str(ContactAbout(code).label) for code in about]
    return ", ".join(label if n == 0 else label[:1].lower() + label[1:] for n, label in enumerate(labels))


def _preferences(person: Person, victim: Victim, open_too: Collection[str] = ()) -> ContactDetails | None:
    """The codes, of what is sealed what is named, and by what is told whether a way leads to a place that is
    not safe: nothing else is opened for the victim's page.
    """
    kept = (*open_too, *LEADS_TO.values(), "unsafe_addresses")
    row: ContactDetails | None = (
        ContactDetails.objects.visible_to(person)
        .filter(victim=victim, superseded_at__isnull=True)
        .defer(*(f"{name}_sealed" for name in SEALED if name not in kept))
        .first()
    )
    return row


def update_due(person: Person, victim: Victim) -> Any:
    return _owed(person, victim).get(DueCode.VICTIM_UPDATE)


def _owed(person: Person, victim: Victim) -> dict[str, Deadline]:
    """By when the victim's next update is owed and how to reach them is to be asked, of those that are."""
    items = DueItem.objects.visible_to(person).filter(
        source=victim.pk, code__in=(DueCode.VICTIM_UPDATE, DueCode.CARRIER_GONE), settled_at__isnull=True
    )
    return {item.code: deadline_of(item) for item in items}
