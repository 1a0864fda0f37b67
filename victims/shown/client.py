"""What an ISVA reads of a client: how to reach them, key dates, decisions to come and told. No evidence.

Everything here is what the victim hears of anyway, and what they were not told of yet is not in it: only that
a decision is expected, and by when (safety.md 4, domain.md 8).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from cases.deadlines import deadline_of
from cases.enums import MilestoneKind
from cases.models import Allegation, DueItem, Milestone, Victim
from rasso_tracker.audit import Action, record_read
from rasso_tracker.clocks import Deadline, london_date, now
from rasso_tracker.people.models import Person
from rasso_tracker.vault import case_key
from victims.bereaved import Hearer
from victims.enums import DueCode
from victims.home_clients import names_of
from victims.hooks import DecisionWord, client_decisions
from victims.models import (
    Contact,
    ContactDetails,
    EventTelling,
    IsvaSupport,
    Reengagement,
    SafeguardingConcern,
    Withdrawal,
)
from victims.sealed import opened
from victims.shown.appointments import appointments_of
from victims.shown.choices import choices_shown, standing_of
from victims.shown.record import against_preferred, record_context
from victims.shown.referrals import support_context
from victims.shown.told_via_isva import told_of
from victims.stages import bears_on_victim
from victims.words import reads_concern

CONTACTS_SHOWN = 25
# Shown once the victim was told: the day on which they were, and not before.
ONCE_TOLD = {
    MilestoneKind.BAILED: "Bail began",
    MilestoneKind.BAIL_ENDED: "Bail ended",
    MilestoneKind.RELEASED_UNDER_INVESTIGATION: "The investigation goes on without bail",
    MilestoneKind.CHARGED: "Charged",
    MilestoneKind.REMANDED: "Remand in custody began",
    MilestoneKind.CUSTODY_ENDED: "Remand in custody ended",
}
# Steps of the case itself, which name nobody.
OF_THE_CASE = {
    MilestoneKind.SUBMITTED: "Sent to CPS",
    MilestoneKind.TRIAL_BEGUN: "Trial began",
    MilestoneKind.FINALISED: "Finished at court",
}
ENDS_BAIL = (MilestoneKind.BAIL_ENDED, MilestoneKind.RELEASED_UNDER_INVESTIGATION, MilestoneKind.CHARGED)


@dataclass(frozen=True)
class KeyDate:
    """A day and what it is, from the closed list above; of what is owed by then, its deadline."""

    on: date
    what: str
    due: Deadline | None = None


def key_dates(victim: Victim) -> tuple[list[KeyDate], list[KeyDate]]:
    """What happened, the latest first, and what is to come, the soonest first. Three statements."""
    passed = [KeyDate(victim.case.reported_on, "Reported")]
    tellings = EventTelling.objects.filter(victim=victim, told_at__isnull=False, dropped_at__isnull=True)
    told = [one.milestone for one in tellings.select_related("milestone").order_by("occurred_at")]
    known = [one for one in told if one.stands and one.kind in ONCE_TOLD]
    passed += [KeyDate(london_date(one.occurred_at), ONCE_TOLD[MilestoneKind(one.kind)]) for one in known]
    lines = list(
        Allegation.objects.filter(case=victim.case_id).order_by().values_list("pk", "victim_id", "suspect_id")
    )
    steps = Milestone.objects.filter(case=victim.case_id, kind__in=OF_THE_CASE, voided_at__isnull=True)
    passed += [
        KeyDate(london_date(one.occurred_at), OF_THE_CASE[MilestoneKind(one.kind)])
        for one in steps
        if bears_on_victim(one, victim.pk, lines)
    ]
    return sorted(passed, key=lambda one: one.on, reverse=True), _to_come(known)


def _to_come(known: list[Milestone]) -> list[KeyDate]:
    """Until when bail runs, where the victim was told of it and it has not ended."""
    last = next((one for one in reversed(known) if one.kind in (MilestoneKind.BAILED, *ENDS_BAIL)), None)
    if last is None or last.kind != MilestoneKind.BAILED or last.limit_on is None:
        return []
    return [KeyDate(last.limit_on, "Bail runs until this day, unless it is extended")]


def client_context(person: Person, victim: Victim) -> dict[str, Any]:
    """The page of a client; a fixed number of statements. Opening how they are safely reached is logged."""
    at = now()
    withdrawals = list(
        Withdrawal.objects.visible_to(person).filter(victim=victim).select_related("recorded_by")
    )
    again = list(Reengagement.objects.visible_to(person).filter(victim=victim).select_related("recorded_by"))
    stands = standing_of(victim, [*withdrawals, *again], at)
    passed, to_come = key_dates(victim)
    about = record_context(person, victim)
    update = _next_update(victim, about["hearer"])
    if update is not None:
        to_come = sorted([*to_come, update], key=lambda one: one.on)
    support = (
        IsvaSupport.objects.filter(victim=victim, isva=person, ended_at__isnull=True)
        .select_related("recorded_by")
        .first()
    )
    preferences, safe_times = _reached(person, victim)
    contacts, concerns = _own_contacts(person, victim), _concerns(person, victim)
    told = told_of(person, victim)
    appointments = appointments_of(person, victim)
    return {
        "client": True,
        "victim": victim,
        "name": names_of(person, [victim.pk]).get(victim.pk, ""),
        "at": at,
        "today": london_date(at),
        "before_entry": person.role.before_entry,
        "stands": stands,
        "choices": choices_shown(person, withdrawals, again),
        "preferences": preferences,
        **against_preferred(victim, preferences),
        "safe_times": safe_times,
        **{name: about[name] for name in ("alerts", "circumstances", "spokesperson", "hearer")},
        "concerns": concerns,
        "passed": passed,
        "to_come": to_come,
        "decisions": decisions(victim),
        "told": told,
        "appointments": appointments,
        "contacts": contacts,
        "support": support,
        **support_context(person, victim),
        "end": reverse("end_my_support", args=[support.pk]) if support else "",
        "ids": [row.pk for row in (*withdrawals, *again)]
        + [one["row"].pk for one in (*contacts, *concerns, *told, *appointments)]
        + ([support.pk] if support else []),
    }


def decisions(victim: Victim) -> list[DecisionWord]:
    """Those to come first, then those that the victim was told of."""
    found: list[DecisionWord] = client_decisions.asked(victim=victim)
    return sorted(found, key=lambda one: one.told_at is not None)


HEARS = {
    Hearer.VICTIM: "They hear from the police how the case stands, by this day",
    Hearer.SPEAKER: "Who speaks for them hears from the police how the case stands, by this day",
    Hearer.FAMILY: "The police ask their family who is to be told, by this day",
}


def _next_update(victim: Victim, hears: Hearer) -> KeyDate | None:
    owed = DueItem.objects.filter(
        source=victim.pk, code=DueCode.VICTIM_UPDATE, settled_at__isnull=True
    ).first()
    return KeyDate(owed.due_on, HEARS[hears], deadline_of(owed)) if owed and hears in HEARS else None


def _reached(person: Person, victim: Victim) -> tuple[ContactDetails | None, str]:
    row: ContactDetails | None = (
        ContactDetails.objects.visible_to(person).filter(victim=victim, superseded_at__isnull=True).first()
    )
    if row is None:
        return None, ""
    record_read(
        by=person, action=Action.CONTACT_DETAILS_VIEWED, case=victim.case_id, subjects=[victim.pk, row.pk]
    )
    return row, opened(row, "safe_times")


def _own_contacts(person: Person, victim: Victim) -> list[dict[str, Any]]:
    rows = list(
        Contact.objects.visible_to(person)
        .filter(victim=victim, recorded_by=person)
        .select_related("recorded_by")
        .order_by("-occurred_at")[:CONTACTS_SHOWN]
    )
    key = case_key(victim.case_id) if rows else None
    return [{"row": row, "summary": opened(row, "summary", key)} for row in rows]


def _concerns(person: Person, victim: Victim) -> list[dict[str, Any]]:
    rows = list(
        SafeguardingConcern.objects.visible_to(person)
        .filter(victim=victim, resolved_at__isnull=True)
        .select_related("raised_by")
    )
    key = case_key(victim.case_id) if rows else None
    return [
        {"row": row, "words": opened(row, "concern", key) if reads_concern(person, row) else ""}
        for row in rows
    ]
