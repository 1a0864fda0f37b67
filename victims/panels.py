"""The Victims part of the case page: each victim by number, what they chose, when they next hear from us."""

from __future__ import annotations

import uuid
from collections import Counter, defaultdict
from datetime import datetime
from typing import Any

from cases.deadlines import deadline_of
from cases.models import Case, DueItem, Victim
from cases.whole import Whole, whole_of
from rasso_tracker.clocks import now
from rasso_tracker.people.models import Person
from rasso_tracker.people.parts import Part
from rasso_tracker.web.addresses import address
from rasso_tracker.web.details import deed_links
from victims.bereaved import hearer
from victims.enums import DueCode
from victims.models import (
    Circumstances,
    Contact,
    ContactOwner,
    MaterialRequest,
    Reengagement,
    SafeguardingConcern,
    Spokesperson,
    Withdrawal,
)
from victims.models.base import seen_of_clients
from victims.shown import standing_in
from victims.shown.material import in_list
from victims.surfaces.contact import RECORD_CONTACT
from victims.surfaces.withdrawals import RECORD_RE_ENGAGEMENT, RECORD_WITHDRAWAL


def panel(case: Case, person: Person) -> dict[str, Any] | None:
    """What the role may read, in a fixed number of statements; None for a role that reads no engagement."""
    if not person.role.reads(Part.ENGAGEMENT):
        return None
    at = now()
    whole = whole_of(case)
    made: dict[uuid.UUID, list[Any]] = defaultdict(list)
    for row in (
        *seen_of_clients(whole, Withdrawal, person),
        *seen_of_clients(whole, Reengagement, person),
    ):
        made[row.victim_id].append(row)
    owed = {
        item.source: deadline_of(item)
        for item in whole.seen(DueItem, person)
        if item.code == DueCode.VICTIM_UPDATE and item.settled_at is None
    }
    reached = _reached(whole)
    concerns = Counter(
        row.victim_id for row in seen_of_clients(whole, SafeguardingConcern, person) if row.is_open
    )
    asked: dict[uuid.UUID, list[MaterialRequest]] = defaultdict(list)
    if person.is_service or person.role.reads(MaterialRequest.part):
        for ask in seen_of_clients(whole, MaterialRequest, person):
            if ask.is_open:
                asked[ask.victim_id].append(ask)
    reads_support = person.is_service or person.role.reads(Part.SUPPORT)
    owned = seen_of_clients(whole, ContactOwner, person)
    owners = {one.victim_id: one.owner for one in owned if one.ended_at is None and not one.with_post}
    stands = {
        one.victim_id: one
        for one in seen_of_clients(whole, Circumstances, person)
        if one.superseded_at is None
    }
    speakers = [one for one in seen_of_clients(whole, Spokesperson, person) if one.ended_at is None]
    shown = []
    for victim in seen_of_clients(whole, Victim, person):
        if victim.merged_into_id is not None:
            continue
        how = standing_in(made[victim.pk], reached[victim.pk], at)
        stand = stands.get(victim.pk)
        speaking = [one for one in speakers if one.victim_id == victim.pk]
        died = stand is not None and stand.died_on is not None
        further = RECORD_RE_ENGAGEMENT if how.withdrew else RECORD_WITHDRAWAL
        shown.append(
            {
                "row": victim,
                "href": address("victim", victim.pk),
                "how": how,
                "waiting": [
                    address("withdrawal", row.pk)
                    for row in made[victim.pk]
                    if isinstance(row, Withdrawal) and _to_corroborate(row)
                ],
                "concerns": concerns[victim.pk],
                "material": in_list(asked[victim.pk], died),
                "reached": max(reached[victim.pk], default=None),
                "owner": owners.get(victim.pk, case.officer_in_charge) if reads_support else None,
                "next_update": owed.get(victim.pk),
                "circumstances": stand,
                "hearer": hearer(stand, speaking, at),
                "speaks": next((one for one in speaking if one.speaks_at(at)), None),
                "deeds": deed_links((RECORD_CONTACT,) if died else (RECORD_CONTACT, further), person, victim),
            }
        )
    return {
        "victims": shown,
        "at": at,
        "reads_contact": person.role.reads(Part.VICTIM_CONTACT),
        "add": address("add_victim", case.pk) if person.role.may("add_victim") else "",
    }


def _to_corroborate(row: Withdrawal) -> bool:
    """Nobody is asked to corroborate that contact was lost."""
    return row.stands and row.is_withdrawal and not row.is_corroborated


def _reached(whole: Whole) -> dict[uuid.UUID, list[datetime]]:
    """When each victim was reached: whether contact is lost hangs on it, whoever reads the contact log."""
    found: dict[uuid.UUID, list[datetime]] = defaultdict(list)
    for row in whole.rows(Contact):
        if row.stands and row.reached:
            found[row.victim_id].append(row.occurred_at)
    return found
