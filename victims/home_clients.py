"""What the home page of an ISVA asks of their clients, and an officer's of the appointments with them."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from cases.deadlines import deadline_of
from cases.home import MOST, Some
from cases.models import DueItem, Victim
from rasso_tracker.audit import Action, record_read
from rasso_tracker.clocks import ClockCode, deadline
from rasso_tracker.people.models import Person
from rasso_tracker.people.roles import is_supporter
from rasso_tracker.vault.models import DataKey
from victims.appointment_enums import Joins
from victims.enums import DueCode
from victims.marked import with_marks
from victims.models import Identity, IsvaSupport, JointAppointment, WithdrawalTold, clients_of
from victims.sealed import opened


@dataclass(frozen=True)
class ClientHome:
    """The lists of an ISVA's home page. It is the list of their clients, and the one that shows names
    (safety.md 6): all of them are opened together and logged once.
    """

    clients: Some
    appointments: Some
    dates: Some
    told: Some
    others: Some


def client_home(person: Person, at: datetime, others: Some) -> ClientHome:
    """With the names; `others` are rows of another app about clients, with a `victim_id` and `number`."""
    lists = (_clients(person), _appointments(person, at), _dates(person), _told(person), others)
    rows = [row for some in lists for row in some.rows]
    names = names_of(person, {row["victim_id"] for row in rows})
    for row in rows:
        number = f"Victim {row['number']}"
        name = names.get(row["victim_id"], "")
        row["client"] = f"{name} ({number})" if name else number
    return ClientHome(*lists)


def names_of(person: Person, victims: Iterable[uuid.UUID]) -> dict[uuid.UUID, str]:
    """What each client is called, in two statements and one event in the log."""
    wanted = Identity.objects.visible_to(person).filter(superseded_at__isnull=True)
    found = list(wanted.filter(victim__in=list(victims)))
    if not found:
        return {}
    keys = DataKey.objects.in_bulk([row.case_id for row in found])
    record_read(by=person, action=Action.IDENTITY_VIEWED, subjects=[row.victim_id for row in found])
    return {
        row.victim_id: opened(row, "known_as", keys[row.case_id]) or opened(row, "name", keys[row.case_id])
        for row in found
    }


def named_to(person: Person, victim: Victim) -> str:
    """What a heading calls a victim: to an ISVA by name as well, who has twenty clients called Victim 1."""
    name = names_of(person, [victim.pk]).get(victim.pk, "") if is_supporter(person) else ""
    return f"{name} ({victim.label})" if name else victim.label


def _cut(rows: Sequence[dict[str, Any]]) -> Some:
    return Some(list(rows[:MOST]), len(rows) > MOST)


def _clients(person: Person) -> Some:
    """The victims whom this ISVA supports now."""
    rows = (
        IsvaSupport.objects.visible_to(person)
        .filter(isva=person.pk, ended_at__isnull=True)
        .order_by("-started_at", "id")
        .values("victim_id", "case_id", "case__reference", "victim__number", "consented_on")[: MOST + 1]
    )
    return _cut(
        [
            {
                **row,
                "number": row["victim__number"],
                "reference": row["case__reference"],
                "href": reverse("victim", args=[row["victim_id"]]),
            }
            for row in rows
        ]
    )


def _dates(person: Person) -> Some:
    """By when this ISVA's clients next hear from the police: those whose day has passed come first."""
    items = list(
        DueItem.objects.filter(
            source__in=clients_of(person), code=DueCode.VICTIM_UPDATE, settled_at__isnull=True
        )
        .select_related("case")
        .order_by("due_on", "id")[: MOST + 1]
    )
    sources = [item.source for item in items]
    numbers = dict(Victim.objects.filter(pk__in=sources).values_list("pk", "number"))
    return _cut(
        [
            {
                "victim_id": item.source,
                "number": numbers[item.source],
                "what": "hears from the police how the case stands",
                "case_id": item.case_id,
                "reference": item.case.reference,
                "deadline": deadline_of(item),
                "href": reverse("victim", args=[item.source]),
            }
            for item in items
        ]
    )


def _told(person: Person) -> Some:
    """What this ISVA told that the officer has not answered yet, the oldest first."""
    rows = list(
        WithdrawalTold.objects.visible_to(person)
        .filter(told_by=person.pk, answered_at__isnull=True)
        .select_related("case", "victim")
        .order_by("told_at", "id")[: MOST + 1]
    )
    return _cut([{**_about(row), "what": "told, waits for the officer", "when": row.told_at} for row in rows])


def _appointments(person: Person, at: datetime) -> Some:
    """The open joint appointments of this ISVA, the next first; those that wait for their answer say so."""
    rows = list(
        with_marks(JointAppointment.objects.visible_to(person))
        .filter(isva=person.pk, ended_at__isnull=True, starts_at__gte=at)
        .select_related("case", "victim")
        .order_by("starts_at", "id")[: MOST + 1]
    )
    words = {Joins.JOINS: "", Joins.CANNOT: "You cannot join"}
    return _cut(
        [
            {
                **_about(row),
                "what": f"{row.get_method_display()[:1].lower()}{row.get_method_display()[1:]}",
                "word": CHECK_FIRST
                if row.check_first
                else words[Joins(row.answer)]
                if row.answer
                else "Say whether you join",
                "when": row.starts_at,
                "at_an_hour": True,
            }
            for row in rows
        ]
    )


PAGE_OF = {"withdrawaltold": "told_withdrawal", "jointappointment": "appointment"}


def _about(row: WithdrawalTold | JointAppointment) -> dict[str, Any]:
    return {
        "victim_id": row.victim_id,
        "number": row.victim.number,
        "case_id": row.case_id,
        "reference": row.case.reference,
        "href": reverse(PAGE_OF[str(row._meta.model_name)], args=[row.pk]),
    }


def appointments_with_isvas(person: Person, at: datetime) -> Some:
    """Open joint appointments on the cases that this officer is in charge of, the earliest first.

    One whose time has passed waits to be recorded; one that the ISVA cannot join waits to be moved.
    """
    rows = list(
        with_marks(JointAppointment.objects.visible_to(person))
        .filter(case__officer_in_charge=person.pk, ended_at__isnull=True)
        .select_related("case", "victim", "isva")
        .order_by("starts_at", "id")[: MOST + 1]
    )
    return _cut(
        [
            {
                **_about(row),
                "what": f"{row.victim.label} with {row.isva.name}",
                "word": "Record what came of it" if row.has_come(at) else _waits(row, at),
                "when": row.starts_at,
            }
            for row in rows
        ]
    )


CHECK_FIRST = "Check first how to reach them"


def _waits(row: Any, at: datetime) -> str:
    if row.check_first:
        return CHECK_FIRST
    return "" if row.answer == Joins.JOINS else row.state_at(at)


def told_to_answer(person: Person) -> Some:
    """What ISVAs told on the cases that this officer is in charge of and that wait, the oldest first."""
    rows = list(
        WithdrawalTold.objects.visible_to(person)
        .filter(case__officer_in_charge=person.pk, answered_at__isnull=True)
        .select_related("case", "victim", "told_by")
        .order_by("told_at", "id")[: MOST + 1]
    )
    return _cut(
        [
            {
                **_about(row),
                "what": f"Answer what {row.told_by.name} told us for {row.victim.label}",
                "deadline": deadline(ClockCode.TOLD_WITHDRAWAL, row.told_at),
            }
            for row in rows
        ]
    )
