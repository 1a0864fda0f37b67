"""What the pages about a victim show: scoped rows, opened only as far as the role reads them."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import F
from django.urls import reverse

from cases.models import DueItem, Victim
from cases.panels import deadline_of
from rasso_tracker.clocks import date_set, now
from rasso_tracker.people.models import Person
from rasso_tracker.people.roles import Part
from rasso_tracker.vault import case_key
from victims.engagement import Choice, Event, last_choice
from victims.enums import ContactAbout, DueCode, Support, Welcome
from victims.models import (
    Contact,
    ContactDetails,
    Identity,
    IsvaSupport,
    Reengagement,
    SafeguardingConcern,
    Withdrawal,
)
from victims.rules import choice_of
from victims.sealed import opened
from victims.words import reads_own_words, reads_police_notes, reads_summary

CONTACTS_SHOWN = 25


def ids_shown(context: dict[str, Any]) -> list[uuid.UUID]:
    """The ids that the log names for a page."""
    return list(context["ids"])


def choices_made(rows: Iterable[Withdrawal | Reengagement]) -> list[Event]:
    """The sequence of choices in rows at hand, without a statement."""
    return [
        choice_of(row) for row in rows if row.stands and (isinstance(row, Reengagement) or row.is_withdrawal)
    ]


def withdrew(last: Event | None) -> bool:
    return last is not None and last.choice is Choice.WITHDREW


def state_in_words(last: Event | None) -> str:
    if last is None:
        return "Takes part"
    return "Withdrew" if last.choice is Choice.WITHDREW else "Takes part again"


def victim_context(person: Person, victim: Victim) -> dict[str, Any]:
    """A fixed number of statements, whatever the number of rows."""
    at = now()
    withdrawals = list(
        Withdrawal.objects.visible_to(person).filter(victim=victim).select_related("recorded_by")
    )
    again = list(Reengagement.objects.visible_to(person).filter(victim=victim).select_related("recorded_by"))
    last = last_choice(choices_made([*withdrawals, *again]), at)
    reads_contact = person.is_service or person.role.reads(Part.VICTIM_CONTACT)
    contacts = _contacts(person, victim) if reads_contact else []
    concerns = _concerns(person, victim) if reads_contact else []
    support = list(
        IsvaSupport.objects.visible_to(person)
        .filter(victim=victim, ended_at__isnull=True)
        .select_related("isva")
    )
    return {
        "victim": victim,
        "at": at,
        "state": state_in_words(last),
        "since": last.at if last else None,
        "withdrew": withdrew(last),
        "unwelcome": _unwelcome(withdrawals, last),
        "choices": _choices(person, withdrawals, again),
        "preferences": _preferences(person, victim) if reads_contact else None,
        "reads_contact": reads_contact,
        "reads_identity": person.is_service or person.role.reads(Part.VICTIM_IDENTITY),
        "contacts": contacts,
        "more_contacts": len(contacts) == CONTACTS_SHOWN,
        "next_update": _update_due(person, victim),
        "concerns": concerns,
        "support": [{"row": row, "end": reverse("end_isva_support", args=[row.pk])} for row in support],
        "may_end_support": person.role.may("end_isva_support"),
        "ids": [row.pk for row in (*withdrawals, *again, *support)]
        + [one["row"].pk for one in (*contacts, *concerns)],
    }


def _unwelcome(withdrawals: Iterable[Withdrawal], last: Event | None) -> bool:
    """Whether the victim, at the withdrawal that holds, asked not to hear from us again."""
    if last is None or not withdrew(last):
        return False
    return any(
        row.stands and row.occurred_at == last.at and row.recontact_welcome == Welcome.NO
        for row in withdrawals
    )


def reaching(person: Person, victim: Victim) -> dict[str, Any]:
    """What to know before one calls: the preferences in codes, and whether the victim welcomes it."""
    made = list(Withdrawal.objects.visible_to(person).filter(victim=victim))
    again = list(Reengagement.objects.visible_to(person).filter(victim=victim))
    last = last_choice(choices_made([*made, *again]), now())
    return {"preferences": _preferences(person, victim), "unwelcome": _unwelcome(made, last)}


def _choices(
    person: Person, withdrawals: list[Withdrawal], again: list[Reengagement]
) -> list[dict[str, Any]]:
    """Withdrawals and re-engagements together, the latest first."""
    may_void = person.role.may("void_re_engagement")
    shown: list[dict[str, Any]] = [
        {
            "row": row,
            "title": row.get_kind_display(),
            "is_withdrawal": True,
            "href": reverse("withdrawal", args=[row.pk]),
            "state": _state_of(row),
            "stage": row.get_stage_display(),
        }
        for row in withdrawals
    ]
    shown += [
        {
            "row": row,
            "title": "Takes part again",
            "is_withdrawal": False,
            "href": reverse("void_re_engagement", args=[row.pk]) if may_void and row.stands else "",
            "state": "" if row.stands else "Voided",
            "stage": "",
        }
        for row in again
    ]
    return sorted(shown, key=lambda one: one["row"].occurred_at, reverse=True)


def _state_of(row: Withdrawal) -> str:
    if not row.stands:
        return "Voided"
    return "Corroborated" if row.is_corroborated else "Not corroborated"


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
            "about": about_in_words(row),
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


def about_in_words(row: Contact) -> str:
    labels = [str(ContactAbout(code).label) for code in row.about]
    return ", ".join(label if n == 0 else label[:1].lower() + label[1:] for n, label in enumerate(labels))


def _preferences(person: Person, victim: Victim) -> ContactDetails | None:
    """The codes alone: nothing sealed is opened for the victim's page."""
    row: ContactDetails | None = (
        ContactDetails.objects.visible_to(person)
        .filter(victim=victim, superseded_at__isnull=True)
        .only("id", "preferred_method", "safe_to_leave_message", "interpreter_needed", "case", "victim")
        .first()
    )
    return row


def _update_due(person: Person, victim: Victim) -> Any:
    item = (
        DueItem.objects.visible_to(person)
        .filter(source=victim.pk, code=DueCode.VICTIM_UPDATE, settled_at__isnull=True)
        .first()
    )
    return deadline_of(item) if item else None


def identity_context(person: Person, victim: Victim) -> dict[str, Any]:
    rows = list(
        Identity.objects.visible_to(person)
        .filter(victim=victim)
        .select_related("recorded_by")
        .order_by("-recorded_at")
    )
    standing = next((row for row in rows if row.superseded_at is None), None)
    key = case_key(victim.case_id) if standing else None
    born = opened(standing, "date_of_birth", key) if standing else ""
    return {
        "victim": victim,
        "standing": standing,
        "earlier": [row for row in rows if row.superseded_at is not None],
        "name": opened(standing, "name", key) if standing else "",
        "known_as": opened(standing, "known_as", key) if standing else "",
        "date_of_birth": date.fromisoformat(born) if born else None,
        "may_record": person.role.may("record_identity"),
        "ids": [standing.pk] if standing else [],
    }


def contact_details_context(person: Person, victim: Victim) -> dict[str, Any]:
    rows = list(
        ContactDetails.objects.visible_to(person)
        .filter(victim=victim)
        .select_related("recorded_by")
        .order_by("-recorded_at")
    )
    standing = next((row for row in rows if row.superseded_at is None), None)
    key = case_key(victim.case_id) if standing else None
    sealed = ("phone", "email", "address", "safe_times", "language")
    return {
        "victim": victim,
        "standing": standing,
        "earlier": [row for row in rows if row.superseded_at is not None],
        "may_record": person.role.may("record_contact_details"),
        "ids": [standing.pk] if standing else [],
        **{name: _on_one_line(opened(standing, name, key)) if standing else "" for name in sealed},
    }


def _on_one_line(text: str) -> str:
    return ", ".join(line.strip() for line in text.splitlines() if line.strip())


def withdrawal_context(person: Person, row: Withdrawal) -> dict[str, Any]:
    changes = list(row.stage_changes.select_related("changed_by"))
    words, notes = reads_own_words(person), reads_police_notes(person)
    key = case_key(row.case_id) if words or notes else None
    return {
        "row": row,
        "victim": row.victim,
        "reasons": [
            {"label": reason.label, "given_by": giver.label, "main": reason == row.primary_reason}
            for reason, giver in row.reasons
        ],
        "support": [str(Support(code).label) for code in row.support_offered],
        "changes": changes,
        "state": _state_of(row),
        "reads_words": words,
        "own_words": opened(row, "own_words", key) if words else "",
        "other_words": opened(row, "other_words", key) if words else "",
        "note": opened(row, "corroboration_note", key) if notes else "",
        "may_corroborate": _may_corroborate(person, row),
        "ids": [change.pk for change in changes],
    }


def _may_corroborate(person: Person, row: Withdrawal) -> bool:
    """Whether to offer it: a recorder is not shown a button that would be refused."""
    return (
        person.role.may("corroborate_withdrawal")
        and row.stands
        and not row.is_corroborated
        and row.recorded_by_id != person.pk
    )
