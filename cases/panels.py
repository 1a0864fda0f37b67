"""The Investigation part of the case page: victims by number, suspects, allegations, milestones, people,
what is due.
"""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from cases.models import Allegation, Assignment, Case, DueItem, Milestone, NamedAccess, Suspect, Victim
from cases.services.case import SUMMARY
from cases.services.parties import SUSPECT_NAME
from cases.timeline import about
from rasso_tracker.clocks import Deadline, NoRuleInForce, date_set, deadline, now
from rasso_tracker.people.models import Person
from rasso_tracker.people.roles import Part
from rasso_tracker.vault import case_key, unseal

DUE_SHOWN = 10


def panel(case: Case, person: Person) -> dict[str, Any] | None:
    """What the role may read, in a fixed number of statements; None for a role that reads no case."""
    if not person.role.reads(Part.CASE):
        return None
    shown: dict[str, Any] = {
        "at": now(),
        "victims": list(Victim.objects.filter(case=case)),
        "due": _due(case),
        "investigation": None,
        "people": None,
        "named": None,
        "people_href": reverse("case_people", args=[case.pk]),
    }
    if person.role.reads(Part.INVESTIGATION):
        shown["investigation"] = _investigation(case, person)
    if person.role.reads(Part.PEOPLE):
        shown["people"] = list(
            Assignment.objects.filter(case=case, ended_at__isnull=True).select_related("person")
        )
        if case.restricted:
            named = NamedAccess.objects.filter(case=case, ended_at__isnull=True).select_related("person")
            shown["named"] = sorted({one.person.name for one in named})
    return shown


def _investigation(case: Case, person: Person) -> dict[str, Any]:
    key = case_key(case.pk)
    suspects = list(Suspect.objects.filter(case=case))
    names = {one.pk: unseal(case.pk, SUSPECT_NAME, one.pk, one.name_sealed, key=key) for one in suspects}
    milestones = Milestone.objects.filter(case=case, voided_at__isnull=True).select_related(
        "suspect", "victim", "allegation", "recorded_by"
    )
    may_edit, may_void = person.role.may("edit_allegation"), person.role.may("void_milestone")
    return {
        "summary": unseal(case.pk, SUMMARY, case.pk, case.summary_sealed, key=key),
        "suspects": [{"row": one, "name": names[one.pk] or "Name not known"} for one in suspects],
        "allegations": [
            {"row": one, "edit": reverse("edit_allegation", args=[one.pk]) if may_edit else ""}
            for one in Allegation.objects.filter(case=case).select_related("victim", "suspect")
        ],
        "milestones": [
            {
                "row": one,
                "about": about(one),
                "void": reverse("void_milestone", args=[one.pk]) if may_void and one.is_by_hand else "",
            }
            for one in milestones.order_by("-occurred_at")
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
