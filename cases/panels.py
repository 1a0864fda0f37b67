"""The Investigation part of the case page: victims by number, suspects, allegations, milestones, people,
what is due.
"""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from cases.facts import Facts, facts_of
from cases.models import Case, DueItem
from cases.services.case import SUMMARY
from cases.services.parties import SUSPECT_NAME
from cases.timeline import about
from rasso_tracker.clocks import Deadline, NoRuleInForce, date_set, deadline, now
from rasso_tracker.people.models import Person
from rasso_tracker.people.roles import Part
from rasso_tracker.vault import unseal

DUE_SHOWN = 10


def panel(case: Case, person: Person) -> dict[str, Any] | None:
    """What the role may read, in a fixed number of statements; None for a role that reads no case."""
    if not person.role.reads(Part.CASE):
        return None
    facts = facts_of(case)
    shown: dict[str, Any] = {
        "at": now(),
        "victims": facts.victims,
        "due": _due(case),
        "investigation": None,
        "people": None,
        "named": None,
        "people_href": reverse("case_people", args=[case.pk]),
    }
    if person.role.reads(Part.INVESTIGATION):
        shown["investigation"] = _investigation(facts, person)
    if person.role.reads(Part.PEOPLE):
        shown["people"] = [
            {"row": one, "name": facts.name(one.person_id)}
            for one in facts.assignments
            if one.ended_at is None
        ]
        if case.restricted:
            shown["named"] = sorted(
                {facts.name(one.person_id) for one in facts.named if one.ended_at is None}
            )
    return shown


def _investigation(facts: Facts, person: Person) -> dict[str, Any]:
    case, key = facts.case, facts.key
    may_edit, may_void = person.role.may("edit_allegation"), person.role.may("void_milestone")
    return {
        "summary": unseal(case.pk, SUMMARY, case.pk, case.summary_sealed, key=key),
        "suspects": [
            {
                "row": one,
                "name": unseal(case.pk, SUSPECT_NAME, one.pk, one.name_sealed, key=key) or "Name not known",
            }
            for one in facts.suspects
        ],
        "allegations": [
            {"row": one, "edit": reverse("edit_allegation", args=[one.pk]) if may_edit else ""}
            for one in facts.allegations
        ],
        "milestones": [
            {
                "row": one,
                "about": about(one),
                "by": facts.name(one.recorded_by_id),
                "void": reverse("void_milestone", args=[one.pk]) if may_void and one.is_by_hand else "",
            }
            for one in reversed(facts.milestones)
            if one.stands
        ],
    }


def _due(case: Case) -> list[dict[str, Any]]:
    items = DueItem.objects.filter(case=case, settled_at__isnull=True).select_related("owner")[:DUE_SHOWN]
    return [{"what": one.what, "owner": one.owner, "deadline": deadline_of(one)} for one in items]


def deadline_of(item: DueItem) -> Deadline:
    """The clock of a due item, which says "Why this date?"; a date set by hand where no rule gave it."""
    if item.rule and item.started_on:
        try:
            known = deadline(item.rule, item.started_on)
        except (NoRuleInForce, KeyError):
            known = None
        if known is not None and known.due_on == item.due_on:
            return known
    return date_set(item.due_on, start=item.started_on or item.raised_at)
