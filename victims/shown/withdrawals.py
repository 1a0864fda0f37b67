"""The page of a withdrawal."""

from __future__ import annotations

from typing import Any

from rasso_tracker.people.models import Person
from rasso_tracker.vault import case_key
from victims.enums import Barrier, CheckedIn, DayFact, FromWhat, GivenBy, Support
from victims.models import Withdrawal
from victims.represent.withdrawals import POLICE_WORDS, WORDS
from victims.rules import caution_on
from victims.sealed import opened
from victims.shown.choices import state_of
from victims.shown.look_backs import looked_back, may_look_back
from victims.then import in_codes, in_words
from victims.words import (
    day_facts,
    fact_told,
    givers_read,
    reads_own_words,
    reads_police_notes,
    reads_stage,
    support_told,
)


def withdrawal_context(person: Person, row: Withdrawal) -> dict[str, Any]:
    changes = _changes(row, person)
    words, notes = reads_own_words(person), reads_police_notes(person)
    key = case_key(row.case_id) if words or notes else None
    readable = (*(WORDS if words else ()), *(POLICE_WORDS if notes else ()))
    return {
        "row": row,
        "victim": row.victim,
        "from_what": _labels(FromWhat, row.from_what),
        "reasons": [
            {
                "label": reason.label,
                "given_by": giver.label,
                "main": giver is GivenBy.VICTIM and reason.code == row.primary_reason,
            }
            for reason, giver in row.reasons
            if giver in givers_read(person)
        ],
        "reads_stage": reads_stage(person),
        "caution": caution_on(row) if reads_stage(person) else "",
        "day": _day(row, person),
        "looked_back": looked_back(person, row),
        "look_back_owed": may_look_back(person, row),
        "support": _labels(Support, support_told(person, row.support_offered)),
        "barriers": _labels(Barrier, row.barriers),
        "checked_in": _labels(CheckedIn, row.corroborated_from),
        "changes": [change["shown"] for change in changes],
        "state": state_of(row),
        "reads_words": words,
        "words": {
            name: opened(row, name, key) if name in readable else "" for name in (*WORDS, *POLICE_WORDS)
        },
        "may_corroborate": _may_corroborate(person, row),
        "ids": [change["id"] for change in changes],
    }


def about_withdrawal(row: Withdrawal) -> dict[str, Any]:
    """What stands above a deed that weighs a withdrawal: its codes and the facts of its day, no words."""
    return {
        "caution": caution_on(row),
        "from_what": _labels(FromWhat, row.from_what),
        "reasons": [f"{reason.label} ({giver.label.lower()})" for reason, giver in row.reasons],
        "day": _day(row),
        "support": _labels(Support, row.support_offered),
        "barriers": _labels(Barrier, row.barriers),
    }


def _day(row: Withdrawal, person: Person | None = None) -> list[tuple[str, str]]:
    """The facts of the day; without `person` for those who read support."""
    facts = day_facts(person) if person is not None else tuple(DayFact)
    told = {fact: in_codes(getattr(row, fact.value)) for fact in facts}
    if person is not None:
        told = {fact: fact_told(person, fact, codes) for fact, codes in told.items()}
    return [(str(fact.label), in_words(fact, codes)) for fact, codes in told.items()]


def _labels(kind: Any, codes: list[str]) -> list[str]:
    return [str(kind(code).label) for code in codes]


def _changes(row: Withdrawal, person: Person) -> list[dict[str, Any]]:
    """What the system worked out again: the stage and the facts of the day, in the order of the changes.

    Each says why, which may be an arrest: an ISVA reads none.
    """
    if not reads_stage(person):
        return []
    found = [
        {
            "id": one.pk,
            "shown": {
                "at": one.changed_at,
                "what": "How far the case had come",
                "before": one.get_old_stage_display(),
                "after": one.get_new_stage_display(),
                "why": one.why,
                "by": one.changed_by.name,
            },
        }
        for one in row.stage_changes.select_related("changed_by")
    ]
    found += [
        {
            "id": one.pk,
            "shown": {
                "at": one.changed_at,
                "what": DayFact(one.fact).label,
                "before": in_words(DayFact(one.fact), fact_told(person, one.fact, one.before)),
                "after": in_words(DayFact(one.fact), fact_told(person, one.fact, one.after)),
                "why": one.why,
                "by": one.changed_by.name,
            },
        }
        for one in row.day_changes.select_related("changed_by")
        if one.fact in day_facts(person)
    ]
    return sorted(found, key=lambda one: one["shown"]["at"])


def _may_corroborate(person: Person, row: Withdrawal) -> bool:
    """Whether to offer it: a recorder is not shown a button that would be refused."""
    return (
        person.role.may("corroborate_withdrawal")
        and row.is_withdrawal
        and row.stands
        and not row.is_corroborated
        and row.recorded_by_id != person.pk
    )
